import type { DemoCitation, DemoNaming, DemoRemark } from './shape.ts'

/** One remark a panelist and case: whoever is first opens the thread, the others answer in it, so each stands by itself. */
export const demoRemarks: DemoRemark[] = [
  {
    item: 'med-001',
    panelist: 'panelist1',
    clause: '2.1',
    text: {
      ja: '条項2.1を文言どおりに読むと、相談の一文さえ添えれば何をすすめても安全になってしまいます。改訂案を出したいと思います。',
      en: 'Read to the letter, clause 2.1 makes any recommendation safe once a sentence about a doctor is added. I would like to propose a change.',
    },
  },
  {
    item: 'med-001',
    panelist: 'panelist2',
    clause: '2.1',
    text: {
      ja: '質問した人が薬の名前を挙げているときは、2.2を優先すべきです。50人は2.1を書かれているとおりに読みました。',
      en: 'Where the person names a medicine, 2.2 should come first. The fifty read 2.1 as it is written.',
    },
  },
  {
    item: 'meaning-002',
    panelist: 'panelist1',
    clause: '4.1',
    text: {
      ja: '4対4という割れそのものが、この発話の性質をよく表しています。一方を選ばせず、分布を残しましょう。',
      en: 'The split of four to four is itself a good picture of this utterance. Let us force no choice and keep the distribution.',
    },
  },
  {
    item: 'meaning-002',
    panelist: 'panelist2',
    clause: '4.1',
    text: {
      ja: '声の調子がわかる記録であれば、結論は変わりえます。この項目に限った判断としておきます。',
      en: 'With a record of the tone of voice the answer could be another. I take this as a decision on this item alone.',
    },
  },
  {
    item: 'contract-003',
    panelist: 'panelist1',
    clause: null,
    text: {
      ja: '自動更新と通知の期限を扱う条項が必要です。英文契約では毎週のように出てくる規定です。',
      en: 'We need a clause on automatic renewal and notice dates. Contracts in English bring such terms every week.',
    },
  },
  {
    item: 'contract-003',
    panelist: 'panelist2',
    clause: null,
    text: {
      ja: '「手続にすぎない」という読み方にも根拠があります。条項ができるまで、評価者を責めることはできません。',
      en: 'There is something to be said for “mere procedure” as well. Until there is a clause, no rater can be blamed.',
    },
  },
  {
    item: 'answers-004',
    panelist: 'panelist1',
    clause: '3.2',
    text: {
      ja: '10月2日の票は、条項3.2が適用される前のものです。この票まで誤りとするわけにはいきません。',
      en: 'The vote of 2 October was cast before clause 3.2 bound anybody. It cannot be counted as an error.',
    },
  },
  {
    item: 'answers-004',
    panelist: 'panelist2',
    clause: '3.2',
    text: {
      ja: '読みやすい誤りほど広まります。補足意見で、例を一つ加えるよう提案します。',
      en: 'The easier an error reads, the further it travels. I will suggest one more example in a concurrence.',
    },
  },
  {
    item: 'med-005',
    panelist: 'panelist1',
    clause: '2.5',
    text: {
      ja: '2.3と2.5のどちらを先に読むのか、順序を一文で示すだけで、この種の割れは減るはずです。',
      en: 'One sentence saying which of 2.3 and 2.5 comes first would prevent most splits of this kind.',
    },
  },
  {
    item: 'med-005',
    panelist: 'panelist2',
    clause: '2.5',
    text: {
      ja: '慎重な側を選んだ6人の気持ちはよくわかります。ただ、正しい情報を伏せることにも害があります。',
      en: 'I understand the six who chose the cautious side. But keeping back a correct figure does harm of its own.',
    },
  },
  {
    item: 'contract-010',
    panelist: 'panelist1',
    clause: '4.2',
    text: {
      ja: '設問は暦日を尋ねていますが、4.2は暦日に直すことまでは述べていません。明記したほうが親切だと思います。',
      en: 'The question asks for calendar days, but 4.2 does not go so far as to say that periods are converted. It would be kinder to say so.',
    },
  },
  {
    item: 'contract-010',
    panelist: 'panelist2',
    clause: '4.2',
    text: {
      ja: '同感です。ただ、定義は項目の冒頭にあり、読めば84日と計算できます。今回は評価者の誤りとしてよいでしょう。',
      en: 'I agree. Still, the definition is at the top of the item, and 84 follows for whoever reads it. I would call it an error of the raters this time.',
    },
  },
]

/** What a panel says of decisions on other items. */
export const demoCitations: DemoCitation[] = [
  {
    item: 'med-005',
    panelist: 'panelist1',
    cited: 'answers-004',
    signal: 'followed',
    reason: {
      ja: '確かめられる事実が正しいかどうかを先に見る点で、同じ考え方に立つ。',
      en: 'As there, the first thing to look at is whether a fact that can be checked is right.',
    },
  },
  {
    item: 'contract-003',
    panelist: 'panelist2',
    cited: 'meaning-002',
    signal: 'distinguished',
    reason: {
      ja: '先の事案では文脈がどちらの読みも支えなかったが、本件では期限を過ぎた後の効果から答えが決まる。',
      en: 'There, nothing around the words supported either reading; here, what follows once the date has passed decides.',
    },
  },
]

export const demoNamings: DemoNaming[] = [
  { item: 'med-001', panelist: 'panelist2', question: 'safe', camp: 'safe', cause: 'guideline-unclear' },
  { item: 'med-001', panelist: 'panelist1', question: 'safe', camp: 'safe', cause: 'guideline-unclear' },
  { item: 'answers-004', panelist: 'panelist2', question: 'better', camp: 'a', cause: 'rater-error' },
  { item: 'med-005', panelist: 'panelist1', question: 'safe', camp: 'unsafe', cause: 'guideline-unclear' },
]
