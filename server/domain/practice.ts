import { hash } from '#shared/merkle.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Reader } from '../store/store.ts'
import { blindItems } from './blind-case/blind-case.ts'
import { caseFace, decisionOn, outcomeOf } from './blind-case/view.ts'
import { membersBehind } from './conflict.ts'
import { disputeOf } from './dispute-record.ts'
import { opinionsOf } from './opinion.ts'
import { languagesRead, settledCases } from './settled-case.ts'

/**
 * A decided case to answer as a rater would, its outcome hidden. Nothing is recorded: the order is the rater's own, and
 * `after` says where they are in it.
 */
export async function practiceCase(read: Reader, project: string, member: string, after: string | undefined) {
  const cases = await casesFor(read, project, member)
  const at = cases.findIndex(({ dispute }) => dispute === after) + 1
  const one = cases[at]
  const place = { at: at + 1, of: cases.length }
  if (!one) return { ...place, case: null }
  const { clauses: _hints, ...face } = await caseFace(
    read,
    project,
    await disputeOf(read, project, one.dispute),
  )
  return { ...place, case: { dispute: one.dispute, ...face } }
}

/** What the panel decided of it, by which clause and why; its seats by letter. */
export async function practiceAnswer(read: Reader, project: string, member: string, id: string) {
  if (!(await casesFor(read, project, member)).some(({ dispute }) => dispute === id))
    throw new Refusal('not-found')
  const dispute = await disputeOf(read, project, id)
  const { clauses } = await caseFace(read, project, dispute)
  return {
    dispute: id,
    answers: dispute.questions.flatMap((question) => {
      const decision = decisionOn(dispute, question)
      if (!decision) return []
      return [
        {
          question,
          decision: outcomeOf(decision),
          cited: clauses.filter((clause) => decision.clauses.includes(clause.id)).map(withoutAuthors),
          seats: seatsOf(dispute, decision.ballots, question),
          opinions: opinionsOf(dispute, decision),
        },
      ]
    }),
  }
}

const withoutAuthors = <One extends { authors: string[] }>({ authors: _who, ...clause }: One) => clause

/** What each seat said of it, by letter. */
const seatsOf = ({ ballots, seats }: DisputeRecord, ids: readonly string[], question: string) =>
  ids
    .flatMap((id) => ballots[id] ?? [])
    .map((ballot) => ({
      letter: seats[ballot.seat]?.letter ?? '?',
      answer: ballot.answers?.find((answer) => answer.question === question) ?? null,
      argument: ballot.arguments?.[question] ?? '',
    }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))

/** Of the project's decided cases those this rater had no vote on, in an order of their own. */
async function casesFor(read: Reader, project: string, member: string) {
  const behind = await membersBehind(read, project)
  const languages = await languagesRead(read, project, member)
  const hidden = await blindItems(read, project, member)
  const cases = await settledCases(read, project, behind, { member, languages })
  return cases
    .filter(({ item }) => !hidden.has(item))
    .map((one) => ({ ...one, place: hash(`${member}/${one.dispute}`) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
}
