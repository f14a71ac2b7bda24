import { and, eq, inArray } from 'drizzle-orm'
import type { ClauseRule } from '#shared/clause.ts'
import { type Draft, textHash } from '#shared/draft.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler, House, Preparation, Result } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { drafting, ruleFor } from './proposal/record.ts'
import type { Project, Who } from './who.ts'

type Reading = Asked<Draft>
const read = (house: House, _input: unknown, _who: Who, project: Project) => house.draft.read(project.id)
export const prepareProtect: Preparation<'clause.protect'> = read
export const prepareApprove: Preparation<'clause.approve'> = read

/** How a clause is kept from now on: who writes in it, and who answers for it. */
export const protectClause: Handler<'clause.protect'> = async (tx, input, asked: Reading) => {
  const project = asked.project.id
  const rule: ClauseRule = { clause: input.clause, protection: input.protection, owners: input.owners }
  hashIn(asked.prepared, rule.clause)
  await refuseOwners(tx, project, rule.owners)
  const { clauseRule: table } = tx.tables
  const [old] = await present(tx, 'clauseRule', project, eq(table.clause, rule.clause))
  const where = and(eq(table.project, project), eq(table.clause, rule.clause))!
  if (old) await supersede(tx, 'clauseRule', asked.seq, where, old, rule)
  else await tx.insert(table).values({ ...rule, project, since: asked.seq, until: null })
  return said(rule.clause, { kind: 'clause.protected', rule })
}

/** An owner's word for what the clause says in the draft now; when it says something else, it is not theirs any more. */
export const approveClause: Handler<'clause.approve'> = async (tx, { clause, hash }, asked: Reading) => {
  const project = asked.project.id
  const by = asked.actor.id
  const now = hashIn(asked.prepared, clause)
  const { owners } = await ruleFor(tx, project, clause)
  if (!owners.includes(by)) throw new Refusal('not-clause-owner')
  if (hash !== now) throw new Refusal('text-moved')
  const approval = { clause, hash, by, at: asked.at }
  const { clauseApproval: table } = tx.tables
  const mine = and(eq(table.clause, clause), eq(table.by, by))!
  const [old] = await present(tx, 'clauseApproval', project, mine)
  const where = and(eq(table.project, project), mine)!
  if (old) await supersede(tx, 'clauseApproval', asked.seq, where, old, approval)
  else await tx.insert(table).values({ ...approval, project, since: asked.seq, until: null })
  return said(clause, { kind: 'clause.approved', approval })
}

const said = (subject: string, event: Fact): Result => ({
  facts: [event],
  told: [{ to: drafting, event }],
  subject,
})

/** What a clause says in the draft, as its hash; one that left the text says nothing, and can be approved as such. */
function hashIn({ authoritative, clauses, gone }: Draft, clause: string): string {
  const found = clauses.find(({ id }) => id === clause)
  if (!found && !gone.some(({ id }) => id === clause)) throw new Refusal('unknown-clause', { clause })
  return textHash(found?.texts[authoritative])
}

/** Owners write in the guideline: leads and panelists of the project, not guests of one dispute. */
async function refuseOwners(read: Reader, project: string, owners: readonly string[]): Promise<void> {
  if (owners.length === 0) return
  const { member, panelist } = read.tables
  const members = await present(read, 'member', project, inArray(member.id, [...owners]))
  const panelists = await present(read, 'panelist', project, inArray(panelist.member, [...owners]))
  const guests = new Set(panelists.filter(({ guest }) => guest !== null).map(({ member }) => member))
  const fit = members
    .filter(({ id, roles }) => !guests.has(id) && (roles.includes('lead') || roles.includes('panelist')))
    .map(({ id }) => id)
  if (!owners.every((id) => fit.includes(id))) throw new Refusal('owner-unfit')
}
