import { and, eq, inArray } from 'drizzle-orm'
import type { Reader } from '../../store/store.ts'
import type { OpenedBallot } from './ballots.ts'

/** Entries in one statement. */
const AT_ONCE = 500

/** By `<seat>/<round>`, ms from when this seat could cast in the round, until it first did. */
export async function castTimes(
  read: Reader,
  project: string,
  ballots: readonly OpenedBallot[],
): Promise<Map<string, number>> {
  const { dispute, seat } = read.tables
  const rounds = new Map<string, number>()
  for (const { id, round, since } of await read
    .select({ id: dispute.id, round: dispute.round, since: dispute.since })
    .from(dispute)
    .where(and(eq(dispute.project, project), eq(dispute.state, 'voting'))))
    earliest(rounds, `${id}/${round}`, since)
  const taken = new Map<string, number>()
  for (const { id, since } of await read
    .select({ id: seat.id, since: seat.since })
    .from(seat)
    .where(eq(seat.project, project)))
    earliest(taken, id, since)
  const begun = ballots.flatMap((ballot) => {
    const opened = rounds.get(`${ballot.dispute}/${ballot.round}`)
    return opened === undefined ? [] : [{ ballot, seq: Math.max(opened, taken.get(ballot.seat) ?? 0) }]
  })
  const moments = await momentsOf(read, project, [...new Set(begun.map(({ seq }) => seq))])
  return new Map(
    begun.flatMap(({ ballot: { seat, round, castAt }, seq }) => {
      const at = moments.get(seq)
      return at === undefined ? [] : [[`${seat}/${round}`, castAt - at] as const]
    }),
  )
}

const earliest = (known: Map<string, number>, key: string, seq: number) =>
  known.set(key, Math.min(known.get(key) ?? seq, seq))

/** When these entries were written. */
export async function momentsOf(
  read: Reader,
  project: string,
  seqs: readonly number[],
): Promise<Map<number, number>> {
  const { logEntry } = read.tables
  const moments = new Map<number, number>()
  for (let at = 0; at < seqs.length; at += AT_ONCE)
    for (const { seq, body } of await read
      .select({ seq: logEntry.seq, body: logEntry.body })
      .from(logEntry)
      .where(and(eq(logEntry.project, project), inArray(logEntry.seq, seqs.slice(at, at + AT_ONCE)))))
      moments.set(seq, (JSON.parse(body) as { at: number }).at)
  return moments
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
