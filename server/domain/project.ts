import { eq } from 'drizzle-orm'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'

export const createProject: Handler<'project.create'> = async (tx, { key, name }, { newId, at }) => {
  const { project } = tx.tables
  const [taken] = await tx.select({ id: project.id }).from(project).where(eq(project.key, key))
  if (taken) throw new Refusal('key-taken', { key })
  const id = newId()
  await tx.insert(project).values({ id, key, name, seq: 0, at })
  return {
    facts: [{ kind: 'project.created', project: id, key }],
    told: [],
    subject: id,
    answer: { project: id, key },
  }
}
