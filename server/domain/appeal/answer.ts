import { and, eq, inArray } from 'drizzle-orm'
import type { AppealState } from '#shared/appeal.ts'
import { answerOf } from '#shared/appeal-filing.ts'
import { agrees } from '#shared/decision.ts'
import { type Viewer, viewDispute } from '#shared/dispute-view.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { GoldState } from '#shared/gold.ts'
import type { Value } from '#shared/question.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import type { Asked } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { disputeRecords } from '../dispute-record.ts'
import { questionsOf } from '../round.ts'
import { appealedVotes } from './marks.ts'
import { type AppealRow, appealOf, heardBy, moveAppeal, openAgainst, tellAppeal } from './record.ts'

type Answer = { facts: Fact[]; told: Told[]; answered: { appeal: string; answered: AppealState } | null }
const nothing: Answer = { facts: [], told: [], answered: null }
const toLeads: Told['to'] = { roles: ['lead', 'auditor'] }

/**
 * The signature of a hearing is the answer to its appeal, in the same entry. The marks it makes are written already;
 * what was decided first is superseded already, and both panels hear of it.
 */
export async function answerHearing(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  signed: readonly DecisionRecord[],
): Promise<Answer> {
  const project = asked.project.id
  const appeal = await heardBy(tx, project, dispute)
  if (!appeal) return nothing
  const gold = appeal.basis === 'gold' ? await goldAfter(tx, asked, appeal, signed) : null
  const state = gold?.state ?? (await stateAfter(tx, project, appeal, dispute))
  const { row, fact } = await moveAppeal(tx, asked, appeal, { state, answeredAt: asked.at })
  const first = await firstRooms(tx, project, dispute, signed)
  const seats = [dispute, ...first].flatMap((one) => Object.values(one.seats).map(({ member }) => member))
  return {
    facts: [fact, ...(gold?.facts ?? [])],
    told: [
      ...(await tellAppeal(tx, project, row, [fact], seats)),
      ...(gold?.facts ?? []).map((event): Told => ({ to: toLeads, event })),
      ...first.flatMap(superseded),
    ],
    answered: { appeal: appeal.id, answered: state },
  }
}

async function stateAfter(
  read: Reader,
  project: string,
  appeal: AppealRow,
  { decisions }: DisputeRecord,
): Promise<'upheld' | 'overturned'> {
  const votes = await appealedVotes(read, project, appeal, Object.keys(decisions))
  // A review names no cause, so only its word can have changed.
  return answerOf(
    appeal.basis === 'review'
      ? votes.map(({ was, now }) => ({
          was: was && { ...was, cause: null },
          now: now && { ...now, cause: null },
        }))
      : votes,
  )
}

/** Gold is confirmed by a decision for its very answer, and by none else. */
async function goldAfter(tx: Writer, asked: Asked, appeal: AppealRow, signed: readonly DecisionRecord[]) {
  const { gold } = tx.tables
  const [row] = await present(tx, 'gold', asked.project.id, eq(gold.id, appeal.target))
  const decision = signed.find(({ question }) => appeal.questions.includes(question))
  const [question] = await questionsOf(tx, asked.project.id, decision?.question ?? '')
  if (!row || !decision || !question) return null
  const value = JSON.parse(row.value) as Value
  const confirmed = decision.values.length === 1 && agrees(question, decision.values[0]!.value, value)
  const facts = [await moveGold(tx, asked, row.id, confirmed ? 'confirmed' : 'overturned')]
  return { state: confirmed ? ('upheld' as const) : ('overturned' as const), facts }
}

export async function moveGold(tx: Writer, asked: Asked, id: string, state: GoldState): Promise<Fact> {
  const { gold } = tx.tables
  const where = and(eq(gold.project, asked.project.id), eq(gold.id, id))!
  const [row] = await present(tx, 'gold', asked.project.id, eq(gold.id, id))
  if (row) await supersede(tx, 'gold', asked.seq, where, row, { state })
  return { kind: 'gold.moved', gold: id, state }
}

/** The rooms whose decisions these take the place of, as they stand now. */
async function firstRooms(
  read: Reader,
  project: string,
  { id }: DisputeRecord,
  signed: readonly DecisionRecord[],
): Promise<DisputeRecord[]> {
  const old = signed.flatMap(({ supersedes }) => supersedes ?? [])
  const { decision, dispute } = read.tables
  const rows = old.length === 0 ? [] : await present(read, 'decision', project, inArray(decision.id, old))
  const rooms = [...new Set(rows.map((row) => row.dispute))].filter((room) => room !== id)
  return rooms.length === 0 ? [] : disputeRecords(read, project, inArray(dispute.id, rooms))
}

/** Its watchers and seats read the decision as superseded, without asking anew. */
function superseded(room: DisputeRecord): Told[] {
  const viewers: [Told['to'], Viewer][] = [
    [toLeads, { id: '', roles: ['lead'], owner: false }],
    ...Object.values(room.seats)
      .filter(({ state }) => state === 'seated')
      .map(({ member }): [Told['to'], Viewer] => [
        { members: [member] },
        { id: member, roles: ['panelist'], owner: false },
      ]),
  ]
  return viewers.map(([to, viewer]): Told => {
    const { chosen, probability, appeal, votes, decisions } = viewDispute(room, viewer)
    const seen = {
      chosen,
      probability,
      appeal,
      votes,
      decisions,
      ballots: {},
      threads: {},
      causes: {},
      opinions: {},
    }
    return { to, event: { kind: 'dispute.seen', dispute: room.id, seen } }
  })
}

/** A first panel that hears it again by itself answers an appeal that waited to be admitted. */
export async function sendBackFiled(
  tx: Writer,
  asked: Asked,
  { id }: DisputeRecord,
  words: string,
): Promise<Pick<Answer, 'facts' | 'told'>> {
  const filed = await openAgainst(tx, asked.project.id, id, 'filed')
  if (!filed) return nothing
  const how = { state: 'sent-back', answeredBy: asked.actor.id, answeredAt: asked.at, answer: words } as const
  const { row, fact } = await moveAppeal(tx, asked, filed, how)
  return { facts: [fact], told: await tellAppeal(tx, asked.project.id, row, [fact]) }
}

/** A decision pulled out of the consent list is written up anew, and the appeal it answered waits for that. */
export async function takeBackAnswer(
  tx: Writer,
  asked: Asked,
  { appeal: id }: DisputeRecord,
): Promise<Pick<Answer, 'facts' | 'told'>> {
  if (id === null) return nothing
  const project = asked.project.id
  const answered = await appealOf(tx, project, id)
  if (answered.state !== 'upheld' && answered.state !== 'overturned') return nothing
  const { row, fact } = await moveAppeal(tx, asked, answered, { state: 'admitted', answeredAt: null })
  const gold = row.basis === 'gold' ? [await moveGold(tx, asked, row.target, 'challenged')] : []
  return {
    facts: [fact, ...gold],
    told: [
      ...(await tellAppeal(tx, project, row, [fact])),
      ...gold.map((event): Told => ({ to: toLeads, event })),
    ],
  }
}
