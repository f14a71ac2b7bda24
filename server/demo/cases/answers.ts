import { translation } from './blocks.ts'
import type { DemoCase } from './shape.ts'
import { votesOn } from './votes.ts'

const polished = `NISAとiDeCoは、どちらも税の優遇を受けながら資産づくりができる制度です。違いを3つのポイントで整理しましょう。

・税の優遇：NISAは運用益が非課税です。iDeCoは運用益が非課税になるうえ、掛金の全額が所得控除の対象になります。
・商品：NISAでは投資信託や株式など、iDeCoでは投資信託や定期預金などから選べます。
・引き出し：どちらもいつでも引き出せるので、急な出費にも安心です。

まずは少額から、ご自身に合うほうを始めてみてはいかがでしょうか。`

const short =
  'どちらも運用益は非課税です。NISAはいつでも売却して引き出せます。iDeCoは老後の資金のための制度で、原則として60歳まで引き出せませんが、掛金の全額が所得控除になります。途中で使うかもしれないお金ならNISAが向いています。'

const inEnglish = `Question: What is the difference between NISA and iDeCo?

Answer A: NISA and iDeCo are both schemes for building savings with tax advantages. Let us sort out the differences in three points.

• Tax: with NISA, investment gains are tax-free. With iDeCo, gains are tax-free and, in addition, the whole contribution is deductible from income.
• Products: NISA offers investment trusts, shares and more; iDeCo offers investment trusts, time deposits and more.
• Withdrawal: you can withdraw from either at any time, so an unexpected expense is no worry.

Why not start with a small amount in whichever suits you?

Answer B: Gains are tax-free in both. From NISA you can sell and withdraw at any time. iDeCo is meant for retirement: as a rule you cannot withdraw before the age of 60, but the whole contribution is deductible from income. For money you may need on the way, NISA is the better fit.

(NISA is Japan’s tax-free account for small investors, iDeCo its individual defined-contribution pension.)`

const nisaIdeco: DemoCase = {
  item: {
    external: 'answers-004',
    language: 'ja',
    tags: ['assistant', 'finance'],
    expected: 7,
    content: [
      {
        kind: 'answers',
        prompt: 'NISAとiDeCoの違いは？',
        answers: [
          { title: 'A', text: polished },
          { title: 'B', text: short },
        ],
        language: 'ja',
      },
      translation('en', inEnglish),
    ],
  },
  votes: votesOn('answers-004', 'better', [
    // The only vote of the pilot days: cast before the guideline bound.
    ['r12', 'a', '2026-10-02T03:18', '項目ごとに整理されていて読みやすい。'],
    ['r03', 'a', '2026-10-12T00:47', '3つのポイントにまとまっていて、わかりやすい。'],
    ['r17', 'a', '2026-10-12T01:55'],
    [
      'r20',
      'b',
      '2026-10-12T03:24',
      'Aは「どちらもいつでも引き出せる」としていますが、iDeCoは原則60歳まで引き出せません。',
    ],
    ['r26', 'a', '2026-10-12T11:36', 'Bは短すぎて物足りない。'],
    ['r33', 'b', '2026-10-12T12:50', '短いが、知りたいことに正しく答えている。'],
    ['r38', 'a', '2026-10-12T14:09'],
  ]),
}

const timeDifference: DemoCase = {
  item: {
    external: 'answers-014',
    language: 'en',
    tags: ['assistant', 'everyday'],
    expected: 4,
    content: [
      {
        kind: 'answers',
        prompt: 'In January, what time is it in Tokyo when it is 9 a.m. in Toronto?',
        answers: [
          {
            title: 'A',
            text: 'It is 11 p.m. the same day. In winter Tokyo is 14 hours ahead of Toronto, since Toronto is on standard time and Japan has no daylight saving time.',
          },
          {
            title: 'B',
            text: 'It is 10 p.m. the same day: Tokyo is 13 hours ahead of Toronto all year round.',
          },
        ],
        language: 'en',
      },
      translation(
        'ja',
        '質問：1月、トロントが午前9時のとき、東京は何時ですか。\n\n回答A：同じ日の午後11時です。冬のトロントは標準時で、日本には夏時間がないため、東京はトロントより14時間進んでいます。\n\n回答B：同じ日の午後10時です。東京はトロントより一年を通じて13時間進んでいます。',
      ),
    ],
  },
  votes: votesOn('answers-014', 'better', [['r48', 'a', '2026-11-18T19:26']]),
}

export const answerCases: DemoCase[] = [nisaIdeco, timeDifference]
