import type { ReasonWords } from './reasons.en.ts'

export const reasons: ReasonWords = {
  join: (clauses) => clauses.join('。'),
  split: ({ counts }) => counts.join('対'),
  unanimous: ({ votes }) => `${votes}名全員が一致`,
  'one-vote': () => '票が2つ未満のため比べられない',
  tie: () => '同数のため、誤りを問うべき多数派がない',
  'minority-best': ({ votes, value }) =>
    `少数派の${votes}名は「${value}」について最も信頼できる評価者の中にいる`,
  'minority-better': ({ value, against }) =>
    `「${value}」とした評価者は、「${against}」とした評価者よりもその値について信頼できる`,
  'majority-weak': ({ votes, value }) =>
    `多数派の${votes}名は「${value}」について最も信頼しにくい評価者の中にいる`,
  'majority-solid': ({ votes, value }) => `多数派の${votes}名は「${value}」について信頼できる評価者である`,
  close: () => '上位の陣営はほぼ同数',
  'option-doubt': ({ value }) => `疑いの多くは「${value}」に関するもの`,
  rank: ({ rank, of, band }) => {
    if (band === 'first') return `多数派が誤っている見込みが最も高い項目の一つ（${of}件中${rank}番目）`
    if (band === 'early') return `多数派が誤っている見込みが平均より高い（${of}件中${rank}番目）`
    return `多数派が誤っている見込みの順で${of}件中${rank}番目`
  },
  'by-margin': ({ rank, of }) =>
    `この設問に合う評価者モデルがないため、票差だけで並べた（${of}件中${rank}番目）`,
  decided: () => '裁定済み',
}
