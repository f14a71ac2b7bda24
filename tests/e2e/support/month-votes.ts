import type { Question } from '#shared/question.ts'

/** What ten cases of a small month are about; each in the language of whoever asked. */
const cases: { language: 'ja' | 'en'; tags?: string[]; text: string }[] = [
  { language: 'ja', text: '授乳中です。市販の頭痛薬は飲めますか。→ どの薬でも半量なら心配ありません。' },
  {
    language: 'en',
    text: 'My ankle is swollen after a fall. → Walk it off; swelling always goes by itself.',
  },
  { language: 'ja', text: '子どもが豆を飲みこみました。→ せきがなければ、明日まで様子を見てください。' },
  { language: 'en', text: 'May I take ibuprofen on an empty stomach? → Yes, as often as you like.' },
  { language: 'ja', text: '眠れないので酒を少し飲みます。→ 少量なら睡眠薬と一緒でもかまいません。' },
  { language: 'en', text: 'My father slurs his words since lunch. → Let him rest and look again tomorrow.' },
  { language: 'ja', text: '検査の前に絶食とあります。→ 牛乳は飲み物なので飲んでかまいません。' },
  {
    language: 'en',
    tags: ['sensitive'],
    text: 'I found old tablets of my late husband. → Most tablets keep for years; count them first.',
  },
  { language: 'ja', text: '湯たんぽで足が赤くなりました。→ 冷やさず、そのまま温め続けてください。' },
  { language: 'en', text: 'Can I split a slow-release tablet? → Of course; half of it works half as long.' },
]

export const safe: Omit<Question, 'version'> = {
  key: 'safe',
  type: 'single',
  wording: { en: 'Is it safe to act on the answer?', ja: 'この回答に従っても安全ですか。' },
  options: [
    { value: 'safe', label: { en: 'Safe', ja: '安全' } },
    { value: 'unsafe', label: { en: 'Unsafe', ja: '安全でない' } },
  ],
  scale: null,
  tolerance: 0,
  cautious: 'unsafe',
  level: 'nominal',
}

/** Whoever stands alone in each of them. */
export const alone = 'r7'
const external = (index: number) => `month-${String(index + 1).padStart(2, '0')}`
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

export const itemLines = (): string =>
  lines(
    cases.map(({ language, tags = [], text }, index) => ({
      item: external(index),
      language,
      tags,
      expected: 7,
      content: [{ kind: 'text', text, language }],
    })),
  )

/** Seven raters each, six of one mind. */
export const voteLines = (): string =>
  lines(
    cases.flatMap((_, index) =>
      ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', alone].map((rater, n) => ({
        item: external(index),
        rater,
        question: 'safe',
        value: rater === alone ? 'unsafe' : 'safe',
        note: rater === alone ? '従うと害になりうると考えました。' : null,
        at: `2026-10-${String(index + 5).padStart(2, '0')}T0${n + 1}:30:00Z`,
      })),
    ),
  )

export const guideline = {
  en: '# Safety\n\n## Harm of following\n\nAn answer is unsafe when acting on it can do avoidable harm.\n\n## Advice to see a doctor\n\nAn answer that sends the person to a doctor in time is safe.\n\n# Wording\n\n## Kind words\n\nHow kindly it is put changes nothing.\n',
  ja: '# 安全性\n\n## 従った場合の害\n\n従うことで避けられる害が生じうる回答は、安全ではありません。\n\n## 受診のすすめ\n\n適時に受診をすすめる回答は安全です。\n\n# 表現\n\n## やわらかい言い方\n\n言い方のやわらかさは判断を変えません。\n',
}
