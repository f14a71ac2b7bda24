import { and, eq, inArray } from 'drizzle-orm'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** Ids in one statement. */
const AT_ONCE = 500

/** Members behind each rater: linked, declared, or declared before an import brought the rater. */
export type Behind = ReadonlyMap<string, ReadonlySet<string>>

export async function membersBehind(read: Reader, project: string): Promise<Behind> {
  const behind = new Map<string, Set<string>>()
  const add = (rater: string, member: string) => {
    behind.set(rater, (behind.get(rater) ?? new Set()).add(member))
  }
  for (const { rater, member } of await present(read, 'raterLink', project)) add(rater, member)
  const panelists = await present(read, 'panelist', project)
  for (const { member, raters } of panelists) for (const rater of raters) add(rater, member)
  const since = await ratersCalled(read, project, [
    ...new Set(panelists.flatMap(({ externals }) => externals)),
  ])
  for (const { member, externals } of panelists)
    for (const { id, external } of since) if (externals.includes(external)) add(id, member)
  return behind
}

/** Law 2: whoever voted on the item, under any rater they are known to be, cannot sit. */
export const votedBy = (behind: Behind, raters: readonly string[], member: string): boolean =>
  raters.some((rater) => behind.get(rater)?.has(member))

/** The raters of this project that the labelling tool calls so; `done`: from an import that is. */
export async function ratersCalled(
  read: Reader,
  project: string,
  externals: readonly string[],
): Promise<{ id: string; external: string; done: boolean }[]> {
  const { rater, imports } = read.tables
  const found: { id: string; external: string; done: boolean }[] = []
  for (let at = 0; at < externals.length; at += AT_ONCE) {
    const rows = await read
      .select({ id: rater.id, external: rater.external, seq: imports.seq })
      .from(rater)
      .innerJoin(imports, eq(imports.id, rater.import))
      .where(and(eq(rater.project, project), inArray(rater.external, externals.slice(at, at + AT_ONCE))))
    found.push(...rows.map(({ id, external, seq }) => ({ id, external, done: seq !== null })))
  }
  return found
}
