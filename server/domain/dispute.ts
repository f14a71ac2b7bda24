import { and, eq, inArray, isNull } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { fresh, refuseReopen, refuseWithdraw, roundCloses } from '#shared/dispute.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord, DisputeVote } from '#shared/record.ts'
import { Refusal, type RefusalCode, refuse } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import type { Reader, Writer } from '../store/store.ts'
import { changeDispute, disputeOf } from './dispute-record.ts'
import { newestGuideline } from './guideline.ts'
import { policyOf } from './policy.ts'
import { openRound, revealRound } from './round.ts'
import { chosenBySample } from './sample.ts'
import { type Pool, poolOf, seatPanel, takeSeat, votedBy } from './seat.ts'
import { standingItems } from './stand.ts'
import { tell } from './told.ts'
import { itemsOf, type VoteRow, votesOfItems } from './vote.ts'

type Opening = Omit<DisputeRecord, 'seats' | 'ballots' | 'decisions'>

export const openDispute: Handler<'dispute.open'> = async (tx, { items }, asked) => {
  const ground = await groundOf(
    tx,
    asked.project.id,
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
async function groundOf(tx: Writer, project: string, ids: readonly string[]) {
  return {
    known: await itemsOf(tx, project, ids),
    votes: await votesOfItems(tx, ids),
    busy: await unsettled(tx, project, ids),
    sampled: await chosenBySample(tx, project, ids),
    stood: await standingItems(tx, project, ids),
    policy: await policyOf(tx, project),
    guideline: await newestGuideline(tx, project),
    pool: await poolOf(tx, project),
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
    votes: votesOn(ground, wanted).map(asDisputeVote),
  }
}

const asDisputeVote = ({ vote, rater, question, value, version, at }: VoteRow): DisputeVote => ({
  vote,
  rater,
  question,
  value,
  version,
  at,
})

/** Writes the dispute with its votes, seats its panel and, when enough sit, opens round 1. */
async function begin(tx: Writer, asked: Asked, dispute: Opening, pool: Pool): Promise<Fact[]> {
  const { votes, ...row } = dispute
  const { policy } = dispute
  const project = asked.project.id
  await tx
    .insert(tx.tables.dispute)
    .values({ ...row, project, openedBy: asked.actor.id, since: asked.seq, until: null })
  await tx.insert(tx.tables.disputeVote).values(
    votes.map((vote) => ({
      ...vote,
      value: JSON.stringify(vote.value),
      late: 0,
      project,
      dispute: dispute.id,
      since: asked.seq,
    })),
  )
  const seats = await seatPanel(tx, asked, fresh(dispute), policy.seats, pool)
  const facts: Fact[] = [{ kind: 'dispute.opened', dispute }, ...seats]
  if (seats.length >= Math.min(policy.quorum, policy.seats))
    facts.push(await openRound(tx, asked, dispute, 1))
  return facts
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
  await changeDispute(tx, asked, id, { state: 'withdrawn', deadline: null })
  return answerOf(tx, asked, dispute, [{ kind: 'dispute.withdrawn', dispute: id }], reason)
}

export const reopenDispute: Handler<'dispute.reopen'> = async (tx, { dispute: id, reason }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseReopen(dispute))
  return answerOf(
    tx,
    asked,
    dispute,
    [{ kind: 'dispute.reopened', dispute: id }, await openRound(tx, asked, dispute, dispute.round + 1)],
    reason,
  )
}

/** A lead seats a panelist by hand: to replace somebody, or where nobody was free. The round opens once enough sit. */
export const seatMember: Handler<'dispute.seat'> = async (tx, { dispute: id, member }, asked) => {
  const project = asked.project.id
  const dispute = await disputeOf(tx, project, id)
  if (dispute.state === 'decided') throw new Refusal('decided-stays')
  if (dispute.state === 'withdrawn') throw new Refusal('dispute-withdrawn')
  const pool = await poolOf(tx, project)
  const panelist = pool.panelists.find((one) => one.id === member)
  if (!panelist) throw new Refusal('not-panelist')
  const sat = Object.values(dispute.seats)
  if (sat.some((seat) => seat.member === member && seat.state === 'seated'))
    throw new Refusal('seated-already')
  if (
    votedBy(
      pool,
      dispute.votes.map(({ rater }) => rater),
      member,
    )
  )
    throw new Refusal('voted-on-item')
  const chair = !sat.some((seat) => seat.chair && seat.state === 'seated')
  const taken = await takeSeat(tx, asked, id, {
    id: asked.newId(),
    letter: String.fromCharCode(65 + sat.length),
    member,
    chair,
    notBlind: panelist.lead,
    fromRound: Math.max(1, dispute.round),
    state: 'seated',
  })
  const facts: Fact[] = [taken]
  const seated = sat.filter(({ state }) => state === 'seated').length + 1
  if (dispute.state === 'open' && seated >= Math.min(dispute.policy.quorum, dispute.policy.seats))
    facts.push(await openRound(tx, asked, dispute, 1))
  return answerOf(tx, asked, dispute, facts)
}

/** The server's clock closes a round at its deadline: with quorum it reveals, without it the deadline moves on. */
export const closeRound: Handler<'round.close'> = async (tx, { dispute: id, round }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  if (
    dispute.state !== 'voting' ||
    dispute.round !== round ||
    dispute.deadline === null ||
    asked.at < dispute.deadline
  )
    throw new Refusal('round-not-over')
  const enough = roundCloses(dispute, counted(dispute).length, asked.at)
  const facts = enough ? await revealRound(tx, asked, dispute) : [await openRound(tx, asked, dispute, round)]
  return answerOf(tx, asked, dispute, facts)
}

async function answerOf(tx: Writer, asked: Asked, dispute: DisputeRecord, facts: Fact[], words?: string) {
  const told = await tell(tx, asked.project.id, dispute, facts)
  return {
    facts,
    told,
    subject: dispute.id,
    round: dispute.round,
    texts: words === undefined ? [] : [{ author: asked.actor.id, of: dispute.id, words }],
  }
}

/** Rounds whose deadline has passed, for the clock. */
export async function overdue(
  read: Reader,
  now: number,
): Promise<{ project: string; dispute: string; round: number; deadline: number | null }[]> {
  const { dispute } = read.tables
  const rows = await read
    .select({
      project: dispute.project,
      dispute: dispute.id,
      round: dispute.round,
      deadline: dispute.deadline,
    })
    .from(dispute)
    .where(and(eq(dispute.state, 'voting'), isNull(dispute.until)))
  return rows.filter(({ deadline }) => deadline !== null && deadline <= now)
}
