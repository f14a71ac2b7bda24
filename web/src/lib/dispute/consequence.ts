import type { RoomView } from '#lib/dispute/room-view.ts'
import { type MarkRecord, marksOf } from '#shared/mark.ts'
import type { DecisionRecord } from '#shared/record.ts'

/** Decisions that wait for a signature: all questions of the round, signed together. */
export const draftedOf = ({ dispute }: RoomView): DecisionRecord[] =>
  Object.values(dispute.decisions).filter(
    ({ state, round }) => state === 'drafted' && round === dispute.round,
  )

export const signedOf = ({ dispute }: RoomView): DecisionRecord[] =>
  Object.values(dispute.decisions).filter(({ state }) => state === 'signed')

/**
 * The marks that signing makes, as far as this screen can know them: whether a cited clause bound a vote is for the
 * server, which holds all versions, so some of the wrong may yet be excused.
 */
export function marksAfter(view: RoomView, decisions: readonly DecisionRecord[]): MarkRecord[] {
  return decisions.flatMap((decision) => {
    const question = view.questions.find(({ key }) => key === decision.question)
    return question ? marksOf(question, decision, view.dispute.votes, []) : []
  })
}

/** How many raters of the item have a member behind them, who hears of it. */
export function notified(view: RoomView): number {
  const raters = new Set(view.dispute.votes.map(({ rater }) => rater))
  return Math.max(0, raters.size - view.unlinked)
}
