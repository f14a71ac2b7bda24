import type { Role } from '#shared/member.ts'
import type { Bilingual } from '#shared/text.ts'
import type { Columns } from './columns.ts'

/** The installation: its projects and people, and how they come in. */
export function installationTables({
  table,
  string,
  maybeString,
  number,
  maybeNumber,
  json,
  index,
  uniqueIndex,
}: Columns) {
  const project = table(
    'project',
    { id: string().primaryKey(), key: string(), name: json<Bilingual>(), seq: number(), at: number() },
    (t) => [uniqueIndex('project_key').on(t.key)],
  )
  const person = table(
    'person',
    {
      id: string().primaryKey(),
      name: string(),
      login: maybeString(),
      password: maybeString(),
      owner: number(),
      locale: string(),
      createdAt: number(),
    },
    (t) => [uniqueIndex('person_login').on(t.login)],
  )
  const session = table(
    'session',
    {
      id: string().primaryKey(),
      person: string(),
      secret: string(),
      createdAt: number(),
      seenAt: number(),
      endedAt: maybeNumber(),
      agent: string(),
    },
    (t) => [index('session_person').on(t.person)],
  )
  const token = table('token', {
    id: string().primaryKey(),
    person: string(),
    project: string(),
    name: string(),
    secret: string(),
    scopes: json<string[]>(),
    expiresAt: number(),
    endedAt: maybeNumber(),
  })
  const link = table(
    'link',
    {
      id: string().primaryKey(),
      project: string(),
      purpose: string(),
      secret: string(),
      name: string(),
      roles: json<Role[]>(),
      rater: maybeString(),
      person: maybeString(),
      madeBy: string(),
      expiresAt: number(),
      usedAt: maybeNumber(),
      dispute: maybeString(),
    },
    (t) => [index('link_project').on(t.project)],
  )
  return { project, person, session, token, link }
}
