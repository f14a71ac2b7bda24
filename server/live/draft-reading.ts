import type * as Y from 'yjs'
import { type Draft, type DraftDocument, readDraft, readTextRoot } from '#shared/draft.ts'
import { inPieces } from '../domain/pieces.ts'
import type { LiveDocument } from './document.ts'

/** The words of each root as they were read last, until somebody changes them, and the draft they make up. */
type Reading = { words: Map<string, string>; view: DraftDocument; draft: Draft | null }

/** What drafts say. Thousands of texts are read piece by piece, and again only where they changed. */
export function draftReadings(): (document: LiveDocument) => Promise<Draft> {
  const readings = new WeakMap<Y.Doc, Reading>()
  return async (document) => {
    const { doc } = document
    const reading = readings.get(doc) ?? begin(doc)
    readings.set(doc, reading)
    while (!reading.draft) {
      await inPieces(read(doc, reading))
      // Nobody is told of half a change.
      if (document.becoming) await document.becoming
      else reading.draft = readDraft(reading.view)
    }
    return reading.draft
  }
}

function begin(doc: Y.Doc): Reading {
  const words = new Map<string, string>()
  const rootOf = new WeakMap<object, string>()
  const say = (root: string): string => {
    const known = words.get(root)
    if (known !== undefined || !doc.share.has(root)) return known ?? ''
    const text = doc.getText(root)
    rootOf.set(text, root)
    const said = text.toString()
    words.set(root, said)
    return said
  }
  const getText = (root: string) => ({ toString: () => say(root), length: say(root).length })
  const reading: Reading = { words, view: { getMap: (name) => doc.getMap(name), getText }, draft: null }
  doc.on('afterTransaction', ({ changed }) => {
    if (changed.size > 0) reading.draft = null
    for (const type of changed.keys()) words.delete(rootOf.get(type) ?? '')
  })
  return reading
}

/** Reads all that is not known yet. */
function* read(doc: Y.Doc, { words, view }: Reading): Generator<void> {
  for (const root of [...doc.share.keys()])
    if (!words.has(root) && readTextRoot(root)) {
      view.getText(root).toString()
      yield
    }
}
