import { and, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { type LinkPurpose, linkLife } from '#shared/account.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal, type RefusalCode } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader, Writer } from '../store/store.ts'
import { disputeOf } from './dispute-record.ts'
import { newSecret, opens, parted, sealed } from './secret.ts'
import { tellLeads } from './session.ts'

export type LinkRow = Schema['link']['$inferSelect']

/** Rows in one statement; databases count their parameters. */
const BATCH = 500

/** The link a token opens, if it still does. */
export async function openLink(read: Reader, token: string, now: number): Promise<LinkRow> {
  const parts = parted(token)
  const { link } = read.tables
  const [row] = parts ? await read.select().from(link).where(eq(link.id, parts.id)) : []
  if (!parts || !row || !opens(parts.secret, row.secret)) throw new Refusal('link-unknown')
  if (row.usedAt !== null) throw new Refusal('link-used')
  if (row.expiresAt <= now) throw new Refusal('link-expired')
  return row
}

type Wanted = Pick<LinkRow, 'name' | 'roles' | 'rater' | 'person' | 'dispute'>
const nobodyYet = { name: '', roles: [], rater: null, person: null, dispute: null }

/** A link row and its address; the secret stands in the address alone. */
function newLink(asked: Asked, purpose: LinkPurpose, wanted: Wanted): { row: LinkRow; url: string } {
  const [id, secret] = [asked.newId(), newSecret(asked.salt)]
  const expiresAt = asked.at + linkLife[purpose]
  const row = {
    ...wanted,
    id,
    project: asked.project.id,
    purpose,
    secret: sealed(secret),
    madeBy: asked.actor.id,
    expiresAt,
    usedAt: null,
  }
  return { row, url: `/welcome/${id}.${secret}` }
}

async function makeLink(tx: Writer, asked: Asked, purpose: LinkPurpose, wanted: Partial<Wanted>) {
  const { row, url } = newLink(asked, purpose, { ...nobodyYet, ...wanted })
  await tx.insert(tx.tables.link).values(row)
  const facts: Fact[] = [{ kind: 'link.made', link: row.id, purpose, roles: row.roles, rater: row.rater }]
  return { facts, told: tellLeads(facts), subject: row.id, answer: { link: row.id }, secret: { url } }
}

/** An owner's first visit. */
export const ownerLink: Handler<'link.owner'> = (tx, { name }, asked) =>
  makeLink(tx, asked, 'owner', { name })

/** A way back in; whoever makes it never sees the password, and an older one stops working. */
export const recoverLink: Handler<'link.recover'> = async (tx, { person: id }, asked) => {
  const { person, link } = tx.tables
  const [row] = await tx.select({ name: person.name }).from(person).where(eq(person.id, id))
  if (!row) throw new Refusal('not-found')
  const before = await endLinks(tx, asked, and(eq(link.purpose, 'recover'), eq(link.person, id)))
  const made = await makeLink(tx, asked, 'recover', { name: row.name, person: id })
  const facts = [...before, ...made.facts]
  return { ...made, facts, told: tellLeads(facts) }
}

/** `dispute`: a guest's seat there, when nobody of the panel is left to hear it. */
export const invite: Handler<'link.invite'> = async (tx, { name, roles, rater, dispute }, asked) => {
  if (dispute !== undefined) {
    if (roles.length !== 1 || roles[0] !== 'panelist') throw new Refusal('guest-roles')
    const { state } = await disputeOf(tx, asked.project.id, dispute)
    if (state === 'decided') throw new Refusal('decided-stays')
    if (state === 'withdrawn') throw new Refusal('dispute-withdrawn')
  }
  if (rater !== undefined) {
    const known = await ratersOf(tx, asked.project.id, [rater])
    if (!known.has(rater)) throw new Refusal('not-found')
    if ((await linkedOf(tx, asked.project.id, [rater])).has(rater)) throw new Refusal('rater-linked')
  }
  const wanted = { name, roles: [...roles], rater: rater ?? null, dispute: dispute ?? null }
  return makeLink(tx, asked, 'invite', wanted)
}

/** One link for each rater, to be handed out by whoever knows who they are; an older one of the same rater stops working. */
export const claimLinks: Handler<'link.claims'> = async (tx, { raters }, asked) => {
  const ids = [...new Set(raters)]
  const known = await ratersOf(tx, asked.project.id, ids)
  if (ids.some((id) => !known.has(id))) throw new Refusal('not-found')
  const linked = await linkedOf(tx, asked.project.id, ids)
  const free = ids.filter((id) => !linked.has(id) && known.get(id)!.kind === 'human')
  if (free.length === 0) throw new Refusal('rater-linked')
  const { link } = tx.tables
  const ended: Fact[] = []
  for (const part of batches(free))
    ended.push(...(await endLinks(tx, asked, and(eq(link.purpose, 'claim'), inArray(link.rater, part)))))
  const made = free.map((rater) => ({
    rater,
    ...newLink(asked, 'claim', { ...nobodyYet, roles: ['rater'], rater }),
  }))
  for (const part of batches(made)) await tx.insert(link).values(part.map(({ row }) => row))
  const facts: Fact[] = [
    ...ended,
    { kind: 'links.made', links: made.map(({ rater, row }) => ({ link: row.id, rater })) },
  ]
  const left = ids
    .filter((id) => !free.includes(id))
    .map((id) => ({ rater: known.get(id)!.external, code: 'rater-linked' satisfies RefusalCode }))
  return {
    facts,
    told: tellLeads(facts),
    answer: { made: made.length, left },
    secret: { claims: made.map(({ rater, url }) => ({ rater: known.get(rater)!.external, link: url })) },
  }
}

export const revokeLink: Handler<'link.revoke'> = async (tx, { link: id }, asked) => {
  const facts = await endLinks(tx, asked, eq(tx.tables.link.id, id))
  if (facts.length === 0) throw new Refusal('not-found')
  return { facts, told: tellLeads(facts), subject: id }
}

/** Invitations do not outlive the power of whoever made them. */
export const endInvites = (tx: Writer, asked: Asked, member: string): Promise<Fact[]> =>
  endLinks(tx, asked, and(eq(tx.tables.link.purpose, 'invite'), eq(tx.tables.link.madeBy, member)))

/** Open links of this project that stop working now. */
async function endLinks(tx: Writer, asked: Asked, which: ReturnType<typeof and>): Promise<Fact[]> {
  const { link } = tx.tables
  const open = and(
    eq(link.project, asked.project.id),
    isNull(link.usedAt),
    gt(link.expiresAt, asked.at),
    which,
  )
  const rows = await tx.select({ id: link.id }).from(link).where(open)
  if (rows.length > 0) await tx.update(link).set({ expiresAt: asked.at }).where(open)
  return rows.map(({ id }) => ({ kind: 'link.revoked', link: id }))
}

/** The raters among these ids that this project has, from imports that are done. */
async function ratersOf(
  read: Reader,
  project: string,
  ids: readonly string[],
): Promise<Map<string, { external: string; kind: string }>> {
  const { rater, imports } = read.tables
  const found = new Map<string, { external: string; kind: string }>()
  for (const part of batches(ids)) {
    const rows = await read
      .select({ id: rater.id, external: rater.external, kind: rater.kind })
      .from(rater)
      .innerJoin(imports, eq(imports.id, rater.import))
      .where(and(eq(rater.project, project), inArray(rater.id, part), isNotNull(imports.seq)))
    for (const row of rows) found.set(row.id, row)
  }
  return found
}

async function linkedOf(read: Reader, project: string, ids: readonly string[]): Promise<Set<string>> {
  const linked = new Set<string>()
  for (const part of batches(ids))
    for (const row of await present(read, 'raterLink', project, inArray(read.tables.raterLink.rater, part)))
      linked.add(row.rater)
  return linked
}

function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH)
}
