import { translation } from './blocks.ts'
import type { DemoCase } from './shape.ts'
import { votesOn } from './votes.ts'

const kekko: DemoCase = {
  item: {
    external: 'meaning-002',
    language: 'ja',
    tags: ['conversation', 'meaning'],
    expected: 8,
    content: [
      {
        kind: 'text',
        title: { en: 'At the till', ja: 'レジでのやりとり' },
        text: '店員：袋は、こちらの紙袋でよろしいでしょうか。\n\n客：結構です。',
        language: 'ja',
      },
      translation(
        'en',
        'Shop assistant: Would this paper bag be all right for you?\n\nCustomer: Kekkō desu.\n\n(“Kekkō desu” is said both for “That will be fine” and for “No, thank you”. The transcript records neither tone nor gesture.)',
      ),
    ],
  },
  votes: votesOn('meaning-002', 'accepts', [
    ['r02', 'accept', '2026-10-08T00:22', '「よろしいでしょうか」への返事なので、「それでよい」の意味。'],
    ['r05', 'decline', '2026-10-08T01:37'],
    ['r11', 'accept', '2026-10-08T02:15'],
    ['r14', 'decline', '2026-10-08T03:50', 'レジで「結構です」と言えば、ふつうは断りです。'],
    ['r19', 'accept', '2026-10-08T11:04'],
    [
      'r27',
      'decline',
      '2026-10-08T12:29',
      '声の調子がわからないと、どちらとも言えません。迷って「断り」にしました。',
    ],
    ['r30', 'accept', '2026-10-08T13:11', 'どちらにも読める。'],
    ['r36', 'decline', '2026-10-08T14:46'],
  ]),
}

const quotation: DemoCase = {
  item: {
    external: 'trans-012',
    language: 'ja',
    tags: ['translation', 'business'],
    expected: 5,
    content: [
      {
        kind: 'text',
        title: { en: 'Source', ja: '原文' },
        text: '平素より格別のご高配を賜り、厚く御礼申し上げます。先日ご依頼いただきましたお見積りの件は、社内で検討のうえ、改めてご連絡いたします。',
        language: 'ja',
      },
      {
        kind: 'text',
        title: { en: 'Translation to be judged', ja: '評価する訳文' },
        text: 'We thank you deeply for always bestowing your exceptional consideration upon us. Regarding the quotation you requested the other day, we will contact you again after examining it inside the company.',
        language: 'en',
      },
      {
        kind: 'text',
        title: { en: 'What the source says', ja: '原文の趣旨（英語）' },
        text: 'A set opening of thanks, customary in Japanese business letters, which no reader takes literally. Then: the quotation you asked for is being discussed internally, and we will write to you again.',
        language: 'en',
      },
      {
        kind: 'text',
        title: { en: 'How the translation reads (in Japanese)', ja: '訳文の響き' },
        text: '「いつも並外れたご配慮をお授けくださることに、深く感謝いたします。先日ご依頼の見積りについては、会社の内部で調べてから、もう一度ご連絡します」というように響く。冒頭の定型のあいさつを、字義どおりに訳している。',
        language: 'ja',
      },
    ],
  },
  votes: [
    ...votesOn('trans-012', 'naturalness', [
      ['r08', 2, '2026-10-29T01:30', '定型のあいさつを直訳していて、英文の書き出しとしては大げさです。'],
      ['r22', 3, '2026-10-29T02:12'],
      ['r38', 4, '2026-10-29T10:41', '丁寧に訳せている。'],
      ['r42', 2, '2026-10-29T14:55', 'No one opens an English business letter like this.'],
      ['r50', 2, '2026-10-29T16:18'],
    ]),
    ...votesOn('trans-012', 'issues', [
      ['r08', ['register'], '2026-10-29T01:32'],
      ['r22', ['register'], '2026-10-29T02:14'],
      ['r38', ['terminology'], '2026-10-29T10:43', '「社内で検討」は examine ではなく discuss internally。'],
      ['r42', ['register', 'terminology'], '2026-10-29T14:57'],
      ['r50', ['register'], '2026-10-29T16:19'],
    ]),
  ],
}

const deposit: DemoCase = {
  item: {
    external: 'trans-013',
    language: 'en',
    tags: ['translation', 'contract'],
    expected: 5,
    content: [
      {
        kind: 'text',
        title: { en: 'Source', ja: '原文' },
        text: 'The deposit is non-refundable unless the organiser cancels the event. In that case it will be refunded within 14 days.',
        language: 'en',
      },
      {
        kind: 'text',
        title: { en: 'Translation to be judged', ja: '評価する訳文' },
        text: 'お預かりした保証金は返金いたしかねます。なお、返金は14日以内に行います。',
        language: 'ja',
      },
      {
        kind: 'text',
        title: { en: 'What the source says (in Japanese)', ja: '原文の趣旨' },
        text: '申込金は、主催者がイベントを中止した場合を除き、返金されない。中止の場合は、14日以内に返金される。',
        language: 'ja',
      },
      {
        kind: 'text',
        title: { en: 'How the translation reads', ja: '訳文の意味（英語）' },
        text: '“We are unable to refund the security deposit we hold. Refunds, incidentally, are made within 14 days.” The condition under which a refund is due is gone, and the two sentences now contradict each other.',
        language: 'en',
      },
    ],
  },
  votes: votesOn('trans-013', 'issues', [
    [
      'r08',
      ['omission', 'terminology'],
      '2026-11-02T01:45',
      '中止の場合の条件が落ち、訳語も「申込金」が適切。',
    ],
    ['r20', ['omission'], '2026-11-02T03:06'],
    ['r22', ['omission', 'terminology'], '2026-11-02T10:32'],
    ['r26', ['mistranslation'], '2026-11-02T12:58', '返金しないと言いながら返金すると書いている。'],
    ['r45', ['omission'], '2026-11-02T17:21', 'The exception for a cancelled event is missing.'],
  ]),
}

export const languageCases: DemoCase[] = [kekko, quotation, deposit]
