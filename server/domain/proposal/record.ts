import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import { type ClauseRule, ruleOf } from '#shared/clause.ts'
import type { Audience } from '#shared/events.ts'
import { applyProposal } from '#shared/guideline-state.ts'
import { type ProposalFact, type ProposalWords, REVIEWS } from '#shared/proposal.ts'
import type { ProposalRecord } from '#shared/proposal-record.ts'
import { Refusal, type RefusalCode } from '#shared/refusals.ts'
import type { Asked } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { nameOfMember } from '../name.ts'

/** Whoever works on the guideline hears what is proposed and said of it; raters read what is published. */
export const drafting: Audience = { roles: ['lead', 'panelist', 'auditor'] }

/** A proposal with what stands apart from the record: its words, and those of its reviews by id. */
export type Proposed = { record: ProposalRecord; words: ProposalWords; said: Record<string, string> }
type Row = Schema['proposal']['$inferSelect']
type ReviewRow = Schema['proposalReview']['$inferSelect']

export async function proposalsWhere(read: Reader, project: string, where?: SQL): Promise<Proposed[]> {
  const rows = await present(read, 'proposal', project, where)
  if (rows.length === 0) return []
  const { proposalReview: table } = read.tables
  const about =
    where &&
    inArray(
      table.proposal,
      rows.map(({ id }) => id),
    )
  const reviews = Map.groupBy(
    await read
      .select()
      .from(table)
      .where(and(eq(table.project, project), about))
      .orderBy(asc(table.since)),
    ({ proposal }) => proposal,
  )
  return rows.map((row) => proposed(row, reviews.get(row.id) ?? []))
}

const proposed = (row: Row, reviews: readonly ReviewRow[]): Proposed => ({
  record: {
    id: row.id,
    clause: row.clause,
    ...(row.after === null ? {} : { after: row.after || null }),
    level: row.level,
    language: row.language,
    disputes: row.disputes,
    by: row.by,
    at: row.at,
    asked: row.asked,
    base: row.base,
    hash: row.hash,
    state: row.state,
    reviews: reviews.map(({ id, by, at, verdict, hash }) => ({ id, by, at, verdict, hash })),
    decidedBy: row.decidedBy,
    version: row.version,
  },
  words: row.words,
  said: Object.fromEntries(reviews.map(({ id, text }) => [id, text])),
})

/** The one proposal, or the refusal that it is not here. */
export async function proposalOf(read: Reader, project: string, id: string): Promise<Proposed> {
  const [found] = await proposalsWhere(read, project, eq(read.tables.proposal.id, id))
  if (!found) throw new Refusal('not-found')
  return found
}

/** Changes the present row of a proposal. */
export async function changeProposal(
  tx: Writer,
  asked: Asked,
  id: string,
  change: Partial<Pick<Row, 'base' | 'hash' | 'state' | 'decidedBy' | 'version' | 'words'>>,
): Promise<void> {
  const { proposal } = tx.tables
  const [old] = await present(tx, 'proposal', asked.project.id, eq(proposal.id, id))
  if (!old) throw new Refusal('not-found')
  const where = and(eq(proposal.project, asked.project.id), eq(proposal.id, id))!
  await supersede(tx, 'proposal', asked.seq, where, old, change)
}

/** How a clause is kept. */
export async function ruleFor(read: Reader, project: string, clause: string): Promise<ClauseRule> {
  const [row] = await present(read, 'clauseRule', project, eq(read.tables.clauseRule.clause, clause))
  return row ? { clause, protection: row.protection, owners: row.owners } : ruleOf({}, clause)
}

/** What a fact makes of a proposal: the tables hold what folding gives. */
export const after = (record: ProposalRecord, fact: ProposalFact): ProposalRecord =>
  applyProposal({ [record.id]: record }, fact)[record.id]!

/** Whoever comes second hears who was first. */
export async function refuseAnswered(
  read: Reader,
  code: RefusalCode | undefined,
  { state, decidedBy }: ProposalRecord,
): Promise<void> {
  if (code === 'proposal-answered')
    throw new Refusal(code, { who: await nameOfMember(read, decidedBy ?? ''), state })
  if (code) throw new Refusal(code, { limit: REVIEWS })
}
