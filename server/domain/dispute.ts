import { and, eq, inArray, isNull } from 'drizzle-orm'
import { fresh, type Opening, refuseReopen, refuseWithdraw } from '#shared/dispute.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord, DisputeVote } from '#shared/record.ts'
import { Refusal, type RefusalCode, refuse } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import type { Reader, Writer } from '../store/store.ts'
import { sendBackFiled } from './appeal/answer.ts'
import { changeDispute, disputeOf } from './dispute-record.ts'
import { newestGuideline } from './guideline.ts'
import { refuseHeardSince } from './newest.ts'
import { policyOf } from './policy.ts'
import { type Pool, poolOf } from './pool.ts'
import { answerWaiting } from './recheck/record.ts'
import { openRound } from './round.ts'
import { chosenBySample } from './sample.ts'
import { standingItems } from './stand.ts'
import { tell } from './told.ts'
import { renewSeats } from './vacate.ts'
import { itemsOf, type VoteRow, votesOfItems } from './vote.ts'
import { fillSeats } from './waiting.ts'

export const openDispute: Handler<'dispute.open'> = async (tx, { items }, asked) => {
  const ground = await groundOf(
    tx,
    asked,
    items.map(({ item }) => item),
  )
  const facts: Fact[] = []
  const told: Told[] = []
  const opened: { dispute: string; item: string }[] = []
  const refused: { item: string; code: RefusalCode }[] = []
  for (const wanted of items) {
    const code = refuseOpening(ground, wanted)
    if (code) {
      refused.push({ item: wanted.item, code })
      continue
    }
    ground.busy.add(wanted.item)
    const dispute = openingOf(ground, wanted, asked)
    const begun = await begin(tx, asked, dispute, ground.pool)
    facts.push(...begun)
    told.push(...(await tell(tx, asked.project.id, fresh(dispute), begun)))
    opened.push({ dispute: dispute.id, item: wanted.item })
  }
  const first = refused[0]
  if (opened.length === 0 && first) {
    const item = ground.known.get(first.item)?.external ?? first.item
    throw new Refusal(first.code, { item, question: items[0]!.questions.join(', ') })
  }
  return { facts, told, subject: opened.length === 1 ? opened[0]!.dispute : '', answer: { opened, refused } }
}

type Wanted = { item: string; questions: string[] }
type Ground = Awaited<ReturnType<typeof groundOf>>
/** What opening needs to know of the project and the items, read once for all of them. */
async function groundOf(tx: Writer, asked: Asked, ids: readonly string[]) {
  const project = asked.project.id
  const known = await itemsOf(tx, project, ids)
  return {
    known,
    votes: await votesOfItems(tx, ids),
    busy: await unsettled(tx, project, ids),
    sampled: await chosenBySample(tx, project, ids),
    stood: await standingItems(tx, project, ids),
    policy: await policyOf(tx, project),
    guideline: await newestGuideline(tx, project),
    pool: await poolOf(tx, project, asked.at, known),
  }
}

const votesOn = ({ votes }: Ground, { item, questions }: Wanted) =>
  votes.filter((vote) => vote.item === item && questions.includes(vote.question))

function refuseOpening(ground: Ground, wanted: Wanted): RefusalCode | undefined {
  if (!ground.known.has(wanted.item)) return 'not-found'
  if (ground.busy.has(wanted.item)) return 'in-dispute'
  const own = votesOn(ground, wanted)
  if (!wanted.questions.every((question) => own.some((vote) => vote.question === question))) return 'no-split'
}

function openingOf(ground: Ground, wanted: Wanted, asked: Asked): Opening {
  const picked = ground.stood.has(wanted.item) ? ('lone-dissent' as const) : ('queue' as const)
  return {
    id: asked.newId(),
    item: wanted.item,
    questions: wanted.questions,
    ...(ground.sampled.get(wanted.item) ?? { chosen: picked, probability: null }),
    state: 'open',
    round: 0,
    policy: ground.policy,
    guideline: ground.guideline?.version ?? null,
    openedAt: asked.at,
    deadline: null,
    held: false,
    revealedAt: null,
    appeal: null,
    barred: [],
    votes: votesOn(ground, wanted).map(asDisputeVote),
  }
}

export const asDisputeVote = ({ vote, rater, question, value, version, at }: VoteRow): DisputeVote => ({
  vote,
  rater,
  question,
  value,
  version,
  at,
})

/** Writes the dispute with its votes, seats its panel and, when enough sit, opens round 1. */
export async function begin(tx: Writer, asked: Asked, dispute: Opening, pool: Pool): Promise<Fact[]> {
  const { votes, ...row } = dispute
  const project = asked.project.id
  await tx
    .insert(tx.tables.dispute)
    .values({ ...row, held: 0, project, openedBy: asked.actor.id, since: asked.seq, until: null })
  await tx.insert(tx.tables.disputeVote).values(
    votes.map(({ late, ...vote }) => ({
      ...vote,
      value: JSON.stringify(vote.value),
      late: late ? 1 : 0,
      project,
      dispute: dispute.id,
      since: asked.seq,
    })),
  )
  return [{ kind: 'dispute.opened', dispute }, ...(await fillSeats(tx, asked, fresh(dispute), pool))]
}

/** Items that have a dispute which was not withdrawn: they are heard in its room, reopened if need be. */
async function unsettled(read: Reader, project: string, items: readonly string[]): Promise<Set<string>> {
  const { dispute } = read.tables
  const rows = await read
    .select({ item: dispute.item, state: dispute.state })
    .from(dispute)
    .where(and(eq(dispute.project, project), inArray(dispute.item, [...items]), isNull(dispute.until)))
  return new Set(rows.filter(({ state }) => state !== 'withdrawn').map(({ item }) => item))
}

export const withdrawDispute: Handler<'dispute.withdraw'> = async (tx, { dispute: id, reason }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseWithdraw(dispute))
  await changeDispute(tx, asked, id, { state: 'withdrawn', deadline: null, held: 0 })
  return answerOf(tx, asked, dispute, [{ kind: 'dispute.withdrawn', dispute: id }], reason)
}

export const reopenDispute: Handler<'dispute.reopen'> = async (tx, { dispute: id, reason }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseReopen(dispute))
  await refuseHeardSince(tx, asked.project.id, dispute)
  const back = await sendBackFiled(tx, asked, dispute, reason)
  const facts = await reopenOne(tx, asked, dispute, reason)
  const answer = await answerOf(tx, asked, dispute, facts, reason)
  return { ...answer, facts: [...facts, ...back.facts], told: [...answer.told, ...back.told] }
}

/** A decided dispute is heard again, under the guideline as it reads now. */
export async function reopenOne(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  reason: string,
): Promise<Fact[]> {
  const { id } = dispute
  const guideline = (await newestGuideline(tx, asked.project.id))?.version ?? null
  const facts: Fact[] = [{ kind: 'dispute.reopened', dispute: id, guideline }]
  await changeDispute(tx, asked, id, { guideline })
  // A hold of the time before the decision would keep the new round from ever closing.
  if (dispute.held) {
    await changeDispute(tx, asked, id, { held: 0 })
    facts.push({ kind: 'dispute.resumed', dispute: id })
  }
  facts.push(...(await renewSeats(tx, asked, dispute)))
  facts.push(await openRound(tx, asked, dispute, dispute.round + 1))
  facts.push(...(await answerWaiting(tx, asked, { dispute: id }, 'reopened', reason)))
  return facts
}

export async function answerOf(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  facts: Fact[],
  words?: string,
) {
  const told = await tell(tx, asked.project.id, dispute, facts)
  return {
    facts,
    told,
    subject: dispute.id,
    round: dispute.round,
    texts: words === undefined ? [] : [{ author: asked.actor.id, of: dispute.id, words }],
  }
}
