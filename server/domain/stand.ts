import { and, eq, inArray } from 'drizzle-orm'
import { agrees } from '#shared/decision.ts'
import type { Fact } from '#shared/facts.ts'
import type { MarkRecord } from '#shared/mark.ts'
import { Refusal } from '#shared/refusals.ts'
import { split } from '#shared/split.ts'
import { type StandRecord, standsLeft } from '#shared/stand.ts'
import type { Asked, Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { policyOf } from './policy.ts'
import { questionsOf } from './round.ts'
import { voteOf, votesOfItems } from './vote.ts'

/** A rater's word, before any decision, that a minority vote is meant: it brings a lone dissent before a panel. */
export const standByVote: Handler<'vote.stand'> = async (tx, { vote: id, note }, asked) => {
  const project = asked.project.id
  const vote = await voteOf(tx, project, id)
  const mine = await ratersOf(tx, project, asked.actor.id)
  if (!mine.includes(vote.rater)) throw new Refusal('not-your-vote')
  const before = await standsOf(tx, project, mine)
  if (before.some((stand) => stand.vote === id)) throw new Refusal('stand-used')
  await refuseStand(tx, project, vote)
  const quota = (await policyOf(tx, project)).stands
  if (standsLeft(before, quota) === 0) throw new Refusal('no-stands-left', { quota })
  const stand: StandRecord = {
    id: asked.newId(),
    vote: id,
    rater: vote.rater,
    item: vote.item,
    question: vote.question,
    upheld: null,
  }
  await tx
    .insert(tx.tables.stand)
    .values({ ...stand, upheld: null, project, note, since: asked.seq, until: null })
  const event: Fact = { kind: 'vote.stood', stand }
  return {
    facts: [event],
    told: [{ to: { roles: ['lead', 'auditor'], members: [asked.actor.id] }, event }],
    texts: [{ author: asked.actor.id, of: stand.id, words: note }],
    subject: id,
    answer: { stand: stand.id, left: standsLeft(before, quota) - 1 },
  }
}

/** There must be a majority to stand against, and no decision yet. */
async function refuseStand(
  tx: Writer,
  project: string,
  vote: { item: string; question: string; value: StandValue },
) {
  const { dispute } = tx.tables
  const decided = await present(
    tx,
    'dispute',
    project,
    and(eq(dispute.item, vote.item), eq(dispute.state, 'decided')),
  )
  if (decided.some(({ questions }) => questions.includes(vote.question))) throw new Refusal('stand-late')
  const [question] = await questionsOf(tx, project, vote.question)
  const votes = (await votesOfItems(tx, [vote.item])).filter((one) => one.question === vote.question)
  const { majority } = split(
    question!,
    votes.map(({ value }) => value),
  )
  if (majority !== null && agrees(question!, majority, vote.value)) throw new Refusal('stand-tie')
}
type StandValue = string | number | string[]

export async function ratersOf(read: Reader, project: string, member: string): Promise<string[]> {
  return (await present(read, 'raterLink', project, eq(read.tables.raterLink.member, member))).map(
    ({ rater }) => rater,
  )
}

export async function standsOf(
  read: Reader,
  project: string,
  raters: readonly string[],
): Promise<StandRecord[]> {
  if (raters.length === 0) return []
  const rows = await present(read, 'stand', project, inArray(read.tables.stand.rater, [...raters]))
  return rows.map(({ id, vote, rater, item, question, upheld }) => ({
    id,
    vote,
    rater,
    item,
    question,
    upheld: upheld === null ? null : upheld === 1,
  }))
}

/** Which of these items a rater stands by a vote on. */
export async function standingItems(
  read: Reader,
  project: string,
  items: readonly string[],
): Promise<Set<string>> {
  return new Set(
    (await present(read, 'stand', project, inArray(read.tables.stand.item, [...items]))).map(
      ({ item }) => item,
    ),
  )
}

/** A decision answers the stands on its votes; one it upholds comes back to its rater's quota. */
export async function answerStands(tx: Writer, asked: Asked, marks: readonly MarkRecord[]): Promise<Fact[]> {
  const { stand } = tx.tables
  const votes = marks.filter(({ basis }) => basis === 'decision').map(({ vote }) => vote)
  const rows =
    votes.length === 0 ? [] : await present(tx, 'stand', asked.project.id, inArray(stand.vote, votes))
  const answered: { id: string; upheld: boolean }[] = []
  for (const row of rows) {
    const upheld = marks.find((mark) => mark.vote === row.vote)?.mark === 'right'
    await supersede(
      tx,
      'stand',
      asked.seq,
      and(eq(stand.project, asked.project.id), eq(stand.id, row.id))!,
      row,
      { upheld: upheld ? 1 : 0 },
    )
    answered.push({ id: row.id, upheld })
  }
  return answered.length === 0 ? [] : [{ kind: 'stands.answered', stands: answered }]
}
