import { eq } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import { fresh, type Opening } from '#shared/dispute.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord, DisputeVote } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked } from '../../command.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { asDisputeVote, begin } from '../dispute.ts'
import { changeDispute, disputeOf, disputeRecords } from '../dispute-record.ts'
import { newestGuideline } from '../guideline.ts'
import { byAge, decidedLast } from '../newest.ts'
import { policyOf } from '../policy.ts'
import { poolOf } from '../pool.ts'
import { reviewersOf } from '../review/reviewer.ts'
import { tell } from '../told.ts'
import { votesOfItems } from '../vote.ts'
import { type AppealRow, machines } from './record.ts'

export type Heard = { facts: Fact[]; told: Told[] }

/** Every dispute there has been on an item, the oldest first. */
export const disputesOn = async (read: Reader, project: string, item: string): Promise<DisputeRecord[]> =>
  (await disputeRecords(read, project, eq(read.tables.dispute.item, item))).sort(byAge)

/**
 * A new dispute hears the appeal: the same item, questions and votes, under the newest policy and guideline, with a
 * panel of others. What was decided first stands meanwhile. `until`: when somebody must have been found to hear it.
 */
export async function openHearing(
  tx: Writer,
  asked: Asked,
  appeal: AppealRow,
  by: string,
): Promise<Heard & { hearing: string; until: number }> {
  const project = asked.project.id
  const policy = await policyOf(tx, project)
  const hearing: Opening = {
    id: asked.newId(),
    item: appeal.item,
    ...(await caseOf(tx, project, appeal)),
    chosen: 'appeal',
    probability: null,
    state: 'open',
    round: 0,
    policy,
    guideline: (await newestGuideline(tx, project))?.version ?? null,
    openedAt: asked.at,
    deadline: null,
    held: false,
    revealedAt: null,
    appeal: appeal.id,
    barred: await barredFrom(tx, project, appeal, by),
  }
  const facts = await begin(tx, asked, hearing, await poolOf(tx, project, asked.at))
  return {
    hearing: hearing.id,
    until: asked.at + policy.unheardDays * DAY,
    facts,
    told: await tell(tx, project, fresh(hearing), facts),
  }
}

/** What is heard again of a decision is all that was heard first; of gold and reviews, the question's votes as they are. */
async function caseOf(
  read: Reader,
  project: string,
  { basis, target, item, questions }: AppealRow,
): Promise<{ questions: string[]; votes: DisputeVote[] }> {
  if (basis === 'decision') {
    const first = await disputeOf(read, project, target)
    if ((await decidedLast(read, project, [first])).length === 0) throw new Refusal('heard-again')
    return { questions: first.questions, votes: first.votes }
  }
  const votes = (await votesOfItems(read, [item])).filter(({ question }) => questions.includes(question))
  return { questions, votes: votes.map(asDisputeVote) }
}

/** Whoever sat, signed, filed it, said that it is heard, or reviewed a vote of the case sits in it no more. */
async function barredFrom(read: Reader, project: string, appeal: AppealRow, by: string): Promise<string[]> {
  const disputes = await disputesOn(read, project, appeal.item)
  const seats = disputes.flatMap((one) => Object.values(one.seats).map(({ member }) => member))
  const signed = disputes.flatMap((one) =>
    Object.values(one.decisions).flatMap(({ signedBy }) => signedBy ?? []),
  )
  const reviewers = await reviewersOf(read, project, appeal)
  const all = new Set([...seats, ...signed, ...reviewers, appeal.by, by])
  return [...all].filter((id) => !machines.includes(id)).sort()
}

/** Nothing more is heard: the appeal was taken back, sent back, or nobody could be found. */
export async function closeHearing(tx: Writer, asked: Asked, hearing: DisputeRecord): Promise<Heard> {
  await changeDispute(tx, asked, hearing.id, { state: 'withdrawn', deadline: null, held: 0 })
  const facts: Fact[] = [{ kind: 'dispute.withdrawn', dispute: hearing.id }]
  return { facts, told: await tell(tx, asked.project.id, hearing, facts) }
}
