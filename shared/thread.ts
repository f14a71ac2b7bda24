import Type from 'typebox'
import { Id, oneOf } from './text.ts'

export const COMMENT_LENGTH = 4000
const Closed = { additionalProperties: false }
const Place = Type.Integer({ minimum: 0, maximum: 1_000_000 })

/** What a thread is about: the case, a stretch of one content block, a vote, a ballot or a clause. */
export const Anchor = Type.Union([
  Type.Object({ kind: oneOf(['case']) }, Closed),
  /** UTF-16 places in the text of one content block. */
  Type.Object({ kind: oneOf(['item']), block: Place, from: Place, to: Place }, Closed),
  Type.Object({ kind: oneOf(['vote']), vote: Id }, Closed),
  Type.Object({ kind: oneOf(['ballot']), ballot: Id }, Closed),
  Type.Object({ kind: oneOf(['clause']), clause: Type.String({ maxLength: 20 }) }, Closed),
])
export type Anchor = Type.Static<typeof Anchor>

export type CommentRecord = { id: string; by: string; at: number; mentions: string[]; text?: string }
export type ThreadRecord = {
  id: string
  anchor: Anchor
  round: number
  state: 'open' | 'resolved'
  comments: CommentRecord[]
}

const Text = Type.String({ minLength: 1, maxLength: COMMENT_LENGTH })
const Mentions = Type.Array(Id, { maxItems: 20, uniqueItems: true })
const may = ['panelist', 'lead'] as const
export const threadCommands = {
  'thread.open': {
    input: Type.Object({ dispute: Id, anchor: Anchor, text: Text, mentions: Mentions }, Closed),
    may,
  },
  'comment.add': {
    input: Type.Object({ dispute: Id, thread: Id, text: Text, mentions: Mentions }, Closed),
    may,
  },
  'thread.resolve': { input: Type.Object({ dispute: Id, thread: Id }, Closed), may },
  'thread.reopen': { input: Type.Object({ dispute: Id, thread: Id }, Closed), may },
} as const

export type ThreadFact =
  | { kind: 'thread.opened'; dispute: string; thread: Omit<ThreadRecord, 'comments' | 'state'> }
  | { kind: 'comment.added'; dispute: string; thread: string; comment: CommentRecord }
  | { kind: 'thread.resolved'; dispute: string; thread: string; by: string }
  | { kind: 'thread.reopened'; dispute: string; thread: string; by: string }

export type Threads = Record<string, ThreadRecord>
export function applyThread(threads: Threads, fact: ThreadFact): Threads {
  switch (fact.kind) {
    case 'thread.opened':
      return { ...threads, [fact.thread.id]: { ...fact.thread, state: 'open', comments: [] } }
    case 'comment.added': {
      const thread = threads[fact.thread]
      if (!thread || thread.comments.some(({ id }) => id === fact.comment.id)) return threads
      return { ...threads, [fact.thread]: { ...thread, comments: [...thread.comments, fact.comment] } }
    }
    case 'thread.resolved':
    case 'thread.reopened': {
      const thread = threads[fact.thread]
      const state = fact.kind === 'thread.resolved' ? 'resolved' : 'open'
      return thread ? { ...threads, [fact.thread]: { ...thread, state } } : threads
    }
  }
}
