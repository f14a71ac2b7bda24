import { asc, eq } from 'drizzle-orm'
import type { BallotAnswer } from '#shared/answer.ts'
import { closed } from '#shared/dispute-view.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'

/** One seat's last casting in a round that was opened; a seat that was left since does not count (DESIGN §3). */
export type OpenedBallot = {
  dispute: string
  round: number
  seat: string
  member: string
  notBlind: boolean
  answers: BallotAnswer[]
  /** Of the first casting of this round: from then on the panel did not wait for this seat. */
  castAt: number
}

/** Every ballot of the project that anybody may know by now. */
export async function openedBallots(read: Reader, project: string): Promise<OpenedBallot[]> {
  const disputes = new Map((await present(read, 'dispute', project)).map((one) => [one.id, one]))
  const seats = new Map((await present(read, 'seat', project)).map((one) => [one.id, one]))
  const { ballot } = read.tables
  const rows = await read
    .select()
    .from(ballot)
    .where(eq(ballot.project, project))
    .orderBy(asc(ballot.since), asc(ballot.casting))
  const last = new Map<string, OpenedBallot>()
  for (const { dispute: id, round, seat: at, answers, castAt } of rows) {
    const [dispute, seat] = [disputes.get(id), seats.get(at)]
    if (!dispute || seat?.state !== 'seated' || !opened(dispute, round)) continue
    const key = `${at}/${round}`
    last.set(key, {
      ...{ dispute: id, round, seat: at, member: seat.member, notBlind: seat.notBlind === 1, answers },
      castAt: last.get(key)?.castAt ?? castAt,
    })
  }
  return [...last.values()]
}

const opened = ({ state, round }: Pick<DisputeRecord, 'state' | 'round'>, of: number): boolean =>
  closed({ state, round, seats: {}, ballots: {} }, of)
