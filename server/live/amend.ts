import type * as Y from 'yjs'
import { inPieces } from '../domain/pieces.ts'
import { keep, type LiveDocument, lose } from './document.ts'

/**
 * Writes into a text that stands still, piece by piece, so that other texts go on meanwhile; resolves when it is stored.
 * All pieces are kept in one turn of the loop, which is one commit: nobody loads half of a change.
 */
export async function amend(document: LiveDocument, write: (doc: Y.Doc) => Iterator<unknown>): Promise<void> {
  const { doc, key } = document
  const { promise, resolve } = Promise.withResolvers<void>()
  const changes: Uint8Array[] = []
  const gather = (change: Uint8Array, by: unknown) => void (by === 'server' && changes.push(change))
  document.becoming = promise
  // What is half in it is no snapshot.
  document.storing++
  doc.on('update', gather)
  try {
    await inPieces(write(doc), (piece) => {
      if (document.lost) throw new Error(`the text ${key} was lost while it was changed`)
      doc.transact(piece, 'server')
    })
    for (const change of changes)
      keep(document, change, { person: 'server', parts: [], writers: [doc.clientID], through: true })
  } catch (error) {
    lose(document, error)
    throw error
  } finally {
    doc.off('update', gather)
    document.storing--
    document.becoming = null
    resolve()
  }
  await document.settled
}
