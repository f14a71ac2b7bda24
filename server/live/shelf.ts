import * as Y from 'yjs'
import { hangUp } from '#shared/live-text.ts'
import type { House } from '../command.ts'
import { projectOf } from '../domain/who.ts'
import type { Texts } from '../store/texts.ts'
import { keepSnapshot, type LiveDocument, openDocument } from './document.ts'
import { guideline } from './guideline.ts'
import { takeInPending } from './hold.ts'
import type { Kind } from './kind.ts'
import { hang, type Line } from './line.ts'
import { rationale } from './rationale.ts'
import { searchInOrder } from './root-names.ts'

export const kinds: Record<string, Kind> = { guideline, rationale }
/** How long a text stays open after the last has left, ms, and how many rows make a snapshot worth its bytes then. */
const LINGER_MS = 30_000
const WORTH_KEEPING = 100

/** A text that is open here. */
export type Open = {
  document: LiveDocument
  kind: Kind
  id: string
  /** Known once somebody came in by it. */
  project: string | null
  lines: Set<Line>
  /** What anybody may has to be asked anew; who is asking now. */
  stale: boolean
  checking: Promise<void> | null
  /** Resolves when it thaws. */
  frozen: Promise<void> | null
  lingering: NodeJS.Timeout | undefined
}
export type Shelf = ReturnType<typeof openShelf>

/** The texts that are open in this process: each is loaded once, and put back when nobody needs it. */
export function openShelf(house: House, texts: Texts, failed: (why: unknown) => void) {
  const opening = new Map<string, Promise<Open | null>>()
  const open = new Map<string, Open>()

  function putBack({ document, lines }: Open) {
    opening.delete(document.key)
    open.delete(document.key)
    // Whoever was on the way in comes back to a fresh copy.
    document.lost = true
    for (const line of lines) hang(line, hangUp.again)
    document.doc.destroy()
  }
  async function load(key: string, kind: Kind, id: string, project: string | null): Promise<Open | null> {
    const stored = await loadOrBegin(house, texts, { key, kind, id, project })
    if (!stored) return null
    const onLost = (why: unknown) => {
      if (why !== null) failed(why)
      putBack(opened)
    }
    const document = await openDocument(key, kind, stored, { texts, now: house.now, onLost })
    const asked = { stale: false, checking: null, frozen: null, lingering: undefined }
    const opened: Open = { document, kind, id, project, lines: new Set(), ...asked }
    await takeInPending({ house, texts }, { kind, id, document })
    open.set(key, opened)
    return opened
  }

  return {
    texts,
    house,
    all: () => [...open.values()],
    /** Opens a text; without a project only one that somebody has begun. */
    take(name: string, id: string, project: string | null): Promise<Open | null> {
      const key = `${name}/${id}`
      const begun = opening.get(key) ?? load(key, kinds[name]!, id, project)
      opening.set(key, begun)
      // A text that could not be loaded takes nothing; the next who asks tries again.
      begun.then(
        (opened) => opened ?? opening.delete(key),
        () => opening.delete(key),
      )
      return begun
    },
    /** Puts a text back when nobody comes for a while. */
    linger(opened: Open) {
      clearTimeout(opened.lingering)
      opened.lingering = setTimeout(() => {
        const { document } = opened
        if (opened.lines.size > 0 || opened.frozen || document.storing > 0 || document.lost) return
        const long = document.seq - document.kept >= WORTH_KEEPING
        const kept = long ? keepSnapshot(document) : Promise.resolve()
        putBack(opened)
        kept.catch(failed)
      }, LINGER_MS)
      opened.lingering.unref()
    },
    async close() {
      for (const opened of open.values()) {
        for (const line of opened.lines) hang(line, hangUp.again)
        await opened.document.settled.catch(() => {})
        putBack(opened)
      }
    },
  }
}

type Named = { key: string; kind: Kind; id: string; project: string | null }
async function loadOrBegin(house: House, texts: Texts, { key, kind, id, project }: Named) {
  const stored = await texts.load(key)
  if (stored || project === null) return stored
  await texts.begin(key, await firstContent(house, kind, id, project))
  return texts.load(key)
}

/** Written by the server alone, so that two who come first do not begin the same text twice. */
async function firstContent(house: House, kind: Kind, id: string, project: string) {
  const { read } = house.store
  const write = await kind.first(read, await projectOf(read, project), id)
  const doc = new Y.Doc()
  searchInOrder(doc, kind.isText)
  doc.transact(() => write(doc))
  const first = {
    person: 'server',
    at: house.now(),
    data: Y.encodeStateAsUpdate(doc),
    clients: [doc.clientID],
    parts: [],
  }
  doc.destroy()
  return first
}
