import { and, eq } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { differ, outcome } from '#shared/decision.ts'
import { lastSigned } from '#shared/dispute.ts'
import type { Fact } from '#shared/facts.ts'
import type { Question } from '#shared/question.ts'
import type { BallotRecord, DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { split } from '#shared/split.ts'
import type { Asked } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { changeDispute } from './dispute-record.ts'
import { poolOf } from './pool.ts'
import { seatPanel } from './seat.ts'

export const HOUR = 3_600_000

export async function openRound(
  tx: Writer,
  asked: Asked,
  dispute: Pick<DisputeRecord, 'id' | 'policy'>,
  round: number,
): Promise<Fact> {
  const deadline = asked.at + dispute.policy.hours * HOUR
  await changeDispute(tx, asked, dispute.id, { state: 'voting', round, deadline })
  return { kind: 'round.opened', dispute: dispute.id, round, deadline }
}

/**
 * Opens all ballots of the round at once and says what they come to: decisions drafted for every question, or the next
 * round with a third seat where the policy asks for one. One entry, one transaction.
 */
export async function revealRound(tx: Writer, asked: Asked, dispute: DisputeRecord): Promise<Fact[]> {
  const facts: Fact[] = [{ kind: 'round.revealed', dispute: dispute.id, round: dispute.round, at: asked.at }]
  await changeDispute(tx, asked, dispute.id, { state: 'revealed', deadline: null, revealedAt: asked.at })
  const questions = (await questionsOf(tx, asked.project.id)).filter(({ key }) =>
    dispute.questions.includes(key),
  )
  const ballots = counted(dispute)
  const last = dispute.round >= lastRound(dispute)
  const outcomes = outcomesOf(dispute, questions, { ballots, last })
  const conflict =
    dispute.policy.thirdOnConflict &&
    seated(dispute) === 2 &&
    questions.some((question) => differ(question, ballots))
  if (!last && (conflict || outcomes.some(({ found }) => !found)))
    return [...facts, ...(await nextRound(tx, asked, dispute, conflict))]
  for (const { question, found } of outcomes)
    if (found)
      facts.push(
        await draftDecision(tx, asked, dispute, {
          ...found,
          question: question.key,
          ballots: ballots.map(({ id }) => id),
        }),
      )
  return facts
}

/**
 * What ballots come to on each question, with the causes named since for the camps and votes of this round. Votes that
 * came late never change it.
 */
export function outcomesOf(
  dispute: DisputeRecord,
  questions: readonly Question[],
  { ballots, last }: { ballots: readonly BallotRecord[]; last: boolean },
) {
  const named = Object.values(dispute.causes).filter(({ round }) => round === dispute.round)
  const { rule } = dispute.policy
  return questions.map((question) => {
    const votes = dispute.votes.filter((vote) => vote.question === question.key && !vote.late)
    const values = votes.map(({ value }) => value)
    return {
      question,
      found: outcome(question, ballots, split(question, values), { last, rule, named, votes }),
    }
  })
}

const seated = (dispute: DisputeRecord) =>
  Object.values(dispute.seats).filter(({ state }) => state === 'seated').length
const lastRound = (dispute: DisputeRecord): number => lastSigned(dispute) + dispute.policy.rounds

async function nextRound(tx: Writer, asked: Asked, dispute: DisputeRecord, third: boolean): Promise<Fact[]> {
  const seats = third
    ? await seatPanel(
        tx,
        asked,
        { ...dispute, state: 'revealed' },
        3,
        await poolOf(tx, asked.project.id, asked.at),
      )
    : []
  return [...seats, await openRound(tx, asked, dispute, dispute.round + 1)]
}

type Found = Pick<
  DecisionRecord,
  'question' | 'kind' | 'values' | 'causes' | 'clauses' | 'alike' | 'voteCauses' | 'ballots'
>
/**
 * A decision that waits for its signature; it supersedes the signed one on the same question once it is signed.
 * `pulled`: why it was taken out of the consent list.
 */
export async function draftDecision(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  found: Found,
  pulled: string | null = null,
): Promise<Fact> {
  const before = await signedBefore(tx, asked.project.id, dispute, found.question)
  const decision: DecisionRecord = {
    ...found,
    id: asked.newId(),
    round: dispute.round,
    guideline: dispute.guideline,
    state: 'drafted',
    consent: false,
    pulled: pulled !== null,
    overridden: [],
    signedBy: null,
    signedAt: null,
    supersedes: before,
    follows: null,
    rationale: '',
  }
  await tx.insert(tx.tables.decision).values({
    ...decision,
    rationale: '',
    alike: decision.alike ? 1 : 0,
    consent: 0,
    pulled: pulled === null ? 0 : 1,
    project: asked.project.id,
    dispute: dispute.id,
    item: dispute.item,
    reason: pulled,
    since: asked.seq,
    until: null,
  })
  return { kind: 'decision.drafted', dispute: dispute.id, decision }
}

/** The decision that holds on a question of the item: this panel's own or, on appeal, the first's. */
async function signedBefore(read: Reader, project: string, { item }: DisputeRecord, question: string) {
  const { decision } = read.tables
  const where = and(eq(decision.item, item), eq(decision.question, question), eq(decision.state, 'signed'))
  return (await present(read, 'decision', project, where))[0]?.id ?? null
}

export async function questionsOf(read: Reader, project: string, key?: string): Promise<Question[]> {
  return (
    await present(
      read,
      'question',
      project,
      key === undefined ? undefined : eq(read.tables.question.key, key),
    )
  ).map(({ body }) => body)
}
