import { position } from '#shared/answer.ts'
import { decidedPosition } from '#shared/blind-case.ts'
import type { DecisionRecord } from '#shared/record.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { decisionRecord } from '../dispute-record.ts'
import type { OpenedBallot } from './ballots.ts'

export type PanelDecision = DecisionRecord & { dispute: string }

/** Decisions that came of ballots: one that follows another case had none of its own. */
export async function panelDecisions(read: Reader, project: string): Promise<PanelDecision[]> {
  return (await present(read, 'decision', project))
    .filter(({ state, follows }) => state !== 'drafted' && follows === null)
    .map((row) => ({ ...decisionRecord(row), dispute: row.dispute }))
}

/**
 * Somebody's ballots that differed from the decision of their round; `later`: the first decision in its place that took
 * their position.
 */
export function dissentsOf(own: readonly OpenedBallot[], decisions: readonly PanelDecision[]) {
  return decisions.flatMap((decision) => {
    const ballot = own.find(({ dispute, round }) => dispute === decision.dispute && round === decision.round)
    const answer = ballot?.answers.find(({ question }) => question === decision.question)
    if (!answer || position(answer) === decidedPosition(decision)) return []
    const later = successorsOf(decision.id, decisions).find(
      (one) => decidedPosition(one) === position(answer),
    )
    return [{ decision, later: later ?? null }]
  })
}

function successorsOf(id: string, decisions: readonly PanelDecision[]): PanelDecision[] {
  return decisions
    .filter(({ supersedes }) => supersedes === id)
    .flatMap((next) => [next, ...successorsOf(next.id, decisions)])
}
