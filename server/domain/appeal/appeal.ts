import { refuseTakingBack } from '#shared/appeal-filing.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Asked, Handler } from '../../command.ts'
import type { Writer } from '../../store/store.ts'
import { disputeOf } from '../dispute-record.ts'
import { ratersOf } from '../stand.ts'
import { type VoteRow, voteOf, votesOfItems } from '../vote.ts'
import { moveGold } from './answer.ts'
import { type Ground, groundOf, refuseGround } from './ground.ts'
import { closeHearing, type Heard, openHearing } from './hearing.ts'
import { type AppealRow, appealOf, filedFact, moveAppeal, tellAppeal } from './record.ts'

const HOUR = 3_600_000

/** A rater challenges a mark, or a lead for one. Gold and reviews need nobody's leave: a panel hears them at once. */
export const fileAppeal: Handler<'appeal.file'> = async (tx, input, asked) => {
  const project = asked.project.id
  const vote = await voteOf(tx, project, input.vote)
  const mine = (await ratersOf(tx, project, asked.actor.id)).includes(vote.rater)
  if (!mine && !asked.actor.owner && !asked.actor.roles.includes('lead')) throw new Refusal('not-your-vote')
  const ground = await groundOf(tx, project, vote, input.basis)
  if (!ground) throw new Refusal('no-mark')
  const refusal = refuseGround(ground, asked.at)
  if (refusal) throw refusal
  const filed = await writeFiled(tx, asked, vote, ground, { ...input, onBehalf: !mine })
  const heard = input.basis === 'decision' ? null : await hearAtOnce(tx, asked, filed)
  const row = heard?.row ?? filed
  const fact = filedFact(row)
  return {
    facts: [fact, ...(heard?.facts ?? [])],
    told: [...(await tellAppeal(tx, project, row, [fact])), ...(heard?.told ?? [])],
    texts: [{ author: asked.actor.id, of: row.id, words: input.reason }],
    subject: row.id,
    answer: { appeal: row.id, left: ground.left - 1, hearing: row.hearing },
  }
}

type Said = { reason: string; clause?: string; whole?: boolean; onBehalf: boolean }
async function writeFiled(
  tx: Writer,
  asked: Asked,
  vote: VoteRow,
  { basis, target, covers, policy }: Ground,
  { reason, clause, whole, onBehalf }: Said,
): Promise<AppealRow> {
  const votes = whole ? covers : [vote.vote]
  const all = await votesOfItems(tx, [vote.item])
  const questions = all.filter((one) => votes.includes(one.vote)).map(({ question }) => question)
  const row: AppealRow = {
    project: asked.project.id,
    id: asked.newId(),
    basis,
    target,
    item: vote.item,
    questions: [...new Set(questions)].sort(),
    rater: vote.rater,
    votes: [...votes].sort(),
    by: asked.actor.id,
    onBehalf: onBehalf ? 1 : 0,
    clause: clause || null,
    state: 'filed',
    filedAt: asked.at,
    due: asked.at + policy.appealHours * HOUR,
    answeredBy: null,
    fallback: 0,
    hearing: null,
    answeredAt: null,
    reason,
    answer: '',
    since: asked.seq,
    until: null,
  }
  await tx.insert(tx.tables.appeal).values(row)
  return row
}

async function hearAtOnce(tx: Writer, asked: Asked, filed: AppealRow): Promise<Heard & { row: AppealRow }> {
  const { hearing, until, facts, told } = await openHearing(tx, asked, filed, 'rules')
  const how = { state: 'admitted', answeredBy: 'rules', hearing, due: until } as const
  const { row } = await moveAppeal(tx, asked, filed, how)
  const gold = row.basis === 'gold' ? [await moveGold(tx, asked, row.target, 'challenged')] : []
  return {
    row,
    facts: [...facts, ...gold],
    told: [...told, ...gold.map((event): Told => ({ to: { roles: ['lead', 'auditor'] }, event }))],
  }
}

/** Whoever filed it, or the rater it is for, takes it back: nothing is lost, and the hearing ends. */
export const withdrawAppeal: Handler<'appeal.withdraw'> = async (tx, { appeal: id }, asked) => {
  const project = asked.project.id
  const appeal = await appealOf(tx, project, id)
  const mine = (await ratersOf(tx, project, asked.actor.id)).includes(appeal.rater)
  if (!mine && appeal.by !== asked.actor.id) throw new Refusal('not-your-appeal')
  const hearing = appeal.hearing === null ? null : await disputeOf(tx, project, appeal.hearing)
  refuse(refuseTakingBack(appeal, hearing?.state ?? null))
  const closed = hearing ? await closeHearing(tx, asked, hearing) : { facts: [], told: [] }
  const { row, fact } = await moveAppeal(tx, asked, appeal, { state: 'withdrawn', answeredAt: asked.at })
  const gold: Fact[] = row.basis === 'gold' ? [await moveGold(tx, asked, row.target, 'stands')] : []
  return {
    facts: [fact, ...closed.facts, ...gold],
    told: [
      ...(await tellAppeal(tx, project, row, [fact])),
      ...closed.told,
      ...gold.map((event): Told => ({ to: { roles: ['lead', 'auditor'] }, event })),
    ],
    subject: id,
  }
}
