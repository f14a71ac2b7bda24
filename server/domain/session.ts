import { and, eq, isNull, ne } from 'drizzle-orm'
import { type AccountFact, sessionLife } from '#shared/account.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked } from '../command.ts'
import type { Reader, Writer } from '../store/store.ts'
import { newSecret, opens, parted, sealed } from './secret.ts'

export type LiveSession = { id: string; person: string; owner: boolean; seenAt: number; agent: string }

/** The session a cookie opens, or null: unknown, ended, idle for too long or simply old (SECURITY §2.1). */
export async function liveSession(read: Reader, token: string, now: number): Promise<LiveSession | null> {
  const parts = parted(token)
  if (!parts) return null
  const { session, person } = read.tables
  const [found] = await read
    .select({ session, owner: person.owner })
    .from(session)
    .innerJoin(person, eq(person.id, session.person))
    .where(eq(session.id, parts.id))
  if (!found || found.session.endedAt !== null || !opens(parts.secret, found.session.secret)) return null
  const { id, person: who, seenAt, createdAt, agent } = found.session
  const life = found.owner === 1 || (await holdsPower(read, who)) ? sessionLife.high : sessionLife.low
  if (now - seenAt > life.idle || now - createdAt > life.whole) return null
  return { id, person: who, owner: found.owner === 1, seenAt, agent }
}

async function holdsPower(read: Reader, person: string): Promise<boolean> {
  const { member } = read.tables
  const rows = await read
    .select({ roles: member.roles })
    .from(member)
    .where(and(eq(member.person, person), isNull(member.until)))
  return rows.some(({ roles }) => roles.includes('lead') || roles.includes('auditor'))
}

export async function touchSession(tx: Writer, id: string, now: number, agent: string): Promise<void> {
  const { session } = tx.tables
  await tx.update(session).set({ seenAt: now, agent }).where(eq(session.id, id))
}

/** A new session with a secret of its own; `token` goes to the caller once, as a cookie. */
export async function beginSession(
  tx: Writer,
  asked: Asked,
  person: string,
): Promise<{ token: string; fact: AccountFact }> {
  const [id, secret] = [asked.newId(), newSecret(asked.salt)]
  const row = { id, person, secret: sealed(secret), createdAt: asked.at, seenAt: asked.at, agent: '' }
  await tx.insert(tx.tables.session).values({ ...row, endedAt: null })
  return { token: `${id}.${secret}`, fact: { kind: 'session.started', person, session: id } }
}

/** Ends a person's sessions, all or all but one. */
export async function endSessions(
  tx: Writer,
  asked: Asked,
  person: string,
  except = '',
): Promise<AccountFact[]> {
  const { session } = tx.tables
  const open = and(eq(session.person, person), isNull(session.endedAt), ne(session.id, except))
  const rows = await tx.select({ id: session.id }).from(session).where(open)
  await tx.update(session).set({ endedAt: asked.at }).where(open)
  return rows.map(({ id }) => ({ kind: 'session.ended', person, session: id }))
}

/** A new token for whoever asks, the old one dead: after a sign-in, a new password or new roles. */
export async function renewSession(
  tx: Writer,
  asked: Asked,
  person: string,
): Promise<{ token: string; facts: Fact[] }> {
  const old = sessionOf(asked)
  const { session } = tx.tables
  const facts: Fact[] = []
  if (old) {
    const [row] = await tx
      .select({ person: session.person })
      .from(session)
      .where(and(eq(session.id, old), isNull(session.endedAt)))
    await tx
      .update(session)
      .set({ endedAt: asked.at })
      .where(and(eq(session.id, old), isNull(session.endedAt)))
    if (row) facts.push({ kind: 'session.ended', person: row.person, session: old })
  }
  const begun = await beginSession(tx, asked, person)
  return { token: begun.token, facts: [...facts, begun.fact] }
}

export const sessionOf = ({ who }: Asked): string | undefined =>
  who && 'person' in who ? who.session : undefined

/** The person who asks; machines have no account. */
export function personOf({ who }: Asked): string {
  if (who && 'person' in who) return who.person
  throw new Refusal(who ? 'not-allowed' : 'sign-in')
}

/** News about people reaches leads, owners and the people themselves. */
export const tellLeads = (facts: readonly Fact[], members: string[] = []): Told[] =>
  facts.map((event) => ({ to: { roles: ['lead'], members }, event }))
