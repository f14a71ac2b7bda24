import { and, eq } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import type { Role } from '#shared/member.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import { present, retire, supersede } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Writer } from '../store/store.ts'
import { endInvites, type LinkRow, openLink } from './link.ts'
import { joinAsGuest, retirePanelist, seatWhereWaited } from './panelist.ts'
import { endSessions, personOf, renewSession, tellLeads } from './session.ts'
import { endTokens } from './token.ts'
import { factsIn, type InRoom, leaveConflicts, leaveSeats, tellOfSeats } from './vacate.ts'

type MemberRow = Schema['member']['$inferSelect']

/** Ties a person to the project a link names, and to the rater it names. */
export const joinMember: Handler<'member.join'> = async (tx, { token }, asked) => {
  const person = personOf(asked)
  const found = await openLink(tx, token, asked.at)
  if (found.project !== asked.project.id) throw new Refusal('link-unknown')
  if (found.person !== null && found.person !== person) throw new Refusal('link-not-yours')
  const { member, facts, rooms } = await comeIn(tx, asked, person, found)
  const { link } = tx.tables
  await tx.update(link).set({ person, usedAt: asked.at }).where(eq(link.id, found.id))
  facts.push({ kind: 'link.used', link: found.id })
  // `link.use` gave this person a new token on the way here; whoever came straight gets it now.
  const session =
    found.person === null && asked.who && 'session' in asked.who
      ? (await renewSession(tx, asked, person)).token
      : null
  return {
    facts: [...facts, ...factsIn(rooms)],
    told: await tellOfSeats(tx, asked, facts, rooms, [member]),
    subject: member,
    answer: { member },
    ...(session ? { secret: { session } } : {}),
  }
}

/** Roles, the rater and the guest's seat that a link gives, and what follows for the panels. */
async function comeIn(tx: Writer, asked: Asked, person: string, link: LinkRow) {
  const [before] = await present(tx, 'member', asked.project.id, eq(tx.tables.member.person, person))
  const { member, facts } = await giveRoles(tx, asked, person, link.roles)
  const rooms: InRoom[] = []
  // Whoever sits in the whole project already is nobody's guest.
  if (link.roles.includes('panelist') && (link.dispute === null || !before?.roles.includes('panelist')))
    facts.push(...(await joinAsGuest(tx, asked, member, link.dispute)))
  if (link.rater !== null) {
    const linked = await linkRater(tx, asked, link.rater, member)
    facts.push(...linked.facts)
    rooms.push(...linked.rooms)
  }
  if (link.roles.includes('panelist')) rooms.push(...(await seatWhereWaited(tx, asked, member)))
  return { member, facts, rooms }
}

/** Makes a person a member, or a member more than before. A pseudonym once given stays the person's for ever. */
async function giveRoles(
  tx: Writer,
  asked: Asked,
  person: string,
  roles: readonly Role[],
): Promise<{ member: string; facts: Fact[] }> {
  const { member } = tx.tables
  const rows = await tx
    .select()
    .from(member)
    .where(and(eq(member.project, asked.project.id), eq(member.person, person)))
  const now = rows.find(({ until }) => until === null)
  if (now) {
    const all = [...new Set([...now.roles, ...roles])]
    return {
      member: now.id,
      facts: all.length === now.roles.length ? [] : [await setRoles(tx, asked, now, all)],
    }
  }
  const id = rows[0]?.id ?? asked.newId()
  await tx
    .insert(member)
    .values({ project: asked.project.id, id, person, roles: [...roles], since: asked.seq, until: null })
  return { member: id, facts: [{ kind: 'member.added', member: id, roles: [...roles] }] }
}

async function setRoles(tx: Writer, asked: Asked, row: MemberRow, roles: Role[]): Promise<Fact> {
  await supersede(tx, 'member', asked.seq, isMember(tx, asked, row.id), row, { roles })
  return { kind: 'member.changed', member: row.id, roles }
}

async function linkRater(
  tx: Writer,
  asked: Asked,
  rater: string,
  member: string,
): Promise<{ facts: Fact[]; rooms: InRoom[] }> {
  const { raterLink } = tx.tables
  const [linked] = await present(tx, 'raterLink', asked.project.id, eq(raterLink.rater, rater))
  if (linked?.member === member) return { facts: [], rooms: [] }
  if (linked) throw new Refusal('rater-linked')
  await tx
    .insert(raterLink)
    .values({ project: asked.project.id, rater, member, since: asked.seq, until: null })
  return {
    facts: [{ kind: 'rater.linked', rater, member }],
    rooms: await leaveConflicts(tx, asked, [rater], member),
  }
}

/** Somebody who has an account already. */
export const addMember: Handler<'member.add'> = async (tx, { person: id, roles }, asked) => {
  const { person, member } = tx.tables
  const [known] = await tx.select({ id: person.id }).from(person).where(eq(person.id, id))
  if (!known) throw new Refusal('not-found')
  const already = await present(tx, 'member', asked.project.id, eq(member.person, id))
  if (already.length > 0) throw new Refusal('member-already')
  // They declare before they sit, so no panel changes here.
  const { member: added, facts } = await giveRoles(tx, asked, id, roles)
  return { facts, told: tellLeads(facts, [added]), subject: added, answer: { member: added } }
}

/** New roles, new sign-in: the sessions of the member end; whoever changed their own goes on with a new token. */
export const changeMember: Handler<'member.change'> = async (tx, { member: id, roles }, asked) => {
  const row = await memberRow(tx, asked, id)
  if (row.roles.includes('lead') && !roles.includes('lead')) await refuseLastLead(tx, asked, id)
  const facts = [await setRoles(tx, asked, row, [...roles])]
  if (!roles.includes('lead')) facts.push(...(await endInvites(tx, asked, id)))
  const rooms = roles.includes('panelist')
    ? await seatWhereWaited(tx, asked, id)
    : await leaveSeats(tx, asked, id)
  const self = asked.who && 'person' in asked.who && asked.who.person === row.person
  await endSessions(tx, asked, row.person)
  const session = self ? (await renewSession(tx, asked, row.person)).token : null
  return {
    facts: [...facts, ...factsIn(rooms)],
    told: await tellOfSeats(tx, asked, facts, rooms, [id]),
    subject: id,
    ...(session ? { secret: { session } } : {}),
  }
}

/** Law 12: nothing of the member's is orphaned. Seats are left, rater ids are free again, tokens and invitations end. */
export const removeMember: Handler<'member.remove'> = async (tx, { member: id }, asked) => {
  const row = await memberRow(tx, asked, id)
  if (row.roles.includes('lead')) await refuseLastLead(tx, asked, id)
  const { raterLink } = tx.tables
  await retire(tx, 'member', asked.seq, isMember(tx, asked, id))
  await retire(
    tx,
    'raterLink',
    asked.seq,
    and(eq(raterLink.project, asked.project.id), eq(raterLink.member, id))!,
  )
  await retirePanelist(tx, asked, id)
  const facts: Fact[] = [{ kind: 'member.removed', member: id }]
  facts.push(...(await endTokens(tx, asked, row.person)), ...(await endInvites(tx, asked, id)))
  const rooms = await leaveSeats(tx, asked, id)
  return {
    facts: [...facts, ...factsIn(rooms)],
    told: await tellOfSeats(tx, asked, facts, rooms, [id]),
    subject: id,
  }
}

async function memberRow(tx: Writer, asked: Asked, id: string): Promise<MemberRow> {
  const [row] = await present(tx, 'member', asked.project.id, eq(tx.tables.member.id, id))
  if (!row) throw new Refusal('not-found')
  return row
}

async function refuseLastLead(tx: Writer, asked: Asked, member: string): Promise<void> {
  const all = await present(tx, 'member', asked.project.id)
  if (!all.some(({ id, roles }) => id !== member && roles.includes('lead'))) throw new Refusal('last-lead')
}

const isMember = (tx: Writer, asked: Asked, id: string) =>
  and(eq(tx.tables.member.project, asked.project.id), eq(tx.tables.member.id, id))!
