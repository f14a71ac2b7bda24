import { and, desc, eq, inArray } from 'drizzle-orm'
import type { MarkSaid } from '#shared/appeal-view.ts'
import { goldMark } from '#shared/gold-mark.ts'
import type { Value } from '#shared/question.ts'
import { reviewMark } from '#shared/review-mark.ts'
import { present } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { reviewRecord } from '../fair-state.ts'
import { questionsOf } from '../round.ts'
import type { AppealRow } from './record.ts'

export type Appealed = {
  vote: string
  question: string
  value: Value
  was: MarkSaid | null
  now: MarkSaid | null
}
type MarkRow = Schema['mark']['$inferSelect']
const saidBy = ({ mark, cause, because }: MarkSaid): MarkSaid => ({ mark, cause, because })

/**
 * The votes an appeal covers: the mark it was filed against, and what a panel says of each now. `own`: the decisions of
 * its hearing, so that what they say is not taken for what was said before.
 */
export async function appealedVotes(
  read: Reader,
  project: string,
  appeal: AppealRow,
  own: readonly string[],
): Promise<Appealed[]> {
  const { vote, mark } = read.tables
  const votes = await read.select().from(vote).where(inArray(vote.id, appeal.votes))
  const rows = await read
    .select()
    .from(mark)
    .where(and(eq(mark.project, project), eq(mark.basis, 'decision'), inArray(mark.vote, appeal.votes)))
    .orderBy(desc(mark.since))
  const before = await saidBefore(read, project, appeal, votes)
  return votes
    .map(({ id, question, value }) => {
      const marks = rows.filter((row) => row.vote === id)
      const now = marks.find(({ until }) => until === null)
      return {
        vote: id,
        question,
        value: JSON.parse(value) as Value,
        was: before ? before(id) : decidedBefore(marks, appeal, own),
        now: now ? saidBy(now) : null,
      }
    })
    .sort((a, b) => (a.vote < b.vote ? -1 : 1))
}

/** The newest mark that is not of the hearing, nor of its lapsing: an appeal is against what a panel decided. */
function decidedBefore(marks: readonly MarkRow[], { hearing, state }: AppealRow, own: readonly string[]) {
  const lapsed = hearing !== null && state === 'lapsed'
  const was = marks.find(({ decision, because }) =>
    decision === null ? !(lapsed && because === 'unheard') : !own.includes(decision),
  )
  return was ? saidBy(was) : null
}

type VoteRow = Schema['vote']['$inferSelect']
/** What gold or the reviews said of a vote; nothing for a decision, whose marks are stored. */
async function saidBefore(
  read: Reader,
  project: string,
  appeal: AppealRow,
  votes: readonly VoteRow[],
): Promise<((vote: string) => MarkSaid | null) | null> {
  const { gold, review } = read.tables
  if (appeal.basis === 'gold') {
    const [row] = await read
      .select()
      .from(gold)
      .where(and(eq(gold.project, project), eq(gold.id, appeal.target)))
    const questions = await questionsOf(read, project)
    return (id) => {
      const vote = votes.find((one) => one.id === id)
      const question = questions.find(({ key }) => key === vote?.question)
      if (!row || !vote || !question) return null
      const answer = { value: JSON.parse(row.value) as Value, state: 'stands' as const }
      return { ...goldMark(question, answer, JSON.parse(vote.value) as Value), cause: null }
    }
  }
  if (appeal.basis === 'review') {
    const rows = await present(read, 'review', project, inArray(review.vote, appeal.votes))
    return (id) => {
      const said = reviewMark(rows.filter((row) => row.vote === id).map(reviewRecord))
      return said && { mark: said.mark, because: said.because, cause: null }
    }
  }
  return null
}
