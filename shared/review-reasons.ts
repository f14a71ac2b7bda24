import type { ReviewReason } from './review.ts'

/** What a reviewer can say with one press until a project has a list of its own. */
export const defaultReasons: readonly ReviewReason[] = [
  {
    key: 'not-in-item',
    text: { en: 'The item does not say this', ja: '項目の内容と合っていない' },
  },
  {
    key: 'overlooked',
    text: { en: 'Part of the item was overlooked', ja: '項目の一部を見落としている' },
  },
  {
    key: 'against-clause',
    text: { en: 'A clause of the guideline says otherwise', ja: 'ガイドラインの条項に反している' },
  },
  {
    key: 'question-misread',
    text: { en: 'The question was read in another sense', ja: '設問の意味を取り違えている' },
  },
  {
    key: 'expertise',
    text: { en: 'The subject is mistaken', ja: '専門的な内容に誤りがある' },
  },
  { key: 'slip', text: { en: 'Looks like a slip', ja: '押し間違いと思われる' } },
]
