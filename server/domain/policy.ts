import { eq } from 'drizzle-orm'
import { defaultPolicy, type Policy } from '#shared/policy.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** The policy in force: the default until a lead sets another. */
export async function policyOf(read: Reader, project: string): Promise<Policy> {
  return (await present(read, 'policy', project))[0]?.body ?? defaultPolicy
}

export const setPolicy: Handler<'policy.set'> = async (tx, input, { project, seq, ifMatch }) => {
  const [old] = await present(tx, 'policy', project.id)
  if (ifMatch !== (old?.body.version ?? defaultPolicy.version)) throw new Refusal('stale')
  const policy: Policy = { ...input, version: (old?.body.version ?? defaultPolicy.version) + 1 }
  const { policy: table } = tx.tables
  if (old) await supersede(tx, 'policy', seq, eq(table.project, project.id), old, { body: policy })
  else await tx.insert(table).values({ project: project.id, body: policy, since: seq, until: null })
  return { facts: [{ kind: 'policy.set', policy }], answer: { version: policy.version } }
}
