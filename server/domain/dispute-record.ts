import { and, asc, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Room } from '#shared/dispute-view.ts'
import { defaultPolicy } from '#shared/policy.ts'
import type { Value } from '#shared/question.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader, Writer } from '../store/store.ts'
import { talkOf } from './talk-record.ts'

/** Disputes as the record holds them, sealed ballots included: whoever shows one must first take out what its reader may not know. */
export async function disputeRecords(read: Reader, project: string, where?: SQL): Promise<DisputeRecord[]> {
  const disputes = await present(read, 'dispute', project, where)
  const ids = disputes.map(({ id }) => id)
  if (ids.length === 0) return []
  const { seat, ballot, decision, disputeVote } = read.tables
  const talk = await talkOf(read, project, ids)
  const seats = Map.groupBy(
    await present(read, 'seat', project, inArray(seat.dispute, ids)),
    (row) => row.dispute,
  )
  const decisions = Map.groupBy(
    await present(read, 'decision', project, inArray(decision.dispute, ids)),
    (row) => row.dispute,
  )
  const ballots = Map.groupBy(
    await read
      .select()
      .from(ballot)
      .where(and(eq(ballot.project, project), inArray(ballot.dispute, ids)))
      .orderBy(asc(ballot.since)),
    (row) => row.dispute,
  )
  const votes = Map.groupBy(
    await read
      .select()
      .from(disputeVote)
      .where(inArray(disputeVote.dispute, ids))
      .orderBy(asc(disputeVote.since), asc(disputeVote.vote)),
    (row) => row.dispute,
  )
  return disputes.map((row) => ({
    ...ofDispute(row),
    seats: keyed((seats.get(row.id) ?? []).map(seatRecord)),
    ballots: keyed((ballots.get(row.id) ?? []).map(ballotRecord)),
    votes: (votes.get(row.id) ?? []).map(voteRecord),
    decisions: keyed((decisions.get(row.id) ?? []).map(decisionRecord)),
    ...talk(row.id),
  }))
}

/** Of these disputes, as much as says who may read what of them, sealed ballots included. */
export async function roomRecords(
  read: Reader,
  project: string,
  where: SQL | undefined,
): Promise<(Room & { id: string; item: string })[]> {
  const rows = await present(read, 'dispute', project, where)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const { seat, ballot } = read.tables
  const seats = await present(read, 'seat', project, inArray(seat.dispute, ids))
  const ballots = await read.select().from(ballot).where(inArray(ballot.dispute, ids))
  const [seatsOf, ballotsOf] = [
    Map.groupBy(seats, ({ dispute }) => dispute),
    Map.groupBy(ballots, ({ dispute }) => dispute),
  ]
  return rows.map(({ id, item, state, round }) => ({
    id,
    item,
    state,
    round,
    seats: keyed((seatsOf.get(id) ?? []).map(seatRecord)),
    ballots: keyed((ballotsOf.get(id) ?? []).map(ballotRecord)),
  }))
}

type Row<Name extends keyof Schema> = Schema[Name]['$inferSelect']
const keyed = <One extends { id: string }>(list: readonly One[]): Record<string, One> =>
  Object.fromEntries(list.map((one) => [one.id, one]))

const ofDispute = (row: Row<'dispute'>) => ({
  id: row.id,
  item: row.item,
  questions: row.questions,
  chosen: row.chosen,
  probability: row.probability,
  state: row.state,
  round: row.round,
  policy: { ...defaultPolicy, ...row.policy },
  guideline: row.guideline,
  openedAt: row.openedAt,
  deadline: row.deadline,
  held: row.held === 1,
  revealedAt: row.revealedAt,
  appeal: row.appeal,
  barred: row.barred,
})

const seatRecord = ({ id, letter, member, chair, notBlind, fromRound, guest, state, why }: Row<'seat'>) => ({
  id,
  letter,
  member,
  chair: chair === 1,
  notBlind: notBlind === 1,
  fromRound,
  guest: guest === 1,
  state,
  why,
})

const ballotRecord = ({ project: _in, dispute: _of, since: _at, ...ballot }: Row<'ballot'>) => ballot

export const voteRecord = ({ vote, rater, question, value, version, at, late }: Row<'disputeVote'>) => ({
  vote,
  rater,
  question,
  value: JSON.parse(value) as Value,
  version,
  at,
  ...(late ? { late: true } : {}),
})

export const decisionRecord = (row: Row<'decision'>): DecisionRecord => ({
  id: row.id,
  round: row.round,
  question: row.question,
  kind: row.kind,
  values: row.values,
  causes: row.causes,
  clauses: row.clauses,
  guideline: row.guideline,
  ballots: row.ballots,
  state: row.state,
  alike: row.alike === 1,
  consent: row.consent === 1,
  pulled: row.pulled === 1,
  voteCauses: row.voteCauses,
  overridden: row.overridden,
  signedBy: row.signedBy,
  signedAt: row.signedAt,
  supersedes: row.supersedes,
  follows: row.follows,
  rationale: row.rationale,
})

/** The one dispute, whole, or the refusal that it is not here. */
export async function disputeOf(read: Reader, project: string, id: string): Promise<DisputeRecord> {
  const [found] = await disputeRecords(read, project, eq(read.tables.dispute.id, id))
  if (!found) throw new Refusal('not-found')
  return found
}

/** The entry number of the last change to a dispute: what a signature says it has read. */
export async function disputeSeq(read: Reader, project: string, id: string): Promise<number> {
  const { dispute, seat, ballot, decision } = read.tables
  const latest = async (
    table: typeof dispute | typeof seat | typeof ballot | typeof decision,
    where: SQL | undefined,
  ) => {
    const rows = await read.select({ since: table.since }).from(table).where(where)
    return rows.reduce((most, { since }) => Math.max(most, since), 0)
  }
  return Math.max(
    await latest(dispute, and(eq(dispute.project, project), eq(dispute.id, id), isNull(dispute.until))),
    await latest(seat, and(eq(seat.project, project), eq(seat.dispute, id))),
    await latest(ballot, and(eq(ballot.project, project), eq(ballot.dispute, id))),
    await latest(decision, and(eq(decision.project, project), eq(decision.dispute, id))),
  )
}

/** Changes the present row of a dispute. */
export async function changeDispute(
  tx: Writer,
  asked: Asked,
  id: string,
  change: Partial<
    Pick<DisputeRecord, 'state' | 'round' | 'deadline' | 'revealedAt' | 'guideline'> & { held: 0 | 1 }
  >,
): Promise<void> {
  const { dispute } = tx.tables
  const [old] = await present(tx, 'dispute', asked.project.id, eq(dispute.id, id))
  if (!old) throw new Refusal('not-found')
  await supersede(
    tx,
    'dispute',
    asked.seq,
    and(eq(dispute.project, asked.project.id), eq(dispute.id, id))!,
    old,
    change,
  )
}
