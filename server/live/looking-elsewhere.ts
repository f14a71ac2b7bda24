import type { Viewer } from '#shared/dispute-view.ts'
import type { Note, Notes } from '../store/notes.ts'

export type Place = { project: string; dispute: string }
type Looking = Extract<Note, { kind: 'looking' }>

/** A process says again who looks by it every so many ms; one that was not heard for twice as long has gone. */
const AGAIN_MS = 10_000
/** Viewers in one note; a note holds 8,000 bytes. */
const VIEWERS = 60

/** Who looks at disputes by other server processes. Stored nowhere: each process says who looks by it when that changes. */
export function openElsewhere(notes: Notes | null, changed: (place: Place) => void) {
  const said = new Map<string, Looking>()
  const heardOf = new Map<string, Map<string, Looking & { at: number }>>()
  // It is only presence: what is lost is said again.
  const send = (note: Looking) => void notes?.send(note).catch(() => {})

  function sayAgain() {
    for (const note of said.values()) send(note)
    for (const [dispute, of] of heardOf)
      for (const [by, { project, at }] of of) {
        if (performance.now() - at < 2 * AGAIN_MS) continue
        forget(dispute, by)
        changed({ project, dispute })
      }
  }
  function forget(dispute: string, by: string) {
    const of = heardOf.get(dispute)
    if (of?.delete(by) && of.size === 0) heardOf.delete(dispute)
  }
  const timer = notes && setInterval(sayAgain, AGAIN_MS).unref()

  return {
    viewers: (dispute: string): Viewer[] =>
      [...(heardOf.get(dispute)?.values() ?? [])].flatMap(({ viewers }) => viewers),
    /** Everybody who looks at a dispute by this process. */
    say({ project, dispute }: Place, viewers: readonly Viewer[]) {
      if (!notes) return
      const each = [
        ...new Map(viewers.map(({ id, roles, owner }) => [id, { id, roles: [...roles], owner }])).values(),
      ]
      const note: Looking = { kind: 'looking', project, dispute, viewers: each.slice(0, VIEWERS) }
      if (JSON.stringify(note.viewers) === JSON.stringify(said.get(dispute)?.viewers ?? [])) return
      if (each.length > 0) said.set(dispute, note)
      else said.delete(dispute)
      send(note)
    },
    hear(note: Looking, by: string) {
      const { project, dispute, viewers } = note
      const of = heardOf.get(dispute) ?? new Map()
      // Whoever is new there has not heard who is here.
      const own = said.get(dispute)
      if (!of.has(by) && viewers.length > 0 && own) send(own)
      of.set(by, { ...note, at: performance.now() })
      heardOf.set(dispute, of)
      if (viewers.length === 0) forget(dispute, by)
      changed({ project, dispute })
    },
    close() {
      if (timer) clearInterval(timer)
      for (const note of said.values()) send({ ...note, viewers: [] })
    },
  }
}
