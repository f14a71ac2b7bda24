import type * as Y from 'yjs'
import { type Draft, readDraft } from '#shared/draft.ts'
import type { DraftPort } from '../domain/still.ts'
import { freezeText } from './freeze.ts'
import type { Open, Shelf } from './shelf.ts'

/** The shared draft of a project's guideline as the rest of the house asks for it; begun where nobody has. */
export function openDraft(shelf: Shelf): DraftPort {
  const readings = new WeakMap<Y.Doc, Draft>()
  function reading(doc: Y.Doc): Draft {
    const before = readings.get(doc)
    if (before) return before
    const draft = readDraft(doc)
    readings.set(doc, draft)
    doc.once('update', () => readings.delete(doc))
    return draft
  }
  async function take(project: string): Promise<Open> {
    for (;;) {
      const open = (await shelf.take('guideline', project, project))!
      if (!open.document.lost) return open
    }
  }
  return {
    async read(project) {
      const open = await take(project)
      const draft = reading(open.document.doc)
      // Nobody is told of what is not stored.
      await open.document.settled
      shelf.linger(open)
      return draft
    },
    async freeze(project) {
      const { document, release } = await freezeText(shelf, await take(project))
      const authors = await shelf.texts.authors(document.key).catch(async (error) => {
        await release(false)
        throw error
      })
      return {
        draft: reading(document.doc),
        authors: authors.map(({ part, ...author }) => ({ clause: part, ...author })),
        release,
      }
    },
  }
}
