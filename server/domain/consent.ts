import { and, eq, inArray } from 'drizzle-orm'
import { seatOf } from '#shared/ballot.ts'
import type { Viewer } from '#shared/dispute-view.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal, type RefusalCode } from '#shared/refusals.ts'
import { draftsOf, isConsent, unmet } from '#shared/requirement.ts'
import type { Asked, Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'
import { sendBackFiled, takeBackAnswer } from './appeal/answer.ts'
import { refuseSigning, refuseToSign, requirementsOf, signDrafts } from './decision.ts'
import { changeDispute, disputeOf, disputeRecords } from './dispute-record.ts'
import { momentOf } from './moment.ts'
import { refuseHeardSince } from './newest.ts'
import { draftDecision } from './round.ts'
import { tell } from './told.ts'

const HOUR = 3_600_000

/** One signature under many decisions on which the ballots were alike; what cannot be signed so is named with its reason. */
export const consentToMany: Handler<'decision.consent'> = async (tx, { disputes }, asked) => {
  const facts: Fact[] = []
  const told: Told[] = []
  const refused: { dispute: string; code: RefusalCode }[] = []
  let first: Refusal | undefined
  const records = await recordsOf(tx, asked, disputes)
  for (const id of disputes) {
    const dispute = records.get(id)
    const refusal = await refuseConsent(tx, asked, dispute)
    if (refusal) {
      first ??= refusal
      refused.push({ dispute: id, code: refusal.code })
      continue
    }
    const signature = { rationale: '', reason: null, consent: true, overridden: [] }
    const done = await signDrafts(tx, asked, dispute!, signature)
    facts.push(...done.facts)
    told.push(...done.told)
  }
  const signed = disputes.filter((id) => !refused.some(({ dispute }) => dispute === id))
  if (signed.length === 0 && first) throw first
  const subject = signed.length === 1 ? signed[0]! : ''
  return { facts, told, subject, answer: { signed, refused } }
}

async function recordsOf(tx: Writer, asked: Asked, ids: readonly string[]) {
  const { dispute } = tx.tables
  const records = await disputeRecords(tx, asked.project.id, inArray(dispute.id, [...ids]))
  return new Map(records.map((record) => [record.id, record]))
}

async function refuseConsent(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord | undefined,
): Promise<Refusal | undefined> {
  if (!dispute) return new Refusal('not-found')
  const code = refuseSigning(dispute, asked.actor)
  if (code) return refuseToSign(tx, dispute, asked.actor).then(() => undefined, asRefusal)
  if (!isConsent(dispute)) return new Refusal('not-consent')
  const missing = unmet(await requirementsOf(tx, asked.project.id, dispute, ''))
  if (missing.length > 0)
    return new Refusal('reason-needed', { n: missing.length, requirements: missing.join(', ') })
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}

/** Out of the consent list: before its signature, or within the project's hours after it, it has to be written up. */
export const pullDecision: Handler<'decision.pull'> = async (tx, { dispute: id, reason }, asked) => {
  const project = asked.project.id
  const dispute = await disputeOf(tx, project, id)
  const refusal = refusePull(dispute, asked.actor, asked.at)
  if (refusal) throw new Refusal(refusal, { until: momentOf(pullUntil(dispute) ?? 0) })
  if (dispute.state === 'decided') await refuseHeardSince(tx, project, dispute)
  const pulled = dispute.state === 'revealed' ? draftsOf(dispute) : byConsent(dispute)
  for (const decision of pulled) await markPulled(tx, asked, decision, reason)
  const facts: Fact[] = [
    {
      kind: 'decision.pulled',
      dispute: id,
      decisions: pulled.map((decision) => decision.id),
      by: asked.actor.id,
    },
  ]
  if (dispute.state === 'decided') {
    await changeDispute(tx, asked, id, { state: 'revealed' })
    for (const { question, kind, values, causes, clauses, alike, voteCauses, ballots } of pulled) {
      const same = { question, kind, values, causes, clauses, alike, voteCauses, ballots }
      facts.push(await draftDecision(tx, asked, dispute, same, reason))
    }
  }
  const appeals = dispute.state === 'decided' ? await appealsAfter(tx, asked, dispute, reason) : []
  return {
    facts: [...facts, ...appeals.flatMap((one) => one.facts)],
    told: [...(await tell(tx, project, dispute, facts)), ...appeals.flatMap((one) => one.told)],
    subject: id,
    round: dispute.round,
    texts: [{ author: asked.actor.id, of: id, words: reason }],
  }
}

/** An appeal it had answered waits again; one against it that nobody has admitted is answered by writing it up. */
const appealsAfter = async (tx: Writer, asked: Asked, dispute: DisputeRecord, reason: string) => [
  await takeBackAnswer(tx, asked, dispute),
  await sendBackFiled(tx, asked, dispute, reason),
]

/** May this member take it out of the consent list now? Any seat may, and every lead. */
export function refusePull(dispute: DisputeRecord, actor: Viewer, now: number): RefusalCode | undefined {
  const leads = actor.owner || actor.roles.includes('lead')
  if (!leads && !seatOf(dispute, actor.id)) return 'not-seated'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  if (dispute.state !== 'revealed' && dispute.state !== 'decided') return 'not-revealed'
  if (dispute.state === 'revealed') return isConsent(dispute) ? undefined : 'not-consent'
  const until = pullUntil(dispute)
  if (until === null) return 'not-consent'
  if (now > until) return 'pull-late'
}

/** Until when a decision signed by consent can be pulled; null for any other. */
export function pullUntil(dispute: DisputeRecord): number | null {
  const signed = byConsent(dispute)
  if (dispute.state !== 'decided' || signed.length === 0) return null
  const at = Math.max(...signed.map(({ signedAt }) => signedAt ?? 0))
  return at + dispute.policy.consentHours * HOUR
}

const byConsent = (dispute: DisputeRecord): DecisionRecord[] =>
  Object.values(dispute.decisions).filter(
    ({ state, consent, pulled, round }) =>
      state === 'signed' && consent && !pulled && round === dispute.round,
  )

async function markPulled(tx: Writer, asked: Asked, decision: DecisionRecord, reason: string) {
  const { decision: table } = tx.tables
  const [row] = await present(tx, 'decision', asked.project.id, eq(table.id, decision.id))
  const where = and(eq(table.project, asked.project.id), eq(table.id, decision.id))!
  // A draft says why it has to be written up; what was signed keeps the words it was signed with.
  const why = decision.state === 'drafted' ? { reason } : {}
  await supersede(tx, 'decision', asked.seq, where, row!, { pulled: 1, ...why })
}
