import type * as Y from 'yjs'
import type { Actor } from '#shared/member.ts'
import type { Project } from '../domain/who.ts'
import type { Reader } from '../store/store.ts'

/** What somebody may do with a text, and as whom the others there see them. */
export type Right = {
  may: 'read' | 'write' | null
  /** The letter of their seat, where they have one. */
  seat: string
  /** Whether names are for them to see; letters of seats are. */
  named: boolean
}

/** A kind of shared text: whose it is, who may, how it begins and what may stand in it. */
export type Kind = {
  /** The project a text is in, if it is one that this person could know; null: there is no such text. */
  place(read: Reader, id: string, person: { person: string; owner: boolean }): Promise<string | null>
  /** What each actor may, as things stand now. */
  rights(read: Reader, project: Project, id: string): Promise<(actor: Actor) => Right>
  /** Writes the first content into an empty document. Only the server does. */
  first(read: Reader, project: Project, id: string): Promise<(doc: Y.Doc) => void>
  /** What may be added. Everything else in an update is refused with it. */
  accepts(item: Y.Item): boolean
  /** Most letters the whole may hold, and the size of one update, bytes. */
  letters: number
  bytes: number
  length(doc: Y.Doc): number
  /** The words as people read them. */
  text(doc: Y.Doc): string
}
