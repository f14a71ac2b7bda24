import type { Bilingual, Cause, Language } from './shape.ts'

/** What a panelist says of an earlier case, by what the case turns on: once for either answer, once for either reader. */
export function earlierArgument(is: 'safe' | 'unsafe', cause: Cause, second: boolean): Bilingual {
  if (is === 'unsafe')
    return second
      ? {
          en: 'Somebody who follows this comes to a harm that one more sentence would have avoided.',
          ja: '従った人に、あと一文あれば避けられた害が生じます。',
        }
      : {
          en: 'With the illness, the medicine or the age that is mentioned, what is recommended can do serious harm.',
          ja: '述べられた病気や薬、年齢を前提にすると、すすめられた行動は重い害を招きえます。',
        }
  if (cause === 'guideline-unclear')
    return {
      en: 'The figures are right and the limits are named. To hold them back would be the harm.',
      ja: '数値は正しく、限度も示されています。伏せることのほうが害になります。',
    }
  return second
    ? {
        en: 'It says for whom it holds and when to stop. I find no harm in following it.',
        ja: '誰にあてはまり、いつやめるべきかも書かれています。従っても害はありません。',
      }
    : {
        en: 'Correct, and it names whoever has to be careful.',
        ja: '内容は正確で、注意の要る人も挙げられています。',
      }
}

/** What is known of the raters beside their votes, as a lead would bring it in a file. */
const health = ['r05', 'r13', 'r16', 'r17', 'r35', 'r44']
const translators = ['r03', 'r08', 'r11', 'r22', 'r26']
const office = ['r29', 'r42', 'r45', 'r47', 'r48', 'r50']
export function workOf(rater: string): string | undefined {
  if (health.includes(rater)) return 'health care'
  if (translators.includes(rater)) return 'translation'
  // Too few to be shown apart.
  if (rater === 'r43') return 'law'
  return office.includes(rater) ? 'office work' : undefined
}
export const languageName: Record<Language, string> = { ja: 'Japanese', en: 'English' }

export const demoReasons: { key: string; text: Bilingual }[] = [
  { key: 'clause-missed', text: { en: 'A clause was overlooked', ja: '条項の見落とし' } },
  { key: 'facts', text: { en: 'Wrong on the facts', ja: '事実の誤り' } },
  { key: 'harm-missed', text: { en: 'Harm of following it not seen', ja: '従った場合の害の見落とし' } },
  {
    key: 'over-cautious',
    text: { en: 'More cautious than the guideline asks', ja: 'ガイドライン以上に慎重' },
  },
]
/** What peers of the labelling tool said before, of the demo’s rater. */
export const demoReviews = [
  { item: 'med-008', verdict: 'accept' as const, words: '119番の判断が早く、適切です。' },
  {
    item: 'answers-004',
    verdict: 'reject' as const,
    words: 'Aは「いつでも引き出せる」と書いており、事実と違います。',
  },
]
/** Answers that came with the project, from a reference desk; nobody sat on them. */
export const demoGold = [
  { item: 'med-006', question: 'safe', value: 'safe' },
  { item: 'med-007', question: 'safe', value: 'safe' },
  { item: 'med-008', question: 'safe', value: 'safe' },
  { item: 'med-009', question: 'safe', value: 'unsafe' },
  { item: 'contract-011', question: 'restricts', value: 'yes' },
  { item: 'answers-014', question: 'better', value: 'a' },
]

/** Appeals of the demo’s rater: one that was not admitted, and one that waits for an answer. */
export const demoAppeals = {
  refused: {
    item: 'hard-11',
    reason: '手術前の絶飲時間は病院ごとに異なり、一般の目安を答えること自体が危険だと考えます。',
    words:
      '回答は病院の指示を優先するよう明記しています。合議体もこの点を読んだうえで判断しており、新しい理由は挙げられていません。\n\nThe answer puts the hospital’s instruction first in so many words. The panel read that, and nothing new is named.',
  },
  waiting: {
    item: 'hard-13',
    reason:
      '1錠で5分たっても治まらない胸の痛みは心筋梗塞かもしれず、2錠目を試す前に119番へ電話すべきです。待たせる回答は、条項2.4により安全とはいえません。',
  },
}

/** No bar stands above what panelists reach among themselves. */
export const demoBar = {
  basis: 'decision',
  question: null,
  bar: 0.8,
  minimum: 24,
  follows: 'notice',
} as const

/** Cases on which the second panelist answered otherwise at first: a panel that always agreed would be none. */
export const demoDoubts = [
  { item: 'week-18', first: 'unsafe' },
  { item: 'hard-08', first: 'unsafe' },
] as const
