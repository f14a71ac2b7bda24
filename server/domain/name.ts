import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '../store/store.ts'

/** Names live outside the log, in the installation's table of people. */
export async function namesOf(read: Reader, members: readonly string[]): Promise<Record<string, string>> {
  const { member, person } = read.tables
  if (members.length === 0) return {}
  const rows = await read
    .select({ id: member.id, name: person.name })
    .from(member)
    .innerJoin(person, eq(person.id, member.person))
    .where(inArray(member.id, [...members]))
  const names = Object.fromEntries(rows.map(({ id, name }) => [id, name]))
  // Outside a membership an owner acts under their person's own id.
  const owners = await read
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(inArray(person.id, [...members]))
  for (const { id, name } of owners) names[id] ??= name
  return names
}

export const nameOfMember = async (read: Reader, id: string): Promise<string> =>
  (await namesOf(read, [id]))[id] ?? id
