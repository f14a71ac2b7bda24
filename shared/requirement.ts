import { counted } from './ballot.ts'
import { type MarkRecord, needsReason } from './mark.ts'
import { isUnwritten } from './rationale.ts'
import type { DecisionRecord, DisputeRecord, RequirementName } from './record.ts'

/** One that does not block is said all the same: nobody could meet it by waiting. */
export type Requirement = {
  name: RequirementName
  met: boolean
  blocks: boolean
  params: Record<string, number>
}

type Known = {
  /** Raters of the item of whom nobody knows who they are. */
  unlinked: number
  /** The text as it stands. */
  rationale: string
  /** What the votes would be marked. */
  marks: readonly MarkRecord[]
}

/** The requirements of the decision a round came to, in the order in which people read them. */
export function requirements(dispute: DisputeRecord, { unlinked, rationale, marks }: Known): Requirement[] {
  const cast = counted(dispute).length
  const drafts = draftsOf(dispute)
  const open = Object.values(dispute.threads).filter(({ state }) => state === 'open').length
  const errors = marks.filter(({ cause }) => cause === 'rater-error').length
  const one = (name: RequirementName, met: boolean, params: Record<string, number> = {}, blocks = true) => ({
    name,
    met,
    blocks,
    params,
  })
  return [
    one('quorum', cast >= dispute.policy.quorum, { cast, quorum: dispute.policy.quorum }),
    one('conflict-checked', unlinked === 0, { unlinked }, false),
    one(
      'clause-cited',
      drafts.every((draft) => draft.clauses.length > 0 || saysNoClause(dispute, draft)),
    ),
    one('rationale-written', (rationale.trim() !== '' && !isUnwritten(rationale)) || isConsent(dispute)),
    one('threads-resolved', open === 0, { open }),
    ...(needsReason(marks) ? [one('majority-error-reasoned', false, { errors, votes: marks.length })] : []),
  ]
}

export const unmet = (all: readonly Requirement[]): RequirementName[] =>
  all.filter(({ met, blocks }) => !met && blocks).map(({ name }) => name)

/** The decisions that wait for a signature. */
export const draftsOf = (dispute: DisputeRecord): DecisionRecord[] =>
  Object.values(dispute.decisions).filter(
    ({ state, round }) => state === 'drafted' && round === dispute.round,
  )

/** Whether the ballots were alike on every question and nobody has taken the dispute out of the consent list. */
export function isConsent(dispute: DisputeRecord): boolean {
  const drafts = draftsOf(dispute)
  return dispute.state === 'revealed' && drafts.length > 0 && drafts.every((one) => one.alike && !one.pulled)
}

/** No clause covers it, said by most of those who carried the decision. */
function saysNoClause(dispute: DisputeRecord, draft: DecisionRecord): boolean {
  const answers = draft.ballots.flatMap(
    (id) => dispute.ballots[id]?.answers?.filter(({ question }) => question === draft.question) ?? [],
  )
  return answers.filter(({ noClause }) => noClause).length * 2 > answers.length
}
