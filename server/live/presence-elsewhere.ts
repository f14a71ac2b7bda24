import type { Caret, Note, Notes } from '../store/notes.ts'
import { type LiveDocument, tell } from './document.ts'
import { presenceFrame } from './frames.ts'

type Carets = Extract<Note, { kind: 'carets' }>
/** Stock clients show themselves anew every 15 s: a process of which nothing came for longer has gone. */
const GONE_MS = 40_000
/** What carets of one note take together, about, in characters: it holds 8,000 bytes. */
const BYTES = 4000

/** Carets of people who write by other server processes: said once a second, as letters are read, and stored nowhere. */
export function openPresenceElsewhere(notes: Notes | null) {
  const processes = new Map<string, { at: number }>()
  const said = new WeakMap<LiveDocument, Map<number, number>>()
  // It is only presence: what is lost is said again.
  const send = (note: Carets) => void notes?.send(note).catch(() => {})

  /** What changed since it was said last. */
  function fresh(document: LiveDocument): Caret[] {
    const before = said.get(document) ?? new Map<number, number>()
    const others = new Set<object>(processes.values())
    const own = [...document.presence.entries.values()].filter(({ of }) => !others.has(of))
    said.set(document, new Map(own.map(({ client, clock }) => [client, clock])))
    const here = new Set(own.map(({ client }) => client))
    const gone = [...before].filter(([client]) => !here.has(client))
    return [
      ...own
        .filter(({ client, clock }) => before.get(client) !== clock)
        .map(({ client, clock, cursor, user }) => ({ client, clock, cursor, user })),
      ...gone.map(([client, clock]) => ({ client, clock, cursor: null, user: null })),
    ]
  }
  function show({ presence, hearers }: LiveDocument, of: object, { client, clock, cursor, user }: Caret) {
    const held = presence.entries.get(client)
    if (user ? !presence.put(of, { client, clock, cursor, gone: false }, user) : held?.of !== of) return
    if (!user) presence.entries.delete(client)
    const gone = presenceFrame([{ client, clock, state: 'null' }])
    for (const hearer of hearers) hearer.send(user ? presence.one(client, hearer.named) : gone)
  }
  return {
    /** Somebody opens a text here: who is in it elsewhere is asked for. */
    ask: ({ key }: LiveDocument) => send({ kind: 'carets', doc: key, carets: [], ask: true }),
    say(document: LiveDocument) {
      let room = BYTES
      const parts = Object.values(
        Object.groupBy(fresh(document), (caret) => {
          room -= JSON.stringify(caret).length
          return Math.ceil(-room / BYTES)
        }),
      )
      for (const carets of parts) if (carets) send({ kind: 'carets', doc: document.key, carets })
    },
    hear(document: LiveDocument, { carets, ask }: Carets, by: string) {
      const process = processes.get(by) ?? { at: 0 }
      process.at = performance.now()
      processes.set(by, process)
      if (ask) said.delete(document)
      for (const caret of carets) show(document, process, caret)
    },
    /** Takes out whom processes brought that have gone. */
    forget(documents: readonly LiveDocument[]) {
      for (const [by, process] of processes) {
        if (performance.now() - process.at < GONE_MS) continue
        processes.delete(by)
        for (const document of documents) {
          const left = document.presence.leave(process)
          if (left) tell(document, left)
        }
      }
    },
  }
}
