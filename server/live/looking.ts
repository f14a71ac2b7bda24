import { eq } from 'drizzle-orm'
import type { Socket } from 'socket.io'
import type { Viewer } from '#shared/dispute-view.ts'
import type { Told } from '#shared/events.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { refuseTalk } from '#shared/talk.ts'
import type { House } from '../command.ts'
import { disputeRecords } from '../domain/dispute-record.ts'
import { projectOf } from '../domain/who.ts'
import { openElsewhere, type Place } from './looking-elsewhere.ts'

/** A socket hears of presence, and is heard to look, at most once in so many ms. */
export const LOOKING_MS = 100

export type Looking = ReturnType<typeof openLooking>

/**
 * Who is in a dispute's room. Nothing is stored, and before the first reveal nobody learns of anybody (law 1): those who
 * may speak in the room hear of one another, all others neither hear nor are heard of.
 */
export function openLooking(house: House, viewerOf: (socket: Socket, project: string) => Viewer | undefined) {
  const places = new Map<Socket, Place>()
  const toldAt = new WeakMap<Socket, number>()
  // It is only presence: what fails here is told anew with the next change.
  const forget = () => {}
  const wishes = openWishes((socket, asked) => void go(socket, asked).catch(forget))
  const { tellSoon, stop } = openSoon((place) => void tellOf(place).catch(forget))
  const elsewhere = openElsewhere(house.store.notes, tellSoon)

  async function go(socket: Socket, asked: unknown) {
    const { project: key, dispute } = (asked ?? {}) as { project?: unknown; dispute?: unknown }
    if (typeof key !== 'string') return
    const project = (await projectOf(house.store.read, key)).id
    if (!socket.connected || !viewerOf(socket, project)) return
    const before = places.get(socket)
    if (typeof dispute === 'string') places.set(socket, { project, dispute })
    else places.delete(socket)
    for (const place of [before, places.get(socket)]) if (place) tellSoon(place)
  }
  async function tellOf(place: Place) {
    const here = [...places].flatMap(([socket, { dispute }]) => {
      const viewer = dispute === place.dispute ? viewerOf(socket, place.project) : undefined
      return viewer ? [{ socket, viewer }] : []
    })
    const own = here.map(({ viewer }) => viewer)
    elsewhere.say(place, own)
    const record = here.length > 0 ? await recordOf(house, place) : undefined
    if (!record) return
    const knowing = here.filter(({ viewer }) => !refuseTalk(record, viewer))
    const known = [...own, ...elsewhere.viewers(place.dispute)].filter(
      (viewer) => !refuseTalk(record, viewer),
    )
    const members = [...new Set(known.map(({ id }) => id))].sort()
    if (!tellAll(knowing, { ...place, members }, toldAt)) tellSoon(place)
  }
  return {
    look: wishes.say,
    leave(socket: Socket) {
      wishes.leave(socket)
      const place = places.get(socket)
      places.delete(socket)
      if (place) tellSoon(place)
    },
    /** A reveal or a seat changes who may know of whom. */
    changed(project: string, told: readonly Told[]) {
      const watched = new Set([...places.values()].map(({ dispute }) => dispute))
      for (const { event } of told)
        if (/^(ballot|round|seat|dispute)\./.test(event.kind) && 'dispute' in event)
          if (typeof event.dispute === 'string' && watched.has(event.dispute))
            tellSoon({ project, dispute: event.dispute })
    },
    elsewhere: elsewhere.hear,
    close() {
      elsewhere.close()
      stop()
      wishes.close()
      places.clear()
    },
  }
}

/** What changes about a dispute in a short while is told at once. */
function openSoon(tell: (place: Place) => void) {
  const due = new Map<string, NodeJS.Timeout>()
  return {
    tellSoon(place: Place) {
      if (due.has(place.dispute)) return
      const timer = setTimeout(() => {
        due.delete(place.dispute)
        tell(place)
      }, LOOKING_MS)
      due.set(place.dispute, timer)
    },
    stop() {
      for (const timer of due.values()) clearTimeout(timer)
    },
  }
}

/** False when somebody heard of presence just now and has to be told later. */
function tellAll(
  knowing: readonly { socket: Socket }[],
  present: Place & { members: string[] },
  toldAt: WeakMap<Socket, number>,
): boolean {
  const now = performance.now()
  const ready = knowing.filter(({ socket }) => now - (toldAt.get(socket) ?? -LOOKING_MS) >= LOOKING_MS)
  for (const { socket } of ready) {
    toldAt.set(socket, now)
    socket.volatile.emit('presence', present)
  }
  return ready.length === knowing.length
}

/** What a browser says while its last wish is young waits, and the last of it counts. */
function openWishes(act: (socket: Socket, asked: unknown) => void) {
  const waiting = new Map<Socket, unknown>()
  const young = new Map<Socket, NodeJS.Timeout>()
  function say(socket: Socket, asked: unknown) {
    if (young.has(socket)) return void waiting.set(socket, asked)
    act(socket, asked)
    const grown = () => {
      young.delete(socket)
      if (!waiting.has(socket)) return
      const asked = waiting.get(socket)
      waiting.delete(socket)
      say(socket, asked)
    }
    young.set(socket, setTimeout(grown, LOOKING_MS))
  }
  return {
    say,
    leave(socket: Socket) {
      clearTimeout(young.get(socket))
      young.delete(socket)
      waiting.delete(socket)
    },
    close() {
      for (const timer of young.values()) clearTimeout(timer)
    },
  }
}

async function recordOf(house: House, { project, dispute }: Place): Promise<DisputeRecord | undefined> {
  const { read } = house.store
  return (await disputeRecords(read, project, eq(read.tables.dispute.id, dispute)))[0]
}
