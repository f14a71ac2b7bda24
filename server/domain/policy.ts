import { and, desc, eq, inArray } from 'drizzle-orm'
import { defaultPolicy, type Policy } from '#shared/policy.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** Versions listed at most. */
const POLICIES = 200

/** The policy in force: the default until a lead sets another. */
export async function policyOf(read: Reader, project: string): Promise<Policy> {
  return { ...defaultPolicy, ...(await present(read, 'policy', project))[0]?.body }
}

/** Every policy the project has had, the newest first, and when each was set; null where it began with it. */
export async function policiesOf(
  read: Reader,
  project: string,
): Promise<{ version: number; since: number | null; at: number | null; body: Policy }[]> {
  const { policy, event } = read.tables
  const rows = await read
    .select({ since: policy.since, body: policy.body, at: event.at })
    .from(policy)
    .leftJoin(event, and(eq(event.project, policy.project), eq(event.seq, policy.since), eq(event.n, 0)))
    .where(eq(policy.project, project))
    .orderBy(desc(policy.since))
    .limit(POLICIES)
  const set = rows.map(({ since, body, at }) => ({ version: body.version, since, at, body }))
  const begun = { version: defaultPolicy.version, since: null, at: null, body: defaultPolicy }
  return set.some(({ version }) => version === begun.version) || set.length === POLICIES
    ? set
    : [...set, begun]
}

export const setPolicy: Handler<'policy.set'> = async (tx, input, { project, seq, ifMatch }) => {
  const [old] = await present(tx, 'policy', project.id)
  if (ifMatch !== (old?.body.version ?? defaultPolicy.version)) throw new Refusal('stale')
  await refuseChairs(tx, project.id, input.chairs)
  const before = { ...defaultPolicy, ...old?.body }
  const policy: Policy = { ...before, ...input, version: before.version + 1 }
  const { policy: table } = tx.tables
  if (old) await supersede(tx, 'policy', seq, eq(table.project, project.id), old, { body: policy })
  else await tx.insert(table).values({ project: project.id, body: policy, since: seq, until: null })
  return { facts: [{ kind: 'policy.set', policy }], answer: { version: policy.version } }
}

/** Who may chair sits on the panel of the whole project. */
async function refuseChairs(read: Reader, project: string, chairs: readonly string[]): Promise<void> {
  if (chairs.length === 0) return
  const { member, panelist } = read.tables
  const members = await present(read, 'member', project, inArray(member.id, [...chairs]))
  const guests = await present(read, 'panelist', project, inArray(panelist.member, [...chairs]))
  const may = (id: string) =>
    members.some((one) => one.id === id && one.roles.includes('panelist')) &&
    !guests.some((one) => one.member === id && one.guest !== null)
  if (!chairs.every(may)) throw new Refusal('chair-unknown')
}
