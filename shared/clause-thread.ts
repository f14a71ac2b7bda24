import Type from 'typebox'
import { answersFor, type ClauseRule } from './clause.ts'
import { ClauseId } from './guideline.ts'
import type { Actor } from './member.ts'
import { Id, Language, oneOf } from './text.ts'
import { COMMENT_LENGTH, type CommentRecord } from './thread.ts'

/** Longest quote kept with a comment. */
export const QUOTE_LENGTH = 1000
const Closed = { additionalProperties: false }
const Position = Type.String({ minLength: 1, maxLength: 400 })
/**
 * Where a comment on the draft hangs: a clause, and if it is about some words of it, their ends as relative positions
 * (Yjs, JSON) and the words as they were. When the words go it is orphaned: it stays on its clause, with the quote.
 */
export const ClauseAnchor = Type.Object(
  {
    clause: ClauseId,
    words: Type.Union([
      Type.Null(),
      Type.Object(
        {
          language: Language,
          field: oneOf(['title', 'body']),
          from: Position,
          to: Position,
          quote: Type.String({ minLength: 1, maxLength: QUOTE_LENGTH }),
        },
        Closed,
      ),
    ]),
  },
  Closed,
)
export type ClauseAnchor = Type.Static<typeof ClauseAnchor>
/** What the record knows of an anchor: the quote is somebody's words and stands apart. */
export type ClausePlace = { clause: string; language: Language | null; field: 'title' | 'body' | null }
export type ClauseThread = {
  id: string
  place: ClausePlace
  /** Open, it holds publishing back. */
  blocking: boolean
  state: 'open' | 'resolved'
  comments: CommentRecord[]
}

const Text = Type.String({ pattern: '\\S', maxLength: COMMENT_LENGTH })
const Mentions = Type.Array(Id, { maxItems: 20, uniqueItems: true })
const may = ['panelist', 'lead'] as const
export const clauseThreadCommands = {
  'clause.comment': {
    input: Type.Object(
      { anchor: ClauseAnchor, text: Text, mentions: Mentions, blocking: Type.Boolean() },
      Closed,
    ),
    may,
  },
  'clause.reply': { input: Type.Object({ thread: Id, text: Text, mentions: Mentions }, Closed), may },
  'clause.resolve': { input: Type.Object({ thread: Id }, Closed), may },
  'clause.unresolve': { input: Type.Object({ thread: Id }, Closed), may },
} as const

export type ClauseThreadFact =
  | { kind: 'clause.commented'; thread: Omit<ClauseThread, 'comments' | 'state'>; comment: CommentRecord }
  | { kind: 'clause.replied'; thread: string; comment: CommentRecord }
  | { kind: 'clause.resolved'; thread: string; by: string }
  | { kind: 'clause.unresolved'; thread: string; by: string }

type Asker = Pick<Actor, 'id' | 'roles' | 'owner'>
/** Only whoever answers for a clause holds its publication back. */
export const refuseBlocking = (rule: ClauseRule, asker: Asker) =>
  answersFor(rule, asker) ? undefined : 'blocking-owners'

/** May they resolve it, or open it again? Whoever began it, and whoever answers for the clause. */
export function refuseTurn(thread: Pick<ClauseThread, 'comments'>, rule: ClauseRule, asker: Asker) {
  if (thread.comments[0]?.by !== asker.id && !answersFor(rule, asker)) return 'not-thread-author'
}
/** The place of an anchor, without words. */
export const placeOf = ({ clause, words }: ClauseAnchor): ClausePlace => ({
  clause,
  language: words?.language ?? null,
  field: words?.field ?? null,
})
