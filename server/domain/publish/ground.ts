import { and, eq, inArray } from 'drizzle-orm'
import type { ClauseApproval, ClauseRules } from '#shared/clause.ts'
import type { Changes, PublishGround, Text } from '#shared/publish.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { proposalsWhere } from '../proposal/record.ts'

/** How each clause that has a rule is kept. */
export async function rulesOf(read: Reader, project: string): Promise<ClauseRules> {
  const rows = await present(read, 'clauseRule', project)
  return Object.fromEntries(
    rows.map(({ clause, protection, owners }) => [clause, { clause, protection, owners }]),
  )
}

/** Each owner's last word on each clause. */
export async function approvalsOf(read: Reader, project: string): Promise<ClauseApproval[]> {
  const rows = await present(read, 'clauseApproval', project)
  return rows.map(({ clause, hash, by, at }) => ({ clause, hash, by, at }))
}

/** What the requirements of a version look at. An owner who left the panel is not asked (law 12). */
export async function publishGround(
  read: Reader,
  project: string,
  publisher: string,
  { text, changes }: { text: Text; changes: Changes },
): Promise<PublishGround> {
  const { proposal, clauseThread } = read.tables
  const rules = await rulesOf(read, project)
  const owners = [...new Set(Object.values(rules).flatMap((rule) => rule.owners))]
  const members = owners.length === 0 ? [] : await present(read, 'member', project)
  const here = new Set(
    members.filter(({ roles }) => roles.includes('lead') || roles.includes('panelist')).map(({ id }) => id),
  )
  const open = and(eq(clauseThread.state, 'open'), eq(clauseThread.blocking, 1))
  const states = inArray(proposal.state, ['open', 'changes-asked', 'accepted'])
  return {
    text,
    changes,
    rules: Object.fromEntries(
      Object.values(rules).map((rule) => [
        rule.clause,
        { ...rule, owners: rule.owners.filter((id) => here.has(id)) },
      ]),
    ),
    approvals: await approvalsOf(read, project),
    proposals: (await proposalsWhere(read, project, states)).map(({ record }) => record),
    blocking: (await present(read, 'clauseThread', project, open)).map(({ anchor }) => anchor.clause),
    publisher,
  }
}
