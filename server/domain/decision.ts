import { and, eq } from 'drizzle-orm'
import type { CommandInput } from '#shared/commands.ts'
import { refuseChair } from '#shared/dispute.ts'
import type { Viewer } from '#shared/dispute-view.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { type MarkRecord, marksOf } from '#shared/mark.ts'
import { rationaleNow } from '#shared/rationale.ts'
import type { DecisionRecord, DisputeRecord, RequirementName } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { draftsOf, type Requirement, requirements, unmet } from '#shared/requirement.ts'
import type { Asked, Handler, Preparation } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { answerHearing } from './appeal/answer.ts'
import { changeDispute, disputeOf, disputeSeq } from './dispute-record.ts'
import { acknowledgements, guidelineHeads } from './guideline.ts'
import { writeMarks } from './mark.ts'
import { nameOfMember } from './name.ts'
import { openAtSigning } from './recheck/open.ts'
import { answerWaiting } from './recheck/record.ts'
import { questionsOf } from './round.ts'
import { dropGroundless } from './sanction/ground.ts'
import { answerStands } from './stand.ts'
import type { Frozen } from './still.ts'
import { tell } from './told.ts'
import { unlinkedRaters } from './unlinked.ts'
import { actorOf } from './who.ts'

/**
 * Puts names to what the ballots came to. The outcome is computed, never typed; what a signature adds is the rationale,
 * and the reason where something is missing that a decision should have. Marks follow in the same entry.
 */
export const signDecision: Handler<'decision.sign'> = async (
  tx,
  { dispute: id, rationale, reason },
  asked: Asked<Frozen | null | undefined>,
) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  await refuseToSign(tx, dispute, asked.actor)
  if (asked.ifMatch !== (await disputeSeq(tx, asked.project.id, id))) throw new Refusal('stale')
  // What is signed is what everybody reads in the shared text, letter by letter.
  if (asked.prepared && asked.prepared.text !== rationale) throw new Refusal('text-moved')
  const missing = unmet(await requirementsOf(tx, asked.project.id, dispute, rationale))
  if (missing.length > 0 && !reason)
    throw new Refusal('reason-needed', { n: missing.length, requirements: missing.join(', ') })
  const signature = { rationale, reason: reason ?? null, consent: false, overridden: missing }
  return {
    ...(await signDrafts(tx, asked, dispute, signature)),
    texts: [
      { author: asked.actor.id, of: id, words: rationale },
      ...(reason ? [{ author: asked.actor.id, of: `${id}/reason`, words: reason }] : []),
    ],
    subject: id,
    round: dispute.round,
  }
}

/** The shared rationale stands still while it is signed: whoever may not sign does not stop it. */
export const prepareSign: Preparation<'decision.sign'> = async (
  house,
  { dispute: id }: CommandInput<'decision.sign'>,
  who,
  project,
): Promise<Frozen | null> => {
  if (!house.frozen) return null
  const actor = await actorOf(house.store.read, project, who)
  const dispute = await disputeOf(house.store.read, project.id, id).catch(() => null)
  if (!actor || !dispute || refuseSigning(dispute, actor)) return null
  return house.frozen(id, rationaleNow(dispute))
}

/** May this member sign now? The first signature stands; a panel that is held signs nothing. */
export function refuseSigning(dispute: DisputeRecord, actor: Viewer) {
  const refusal = refuseChair(dispute, { ...actor, roles: [...actor.roles] })
  if (refusal) return refusal
  if (dispute.state === 'decided') return 'decided-already'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  if (dispute.state !== 'revealed') return 'not-revealed'
  if (dispute.held) return 'round-held'
  return refuseBarred(dispute, actor.id)
}

/** Whoever had a part in what a fresh panel hears leaves its signature to its chair; where none sits, a lead signs. */
export const refuseBarred = ({ barred, seats }: DisputeRecord, member: string) =>
  barred.includes(member) && Object.values(seats).some(({ chair, state }) => chair && state === 'seated')
    ? 'barred'
    : undefined

export async function refuseToSign(read: Reader, dispute: DisputeRecord, actor: Viewer): Promise<void> {
  const code = refuseSigning(dispute, actor)
  if (!code) return
  const last = Object.values(dispute.decisions).find(
    ({ state, round }) => state === 'signed' && round === dispute.round,
  )
  throw code === 'decided-already'
    ? new Refusal(code, { who: await nameOfMember(read, last?.signedBy ?? ''), at: last?.signedAt ?? 0 })
    : new Refusal(code)
}

/** What the drafts should have before they are signed with this rationale. */
export async function requirementsOf(
  read: Reader,
  project: string,
  dispute: DisputeRecord,
  rationale: string,
): Promise<Requirement[]> {
  return requirements(dispute, {
    unlinked: await unlinkedRaters(read, project, dispute),
    rationale,
    marks: await marksAfter(read, project, dispute),
  })
}

async function marksAfter(read: Reader, project: string, dispute: DisputeRecord): Promise<MarkRecord[]> {
  const drafts = draftsOf(dispute)
  const { versions, acknowledged } = await lawOf(read, project, drafts, dispute)
  const questions = await questionsOf(read, project)
  return drafts.flatMap((decision) =>
    marksOf(
      questions.find(({ key }) => key === decision.question)!,
      decision,
      dispute.votes,
      versions,
      acknowledged,
    ),
  )
}

/** What marks of decisions go by: the versions, as far as their clauses are cited, and who of the voters had read which. */
const lawOf = async (
  read: Reader,
  project: string,
  decisions: readonly Pick<DecisionRecord, 'clauses'>[],
  { votes }: Pick<DisputeRecord, 'votes'>,
) => ({
  versions: await guidelineHeads(
    read,
    project,
    decisions.flatMap(({ clauses }) => clauses),
  ),
  acknowledged: await acknowledgements(
    read,
    project,
    votes.map(({ rater }) => rater),
  ),
})

export type Signature = {
  rationale: string
  reason: string | null
  consent: boolean
  overridden: RequirementName[]
}
/** Signs every draft of a dispute: the decisions, the marks they make, the stands they answer. */
export async function signDrafts(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  signature: Signature,
): Promise<{ facts: Fact[]; told: Told[] }> {
  const { rationale, consent, overridden } = signature
  const drafts = draftsOf(dispute)
  const marks = await marksAfter(tx, asked.project.id, dispute)
  for (const draft of drafts) await sign(tx, asked, draft, signature)
  await changeDispute(tx, asked, dispute.id, { state: 'decided', deadline: null })
  await writeMarks(tx, asked, dispute, marks)
  const { answered, ...appealed } = await answerHearing(tx, asked, dispute, drafts)
  const signed = {
    kind: 'decision.signed' as const,
    dispute: dispute.id,
    decisions: drafts.map(({ id }) => id),
    by: asked.actor.id,
    at: asked.at,
    consent,
    overridden,
    ...answered,
  }
  const replaced = drafts.flatMap(({ supersedes }) => supersedes ?? [])
  const rest: Fact[] = [
    { kind: 'votes.marked', dispute: dispute.id, marks },
    ...(await answerStands(tx, asked, marks)),
    ...(await answerWaiting(tx, asked, { decisions: replaced }, 'superseded', signature.reason)),
    ...(await openAtSigning(tx, asked, dispute.id, drafts)),
  ]
  const raters = [...new Set(dispute.votes.map(({ rater }) => rater))]
  const ground = await dropGroundless(tx, asked, raters)
  return {
    facts: [signed, ...rest, ...appealed.facts, ...ground.facts],
    told: [
      ...(await tell(tx, asked.project.id, dispute, [{ ...signed, rationale }, ...rest])),
      ...appealed.told,
      ...ground.told,
    ],
  }
}

async function sign(
  tx: Writer,
  asked: Asked,
  draft: DecisionRecord,
  { rationale, reason, consent, overridden }: Signature,
) {
  const { decision: table } = tx.tables
  const change = async (id: string, next: Partial<typeof table.$inferSelect>) => {
    const [old] = await present(tx, 'decision', asked.project.id, eq(table.id, id))
    if (!old) return
    const where = and(eq(table.project, asked.project.id), eq(table.id, id))!
    await supersede(tx, 'decision', asked.seq, where, old, next)
  }
  // First the old one: at no moment are two signed on one question.
  if (draft.supersedes) await change(draft.supersedes, { state: 'superseded' })
  await change(draft.id, {
    state: 'signed',
    signedBy: asked.actor.id,
    signedAt: asked.at,
    consent: consent ? 1 : 0,
    overridden,
    rationale,
    reason,
  })
}
