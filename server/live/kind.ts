import type * as Y from 'yjs'
import type { RefusedWhy } from '#shared/live-text.ts'
import type { Actor } from '#shared/member.ts'
import type { Project } from '../domain/who.ts'
import type { Reader } from '../store/store.ts'
import type { Change } from './change.ts'
import type { RootNames } from './root-names.ts'

/** What somebody may do with a text, and as whom the others there see them. */
export type Right = {
  may: 'read' | 'write' | null
  /** The letter of their seat, where they have one. */
  seat: string
  /** Whether names are for them to see; letters of seats are. */
  named: boolean
  /** Of whoever may write: whether this part of the text is theirs to change, and whether they may begin it. */
  touches(part: string): boolean
  begins(part: string): boolean
}

/** What is said of an update before it is taken. `parts`: those in which it writes or deletes letters. */
export type Verdict =
  | { kind: 'fine'; parts: string[] }
  | { kind: 'refused'; part: string; why: RefusedWhy }
  | { kind: 'malformed' }
/** An open text, watched: what its kind has to know of it to judge an update is kept, not counted anew. */
export type Judge = (change: Change, right: Pick<Right, 'touches' | 'begins'>) => Verdict

/** A kind of shared text: whose it is, who may, how it begins and what may stand in it. */
export type Kind = {
  /** The project a text is in, if it is one that this person could know; null: there is no such text. */
  place(read: Reader, id: string, person: { person: string; owner: boolean }): Promise<string | null>
  /** What each actor may, as things stand now. */
  rights(read: Reader, project: Project, id: string): Promise<(actor: Actor) => Right>
  /** Writes the first content into an empty document. Only the server does. */
  first(read: Reader, project: Project, id: string): Promise<(doc: Y.Doc) => void>
  /** What the record did to the text and the text does not hold yet, step by step; null where that is nothing. */
  pending(read: Reader, id: string, doc: Y.Doc): Promise<((doc: Y.Doc) => Iterator<unknown>) | null>
  judge(doc: Y.Doc, names: RootNames): Judge
  /** Whether this is a root in which a caret may stand. */
  isText(root: string): boolean
  /** Whether it is shut for good by the act it was stilled for. */
  shuts: boolean
  /** Largest update, bytes. */
  bytes: number
  /** The words as people read them. */
  text(doc: Y.Doc): string
}
