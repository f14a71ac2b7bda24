import { and, eq } from 'drizzle-orm'
import { seatOf } from '#shared/ballot.ts'
import { type NamedCause, sameTarget, withCause } from '#shared/cause.ts'
import type { Fact } from '#shared/facts.ts'
import type { Question } from '#shared/question.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import { draftsOf } from '#shared/requirement.ts'
import { losingCamp, refuseCause } from '#shared/talk.ts'
import type { Asked, Handler } from '../command.ts'
import { present, retire, supersede } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'
import { disputeOf } from './dispute-record.ts'
import { outcomesOf, questionsOf } from './round.ts'
import { tell } from './told.ts'

/** When the losing camps are known, a seat may name another cause for one of them, or for one vote; the draft follows. */
export const nameCause: Handler<'cause.name'> = async (tx, input, asked) => {
  const project = asked.project.id
  const dispute = await disputeOf(tx, project, input.dispute)
  const [question] = await questionsOf(tx, project, input.question)
  if (!question || !dispute.questions.includes(question.key)) throw new Refusal('cause-target')
  refuse(refuseCause(dispute, asked.actor.id, question, input))
  const named: NamedCause = {
    id: asked.newId(),
    round: input.round,
    seat: seatOf(dispute, asked.actor.id)!.id,
    question: question.key,
    // As the draft writes it, so that equal camps are equal words.
    camp: input.camp === null ? null : losingCamp(dispute, question, input)!.camp,
    vote: input.vote,
    cause: input.cause,
  }
  await keepCause(tx, asked, dispute, named)
  const after = { ...dispute, causes: withCause(dispute.causes, named) }
  const facts: Fact[] = [
    { kind: 'cause.named', dispute: dispute.id, named },
    await redraft(tx, asked, after, question),
  ]
  return {
    facts,
    told: await tell(tx, project, dispute, facts),
    subject: dispute.id,
    round: dispute.round,
    answer: { cause: named.id },
  }
}

/** The same decision with the causes its ballots and what was named since come to. */
async function redraft(tx: Writer, asked: Asked, dispute: DisputeRecord, question: Question): Promise<Fact> {
  const draft = draftsOf(dispute).find((one) => one.question === question.key)!
  const ballots = Object.values(dispute.ballots).filter(({ id }) => draft.ballots.includes(id))
  // It was drafted, so no further round is waited for.
  const [{ found } = { found: undefined }] = outcomesOf(dispute, [question], { ballots, last: true })
  const { causes, voteCauses } = found!
  const decision: DecisionRecord = { ...draft, causes, voteCauses }
  const { decision: table } = tx.tables
  const [row] = await present(tx, 'decision', asked.project.id, eq(table.id, draft.id))
  const where = and(eq(table.project, asked.project.id), eq(table.id, draft.id))!
  await supersede(tx, 'decision', asked.seq, where, row!, { causes, voteCauses })
  return { kind: 'decision.drafted', dispute: dispute.id, decision }
}

async function keepCause(tx: Writer, asked: Asked, dispute: DisputeRecord, named: NamedCause) {
  const { namedCause: table } = tx.tables
  const before = Object.values(dispute.causes).find((one) => sameTarget(one, named))
  if (before)
    await retire(
      tx,
      'namedCause',
      asked.seq,
      and(eq(table.project, asked.project.id), eq(table.id, before.id))!,
    )
  await tx.insert(table).values({
    ...named,
    camp: named.camp === null ? null : JSON.stringify(named.camp),
    project: asked.project.id,
    dispute: dispute.id,
    since: asked.seq,
    until: null,
  })
}
