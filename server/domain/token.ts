import { and, eq, isNull } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import type { Reader, Writer } from '../store/store.ts'
import { newSecret, opens, parted, sealed } from './secret.ts'
import { personOf, tellLeads } from './session.ts'

export const TOKEN_PREFIX = 'gogi_'

/** A key for programs, of one project and some scopes. It never can more than its owner can at that moment. */
export const makeToken: Handler<'token.make'> = async (tx, { name, scopes, days }, asked) => {
  const [id, secret] = [asked.newId(), newSecret(asked.salt)]
  const row = { id, person: personOf(asked), project: asked.project.id, name, scopes: [...scopes] }
  const expiresAt = asked.at + days * DAY
  await tx.insert(tx.tables.token).values({ ...row, secret: sealed(secret), expiresAt, endedAt: null })
  const facts = [{ kind: 'token.made' as const, token: id, scopes: row.scopes }]
  // The answer's `token` is the key itself: shown now and never again.
  return {
    facts,
    told: tellLeads(facts),
    subject: id,
    answer: { id },
    secret: { token: `${TOKEN_PREFIX}${id}_${secret}` },
  }
}

export const revokeToken: Handler<'token.revoke'> = async (tx, { token: id }, asked) => {
  const { token } = tx.tables
  const mine = and(eq(token.id, id), eq(token.project, asked.project.id), isNull(token.endedAt))
  const [row] = await tx.select({ id: token.id }).from(token).where(mine)
  if (!row) throw new Refusal('not-found')
  await tx.update(token).set({ endedAt: asked.at }).where(mine)
  const facts = [{ kind: 'token.revoked' as const, token: id }]
  return { facts, told: tellLeads(facts), subject: id }
}

/** A membership takes its tokens with it. */
export async function endTokens(tx: Writer, asked: Asked, person: string) {
  const { token } = tx.tables
  const open = and(eq(token.project, asked.project.id), eq(token.person, person), isNull(token.endedAt))
  const rows = await tx.select({ id: token.id }).from(token).where(open)
  await tx.update(token).set({ endedAt: asked.at }).where(open)
  return rows.map(({ id }) => ({ kind: 'token.revoked' as const, token: id }))
}

export type LiveToken = {
  person: string
  owner: boolean
  scopes: string[]
  project: { id: string; key: string }
}

/** Whose key this is, or null: unknown, revoked, expired, or its owner is of the project no more. */
export async function liveToken(read: Reader, bearer: string, now: number): Promise<LiveToken | null> {
  const parts = bearer.startsWith(TOKEN_PREFIX) ? parted(bearer.slice(TOKEN_PREFIX.length), '_') : null
  if (!parts) return null
  const { token, person, project, member } = read.tables
  const [row] = await read
    .select({ token, owner: person.owner, key: project.key })
    .from(token)
    .innerJoin(person, eq(person.id, token.person))
    .innerJoin(project, eq(project.id, token.project))
    .where(eq(token.id, parts.id))
  if (!row || !opens(parts.secret, row.token.secret)) return null
  if (row.token.endedAt !== null || row.token.expiresAt <= now) return null
  const here = and(
    eq(member.project, row.token.project),
    eq(member.person, row.token.person),
    isNull(member.until),
  )
  const [membership] = await read.select({ id: member.id }).from(member).where(here)
  const owner = row.owner === 1
  if (!membership && !owner) return null
  return {
    person: row.token.person,
    owner,
    scopes: row.token.scopes,
    project: { id: row.token.project, key: row.key },
  }
}
