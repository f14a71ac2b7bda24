import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import type { GuidelineHead } from '#shared/guideline.ts'
import type { MarkWord } from '#shared/mark.ts'
import type { Question } from '#shared/question.ts'
import { confirmed } from '#shared/recheck.ts'
import { present } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { decisionRecord, voteRecord } from '../dispute-record.ts'
import { questionsOf } from '../round.ts'
import { type Marking, markingOf } from './marks.ts'

export type DecisionRow = Schema['decision']['$inferSelect']
/** A mark that would say something else. `among`: the raters of its dispute, by whom its rater has a letter there. */
export type Would = { vote: string; rater: string; among: string[]; was: MarkWord; would: MarkWord }
/** Decisions whose votes and marks are read at once. */
const BATCH = 100
/** Votes asked for in one statement: a dispute may have any number of them. */
const VOTES = 1000

/**
 * For each of these decisions, the marks that would change if it were confirmed under the newest of these versions, which
 * may be one that is not published.
 */
export async function marksThatWouldChange(
  read: Reader,
  project: string,
  decisions: readonly DecisionRow[],
  versions: readonly GuidelineHead[],
): Promise<Map<string, Would[]>> {
  const found = new Map<string, Would[]>()
  const questions = new Map((await questionsOf(read, project)).map((question) => [question.key, question]))
  const marking = await markingOf(read, project, versions)
  for (let from = 0; from < decisions.length; from += BATCH) {
    const some = decisions.slice(from, from + BATCH)
    const votes = await votesIn(read, some)
    const marks = await marksOn(read, project, [...votes.values()].flat())
    for (const decision of some) {
      const ground = { question: questions.get(decision.question), marking, versions, marks }
      found.set(decision.id, changedIn(decision, votes.get(decision.dispute) ?? [], ground))
    }
    // Ten thousand decisions are much to read: let others have a turn of the loop.
    await nextTurn()
  }
  return found
}

type VoteRow = Schema['disputeVote']['$inferSelect']
type Ground = {
  question: Question | undefined
  marking: Marking
  versions: readonly GuidelineHead[]
  marks: ReadonlyMap<string, MarkWord>
}

function changedIn(row: DecisionRow, votes: readonly VoteRow[], ground: Ground): Would[] {
  const { question, marking, versions, marks } = ground
  if (!question) return []
  const own = votes.map(voteRecord)
  const among = own.map(({ rater }) => rater)
  const rater = new Map(own.map((vote) => [vote.vote, vote.rater]))
  return marking(question, confirmed(decisionRecord(row), versions), own).flatMap(({ vote, mark }) => {
    const was = marks.get(`${row.id}/${vote}`) ?? 'none'
    if (was === mark) return []
    const who = rater.get(vote)!
    return [{ vote, rater: who, among, was, would: mark }]
  })
}

async function votesIn(read: Reader, decisions: readonly DecisionRow[]) {
  const { disputeVote } = read.tables
  const ids = [...new Set(decisions.map(({ dispute }) => dispute))]
  const rows = await read.select().from(disputeVote).where(inArray(disputeVote.dispute, ids))
  return Map.groupBy(rows, ({ dispute }) => dispute)
}

/** The marks that hold, by `<decision>/<vote>`; asked for by vote, which the index of marks begins with. */
async function marksOn(read: Reader, project: string, votes: readonly VoteRow[]) {
  const { mark } = read.tables
  const found = new Map<string, MarkWord>()
  for (let from = 0; from < votes.length; from += VOTES) {
    const ids = votes.slice(from, from + VOTES).map(({ vote }) => vote)
    const where = and(inArray(mark.vote, ids), eq(mark.basis, 'decision'))
    for (const row of await present(read, 'mark', project, where))
      found.set(`${row.decision}/${row.vote}`, row.mark)
  }
  return found
}
