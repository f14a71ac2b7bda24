import { and, eq } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import type { Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'

/** The languages in which a rater wants to read answers; none named: any. */
export const chooseReads: Handler<'rater.reads'> = async (tx, { languages }, asked) => {
  const { reads } = tx.tables
  const member = asked.actor.id
  const where = and(eq(reads.project, asked.project.id), eq(reads.member, member))!
  const [old] = await present(tx, 'reads', asked.project.id, where)
  const row = { project: asked.project.id, member, languages, since: asked.seq, until: null }
  if (old) await supersede(tx, 'reads', asked.seq, where, old, { languages })
  else await tx.insert(reads).values(row)
  const fact: Fact = { kind: 'rater.reads', member, languages }
  return {
    facts: [fact],
    told: [{ to: { roles: ['lead'], members: [member] }, event: fact }],
    subject: member,
  }
}
