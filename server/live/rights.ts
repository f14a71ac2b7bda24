import type { IncomingHttpHeaders } from 'node:http'
import { hangUp } from '#shared/live-text.ts'
import type { Actor } from '#shared/member.ts'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import { namesOf } from '../domain/name.ts'
import { actorOf, type Project, projectOf, type Who } from '../domain/who.ts'
import { lose } from './document.ts'
import type { Kind, Right } from './kind.ts'
import { allow, type Guest, hang } from './line.ts'
import type { Open } from './shelf.ts'

export type Door = {
  isOurs: (headers: IncomingHttpHeaders) => boolean
  whoOf: (headers: IncomingHttpHeaders) => Promise<Who>
}
type Place = { project: Project; rightOf: (actor: Actor) => Right }

export async function placeOf(house: House, kind: Kind, id: string, project: string): Promise<Place> {
  const found = await projectOf(house.store.read, project)
  return { project: found, rightOf: await kind.rights(house.store.read, found, id) }
}

/** As whom somebody comes in and what they may, or the code to hang up with. */
export async function guestOf(house: House, who: Who, { project, rightOf }: Place): Promise<Guest | number> {
  if (!who || !('person' in who)) return hangUp.signedOut
  const { read } = house.store
  const actor = await actorOf(read, project, who)
  if (!actor || (actor.roles.length === 0 && !actor.owner)) return hangUp.notFound
  const right = rightOf(actor)
  const { may, seat } = right
  if (!may) return hangUp.noAccess
  const name = (await namesOf(read, [actor.id]))[actor.id] ?? ''
  return { person: who.person, user: { id: actor.id, name, seat }, right: { ...right, may } }
}

/**
 * Asks anew, for everybody who is in a text, whether their session lives and what they may. One asking at a time; what
 * changes meanwhile makes it stale again.
 */
export function recheck(house: House, door: Door, open: Open): Promise<void> {
  open.checking ??= check(house, door, open)
    .catch((why) => lose(open.document, why))
    .finally(() => {
      open.checking = null
    })
  return open.checking
}

async function check(house: House, door: Door, open: Open): Promise<void> {
  open.stale = false
  if (open.project === null) return
  const place = await placeOf(house, open.kind, open.id, open.project).catch((error) => {
    if (error instanceof Refusal) return null
    throw error
  })
  for (const line of open.lines) {
    const guest = place ? await guestOf(house, await door.whoOf(line.headers), place) : hangUp.noAccess
    if (typeof guest === 'number') hang(line, guest)
    else allow(line, guest)
  }
}
