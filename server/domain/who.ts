import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '#shared/member.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Reader } from '../store/store.ts'

/** Who is at the door: a person by session or token, the machine's own hand, or nobody. */
export type Who =
  | { person: string; owner: boolean; session?: string; scopes?: readonly string[] }
  | { machine: 'host' | 'clock' }
  | null
export type Project = { id: string; key: string; seq: number }

export async function projectOf(read: Reader, keyOrId: string): Promise<Project> {
  const { project } = read.tables
  const columns = { id: project.id, key: project.key, seq: project.seq }
  const [row] = await read.select(columns).from(project).where(eq(project.key, keyOrId))
  const [byId] = row ? [row] : await read.select(columns).from(project).where(eq(project.id, keyOrId))
  if (!byId) throw new Refusal('not-found')
  return byId
}

/** Who somebody is in a project, read afresh: roles are never remembered from an earlier request. */
export async function actorOf(read: Reader, project: Project, who: Who): Promise<Actor | null> {
  if (!who) return null
  if ('machine' in who) return { id: who.machine, roles: [], owner: true, machine: who.machine }
  const { member, person } = read.tables
  const [me] = await read.select({ owner: person.owner }).from(person).where(eq(person.id, who.person))
  if (!me) return null
  const owner = me.owner === 1
  const [row] = await read
    .select()
    .from(member)
    .where(and(eq(member.project, project.id), eq(member.person, who.person), isNull(member.until)))
  // Outside a membership an owner acts under the installation's own pseudonym for them.
  return row
    ? { id: row.id, roles: row.roles, owner, machine: null }
    : { id: who.person, roles: [], owner, machine: null }
}
