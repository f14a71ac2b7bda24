import { type BallotAnswer, position } from './answer.ts'
import { counted, seatOf } from './ballot.ts'
import type { NamedCause } from './cause.ts'
import { agrees } from './decision.ts'
import { readsRoom, type Viewer } from './dispute-view.ts'
import type { OpinionKind } from './opinion.ts'
import type { Question } from './question.ts'
import type { BallotRecord, DecisionRecord, DisputeRecord } from './record.ts'
import { draftsOf } from './requirement.ts'

const HOUR = 3_600_000
/** Threads in one dispute, and comments in one thread: whoever opens the room reads them all. */
export const THREADS = 200
export const COMMENTS = 200

/** May this viewer say something in the room? Returns why not, or nothing. Auditors read and change nothing. */
export function refuseTalk(dispute: DisputeRecord, viewer: Viewer) {
  const leads = viewer.owner || viewer.roles.includes('lead')
  if (!leads && !seatOf(dispute, viewer.id)) return 'not-seated'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  if (!readsRoom(dispute, viewer)) return 'not-revealed'
}

/** May this member name another cause for one losing camp, or for one vote in it, than their ballot did? */
export function refuseCause(
  dispute: DisputeRecord,
  member: string,
  question: Question,
  { round, camp, vote }: Pick<NamedCause, 'round' | 'camp' | 'vote'>,
) {
  if (dispute.state === 'decided') return 'decided-stays'
  if (!castBy(dispute, member)) return 'not-seated'
  if (dispute.state !== 'revealed') return 'not-revealed'
  if (round !== dispute.round || (camp === null) === (vote === null)) return 'cause-target'
  if (!losingCamp(dispute, question, { camp, vote })) return 'cause-target'
}

/** The camp of the draft that a cause is about: the one named, or the vote's own. */
export function losingCamp(
  dispute: DisputeRecord,
  question: Question,
  { camp, vote }: Pick<NamedCause, 'camp' | 'vote'>,
) {
  const about = dispute.votes.find((one) => one.vote === vote && one.question === question.key && !one.late)
  const value = camp ?? about?.value
  const draft = draftsOf(dispute).find((one) => one.question === question.key)
  return value === undefined
    ? undefined
    : draft?.causes.find(({ camp: losing }) => agrees(question, losing, value))
}

/** Until when opinions are written; null while the decision is not signed. */
export function opinionsUntil(dispute: DisputeRecord): number | null {
  if (dispute.state !== 'decided') return null
  const signed = Math.max(...spokenOf(dispute).map(({ signedAt }) => signedAt ?? 0))
  return signed + dispute.policy.opinionHours * HOUR
}

/** May this member write this kind of opinion now? An opinion says how its ballot stands to the decision. */
export function refuseOpinion(dispute: DisputeRecord, member: string, kind: OpinionKind, now: number) {
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  const ballot = castBy(dispute, member)
  if (!ballot) return 'not-seated'
  if (dispute.state !== 'revealed' && dispute.state !== 'decided') return 'not-revealed'
  const until = opinionsUntil(dispute)
  if (until !== null && now > until) return 'opinion-closed'
  const stands = standsOf(spokenOf(dispute), ballot)
  if (stands !== 'partly' && (kind === 'dissent') === (stands === 'wholly')) return 'opinion-unfit'
}

/** The decisions that opinions speak of: the drafts, or what was signed, also where another panel has overturned it since. */
function spokenOf(dispute: DisputeRecord): DecisionRecord[] {
  if (dispute.state !== 'decided') return draftsOf(dispute)
  const own = Object.values(dispute.decisions).filter(({ round }) => round === dispute.round)
  const signed = own.filter(({ state }) => state === 'signed')
  return signed.length > 0 ? signed : own.filter(({ state }) => state === 'superseded')
}

const castBy = (dispute: DisputeRecord, member: string): BallotRecord | undefined => {
  const seat = seatOf(dispute, member)
  return counted(dispute).find((ballot) => ballot.seat === seat?.id)
}

/** A ballot for one of several valid values is neither wholly with a decision nor against it. */
function standsOf(decisions: readonly DecisionRecord[], ballot: BallotRecord): 'wholly' | 'partly' | 'not' {
  const each = decisions.map((decision) => {
    const answer = ballot.answers?.find(({ question }) => question === decision.question)
    if (!answer) return 'not'
    if (position(answer) === position({ kind: ballotKindOf(decision), values: decision.values }))
      return 'wholly'
    const one = position({ kind: 'value', values: answer.values })
    const among = decision.values.some((value) => position({ kind: 'value', values: [value] }) === one)
    return decision.kind === 'several-valid' && answer.kind === 'value' && among ? 'partly' : 'not'
  })
  if (each.includes('not')) return 'not'
  return each.includes('partly') ? 'partly' : 'wholly'
}

/** The kind of ballot answer that comes to such a decision. */
export const ballotKindOf = ({ kind }: Pick<DecisionRecord, 'kind'>): BallotAnswer['kind'] =>
  ['majority-upheld', 'minority-upheld', 'new-answer'].includes(kind)
    ? 'value'
    : kind === 'several-valid'
      ? 'several'
      : (kind as BallotAnswer['kind'])
