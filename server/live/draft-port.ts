import type { DraftPort } from '../domain/still.ts'
import { draftReadings } from './draft-reading.ts'
import { freezeText } from './freeze.ts'
import type { Open, Shelf } from './shelf.ts'

/** The shared draft of a project's guideline as the rest of the house asks for it; begun where nobody has. */
export function openDraft(shelf: Shelf): DraftPort {
  const reading = draftReadings()
  async function take(project: string): Promise<Open> {
    for (;;) {
      const open = (await shelf.take('guideline', project, project))!
      if (!open.document.lost) return open
    }
  }
  return {
    async read(project) {
      for (;;) {
        const open = await take(project)
        const draft = await reading(open.document)
        // Nobody is told of what is not stored, nor of what was lost meanwhile.
        await open.document.settled
        shelf.linger(open)
        if (!open.document.lost) return draft
      }
    },
    async freeze(project) {
      const { document, release } = await freezeText(shelf, await take(project))
      try {
        const authors = await shelf.texts.authors(document.key)
        return {
          draft: await reading(document),
          authors: authors.map(({ part, ...author }) => ({ clause: part, ...author })),
          release,
        }
      } catch (error) {
        await release(false)
        throw error
      }
    },
  }
}
