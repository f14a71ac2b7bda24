import { and, asc, eq, inArray } from 'drizzle-orm'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'

/** What somebody said of themselves as a panelist, where they sat, and all they cast and wrote there. */
export async function dataOfPanelist(read: Reader, project: string, member: string) {
  const { panelist, seat, ballot, opinion, comment, blindCase } = read.tables
  const [said] = await present(read, 'panelist', project, eq(panelist.member, member))
  const seats = await present(read, 'seat', project, eq(seat.member, member))
  const ids = seats.map(({ id }) => id)
  const none = ids.length === 0
  const ballots = none
    ? []
    : await read.select().from(ballot).where(inArray(ballot.seat, ids)).orderBy(asc(ballot.since))
  const opinions = none ? [] : await present(read, 'opinion', project, inArray(opinion.seat, ids))
  const comments = await read
    .select({ dispute: comment.dispute, at: comment.at, text: comment.text })
    .from(comment)
    .where(and(eq(comment.project, project), eq(comment.by, member)))
  const cases = await present(read, 'blindCase', project, eq(blindCase.member, member))
  const { languages, expertise, minutes, declared, raters, externals } = said ?? {}
  return {
    described: said ? { languages, expertise, minutes, declared: declared === 1, raters, externals } : null,
    seats: seats.map(({ dispute, letter, chair, notBlind, fromRound, guest, state, why }) => ({
      ...{ dispute, letter, fromRound, state, why },
      ...{ chair: chair === 1, notBlind: notBlind === 1, guest: guest === 1 },
    })),
    ballots: ballots.map(({ dispute, round, casting, answers, castAt, arguments: words }) => ({
      ...{ dispute, round, casting, castAt, answers },
      arguments: words,
    })),
    opinions: opinions.map(({ dispute, kind, round, at, text }) => ({ dispute, kind, round, at, text })),
    comments,
    // Which disputes they are is not said: whoever knew could look them up before they answer.
    blind: cases.map(({ kind, state, answers, askedAt, at }) => ({ kind, state, answers, askedAt, at })),
  }
}
