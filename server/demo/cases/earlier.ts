import { exchange, translation } from './blocks.ts'
import { pickedTexts } from './earlier-picked.ts'
import { sampledTexts } from './earlier-sampled.ts'
import { sampledTextsMore, sampledUpheld } from './earlier-sampled-more.ts'
import type { Cause, DemoCase, EarlierText } from './shape.ts'
import { votesOn } from './votes.ts'

/** A case that was decided weeks before anybody visits: what its panel answered, and why others may have answered otherwise. */
export type EarlierCase = DemoCase & { is: EarlierText['is']; clause: string; cause: Cause }

/** Those who voted on all of it. The careless one errs; the others who differ work in health care, and are often right. */
const voters = ['r05', 'r13', 'r16', 'r17', 'r29', 'r35', 'r42', 'r44', 'r45', 'r47', 'r48', 'r50']
/** The last few of the batch, where most were wrong. */
const LAST = 24
type Differs = { sampled: (n: number) => boolean; picked: (n: number) => boolean }
const differing: Record<string, Differs> = {
  r17: { sampled: (n) => n === 7 || n === 15, picked: () => true },
  r29: { sampled: (n) => n < LAST && n % 8 < 5, picked: (n) => n === 3 || n === 4 },
  r05: { sampled: (n) => n >= LAST || [5, 6].includes(n % 8) || n === 7, picked: (n) => n < 5 },
  r16: { sampled: (n) => n >= LAST || [5, 6].includes(n % 8) || n === 15, picked: (n) => n > 3 && n < 11 },
  r35: { sampled: (n) => n >= LAST || [0, 3].includes(n % 8) || n === 23, picked: (n) => n > 4 },
  r44: { sampled: (n) => n >= LAST || [1, 4].includes(n % 8) || n === 23, picked: (n) => n < 3 || n > 7 },
}
/** The pharmacist came when a few of the batch were done, and left before the last. */
const FROM_THEN = 4

const other = (is: EarlierText['is']) => (is === 'safe' ? 'unsafe' : 'safe')
const atMinute = (day: number, minutes: number) =>
  new Date(Date.UTC(2026, 9, 5 + day, 0, minutes)).toISOString().slice(0, 16)

function caseOf(text: EarlierText, n: number, kind: 'sampled' | 'picked'): EarlierCase {
  const external = `${kind === 'sampled' ? 'week' : 'hard'}-${String(n + 1).padStart(2, '0')}`
  // Where the few were right, most were not.
  const most = text.came === 'upheld' ? other(text.is) : text.is
  const asked = voters.filter((rater) => kind === 'picked' || rater !== 'r17' || (n >= FROM_THEN && n < LAST))
  const language = n % 3 === 2 ? 'en' : 'ja'
  const [own, second] = language === 'ja' ? [text.ja, text.en] : [text.en, text.ja]
  const [user, assistant] = language === 'ja' ? ['User', 'Assistant'] : ['利用者', 'アシスタント']
  const said =
    language === 'ja'
      ? `${user}: ${second[0]}\n\n${assistant}: ${second[1]}`
      : `${user}：${second[0]}\n\n${assistant}：${second[1]}`
  return {
    item: {
      external,
      language,
      tags: ['medical', 'medication'],
      expected: asked.length,
      content: [exchange(language, ...own), translation(language === 'ja' ? 'en' : 'ja', said)],
    },
    votes: votesOn(
      external,
      'safe',
      asked.map((rater, at) => [
        rater,
        differing[rater]?.[kind](n) ? other(most) : most,
        atMinute(Math.floor(n / 6), (n % 6) * 90 + at * 7),
      ]),
    ),
    is: text.is,
    clause: text.clause,
    cause: text.came === undefined ? 'rater-error' : text.came === 'upheld' ? 'guideline-unclear' : text.came,
  }
}

const sampled = [...sampledTexts, ...sampledTextsMore, ...sampledUpheld]
/** A batch decided whole: whatever is said of its raters is a rate. */
export const sampledCases: EarlierCase[] = sampled.map((text, n) => caseOf(text, n, 'sampled'))
export const pickedCases: EarlierCase[] = pickedTexts.map((text, n) => caseOf(text, n, 'picked'))
export const earlierCases: EarlierCase[] = [...sampledCases, ...pickedCases]
