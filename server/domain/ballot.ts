import { refuseAnswer } from '#shared/answer.ts'
import { CASTINGS, counted, refuseBallot, seatOf } from '#shared/ballot.ts'
import type { CommandInput } from '#shared/commands.ts'
import { roundCloses } from '#shared/dispute.ts'
import type { Fact } from '#shared/facts.ts'
import type { BallotRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import type { Writer } from '../store/store.ts'
import { disputeOf } from './dispute-record.ts'
import { guidelineAt } from './guideline.ts'
import { questionsOf, revealRound } from './round.ts'
import { tell } from './told.ts'

/** A sealed ballot: a new row and a new entry each time; the last casting before reveal counts. */
export const castBallot: Handler<'ballot.cast'> = async (tx, input, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, input.dispute)
  const seat = seatOf(dispute, asked.actor.id)
  const refusal = refuseBallot(dispute, asked.actor.id, input.round)
  // A ballot after the close never changes an outcome, and that it came is remembered.
  if (refusal === 'round-closed' && seat) {
    const late: Fact[] = [
      { kind: 'ballot.refused_late', dispute: dispute.id, seat: seat.id, round: input.round },
    ]
    return {
      facts: late,
      told: await tell(tx, asked.project.id, dispute, late),
      subject: dispute.id,
      round: input.round,
      refused: new Refusal(refusal, { round: input.round }),
    }
  }
  refuse(refusal, { round: input.round, limit: CASTINGS })
  await refuseAnswers(tx, asked, dispute, input)

  const casting =
    1 +
    Object.values(dispute.ballots).filter((one) => one.seat === seat!.id && one.round === dispute.round)
      .length
  const ballot: Required<BallotRecord> = {
    id: asked.newId(),
    round: dispute.round,
    seat: seat!.id,
    casting,
    castAt: asked.at,
    answers: input.answers,
    arguments: input.arguments,
  }
  await tx
    .insert(tx.tables.ballot)
    .values({ ...ballot, project: asked.project.id, dispute: dispute.id, since: asked.seq })
  const after: DisputeRecord = { ...dispute, ballots: { ...dispute.ballots, [ballot.id]: ballot } }
  const { arguments: words, ...sealed } = ballot
  const facts: Fact[] = [{ kind: 'ballot.cast', dispute: dispute.id, ballot: sealed }]
  if (roundCloses(after, counted(after).length, asked.at))
    facts.push(...(await revealRound(tx, asked, after)))
  return {
    facts,
    texts: Object.entries(words).map(([question, argument]) => ({
      author: asked.actor.id,
      of: `${ballot.id}/${question}`,
      words: argument,
    })),
    told: await tell(tx, asked.project.id, after, facts),
    subject: dispute.id,
    round: dispute.round,
    answer: { ballot: ballot.id },
  }
}

/** Every question answered once, on its scale, with a clause of the guideline the round uses or the word that none covers it. */
export async function refuseAnswers(
  tx: Writer,
  asked: Asked,
  dispute: Pick<DisputeRecord, 'questions' | 'guideline'>,
  { answers }: Pick<CommandInput<'ballot.cast'>, 'answers'>,
) {
  const questions = await questionsOf(tx, asked.project.id)
  const guideline =
    dispute.guideline === null ? undefined : await guidelineAt(tx, asked.project.id, dispute.guideline)
  for (const key of dispute.questions)
    if (answers.filter(({ question }) => question === key).length !== 1)
      throw new Refusal('answer-missing', { question: key })
  for (const answer of answers) {
    const question = questions.find(({ key }) => key === answer.question)
    if (!question || !dispute.questions.includes(answer.question))
      throw new Refusal('unknown-question', { question: answer.question })
    refuse(refuseAnswer(question, answer), { question: answer.question })
    const unknown = answer.clauses.find((id) => !guideline?.clauses.some((clause) => clause.id === id))
    if (unknown) throw new Refusal('unknown-clause', { clause: unknown })
  }
}
