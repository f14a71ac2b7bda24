import { and, eq } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { unknownPanelist } from '#shared/panelist.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import { present, retire, supersede } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader, Writer } from '../store/store.ts'
import { drawFirst, tellBlind } from './blind-case/blind-case.ts'
import { ratersCalled } from './conflict.ts'
import { factsIn, type InRoom, leaveConflicts, tellOfSeats } from './vacate.ts'
import { fillWaiting, seatGuest } from './waiting.ts'

type PanelistRow = Schema['panelist']['$inferSelect']

/** What a panelist says of themselves, or a lead of them: what they read, know and have time for. */
export const describePanelist: Handler<'panelist.describe'> = async (tx, { member, ...said }, asked) => {
  const id = member ?? asked.actor.id
  const { actor } = asked
  if (id !== actor.id && !actor.owner && !actor.roles.includes('lead')) throw new Refusal('not-allowed')
  await refuseOthers(tx, asked.project.id, id)
  await changePanelist(tx, asked, id, said)
  const facts: Fact[] = [{ kind: 'panelist.described', member: id, ...said }]
  const rooms = await seatWhereWaited(tx, asked, id)
  return {
    facts: [...facts, ...factsIn(rooms)],
    told: await tellOfSeats(tx, asked, facts, rooms, [id]),
    subject: id,
  }
}

/**
 * Law 2: which raters somebody is, said before their first seat and whenever there is more to say. Seats in conflict go
 * to others; disputes that waited are filled. Which raters they are, nobody else hears.
 */
export const declarePanelist: Handler<'panelist.declare'> = async (tx, { raters: names }, asked) => {
  const { project, actor } = asked
  await refuseOthers(tx, project.id, actor.id)
  const found = (await ratersCalled(tx, project.id, names)).filter(({ done }) => done)
  const raters = [...new Set(found.map(({ id }) => id))].sort()
  const unknown = names.filter((name) => !found.some(({ external }) => external === name))
  const before = await changePanelist(tx, asked, actor.id, { declared: 1, raters, externals: unknown })
  const fact: Fact = { kind: 'panelist.declared', member: actor.id, raters }
  const drawn = before?.declared === 1 ? [] : await drawFirst(tx, asked, before?.guest ?? null)
  const rooms = [
    ...(await leaveConflicts(tx, asked, raters, actor.id)),
    ...(await seatWhereWaited(tx, asked, actor.id)),
  ]
  const told: Told[] = [
    { to: { roles: ['lead'] }, event: { ...fact, raters: [] } },
    { to: { members: [actor.id] }, event: fact },
    ...tellBlind(drawn),
    ...(await tellOfSeats(tx, asked, [], rooms, [])),
  ]
  return {
    facts: [fact, ...drawn, ...factsIn(rooms)],
    told,
    subject: actor.id,
    answer: { known: names.length - unknown.length, unknown },
  }
}

/** Takes the seats that waited for somebody like this member: a guest theirs, everybody else those that are short. */
export async function seatWhereWaited(tx: Writer, asked: Asked, member: string): Promise<InRoom[]> {
  const { panelist } = tx.tables
  const [row] = await present(tx, 'panelist', asked.project.id, eq(panelist.member, member))
  if (row?.declared !== 1) return []
  return row.guest === null ? fillWaiting(tx, asked) : seatGuest(tx, asked, member, row.guest)
}

/** A guest sits in one dispute alone; null: whoever was a guest sits in the whole project from now on. */
export async function joinAsGuest(
  tx: Writer,
  asked: Asked,
  member: string,
  guest: string | null,
): Promise<Fact[]> {
  const { panelist } = tx.tables
  const [row] = await present(tx, 'panelist', asked.project.id, eq(panelist.member, member))
  if ((row?.guest ?? null) === guest) return []
  await changePanelist(tx, asked, member, { guest })
  return [{ kind: 'guest.joined', member, guest }]
}

/** What somebody said of themselves ends with their membership. */
export const retirePanelist = (tx: Writer, asked: Asked, member: string): Promise<void> =>
  retire(tx, 'panelist', asked.seq, isPanelist(tx, asked, member))

/** The row as it was before, where there was one. */
async function changePanelist(tx: Writer, asked: Asked, member: string, change: Partial<PanelistRow>) {
  const { panelist } = tx.tables
  const where = isPanelist(tx, asked, member)
  const [old] = await present(tx, 'panelist', asked.project.id, where)
  if (old) await supersede(tx, 'panelist', asked.seq, where, old, change)
  else
    await tx.insert(panelist).values({
      ...unknownPanelist,
      declared: 0,
      externals: [],
      ...change,
      project: asked.project.id,
      member,
      since: asked.seq,
      until: null,
    })
  return old
}

const isPanelist = (tx: Writer, asked: Asked, member: string) =>
  and(eq(tx.tables.panelist.project, asked.project.id), eq(tx.tables.panelist.member, member))!

async function refuseOthers(read: Reader, project: string, member: string): Promise<void> {
  const [row] = await present(read, 'member', project, eq(read.tables.member.id, member))
  if (!row) throw new Refusal('not-found')
  if (!row.roles.includes('panelist')) throw new Refusal('not-panelist')
}
