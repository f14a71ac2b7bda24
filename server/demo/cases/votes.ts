import type { DemoVote, VoteValue } from './shape.ts'

/** The first guideline binds from here; what was voted in the pilot days before it is judged more kindly. */
export const guidelineBindsFrom = '2026-10-04T15:00:00.000Z'

type Row = [rater: string, value: VoteValue, at: string, note?: string | undefined]

/** Times are written to the minute in UTC, as `2026-10-07T01:12`. */
export function votesOn(item: string, question: string, rows: Row[]): DemoVote[] {
  return rows.map(([rater, value, minute, note]) => {
    const at = `${minute}:00.000Z`
    const vote: DemoVote = { item, rater, question, value, at }
    if (note) vote.note = note
    if (at >= guidelineBindsFrom) vote.version = 1
    return vote
  })
}
