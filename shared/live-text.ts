/**
 * The wire of shared texts: the y-websocket protocol (messages 0 and 1), and three messages of our own. A barrier with any
 * token comes back when everything before it on its connection is stored; what a connection may do is told when it opens
 * and whenever that changes.
 *
 * Refused: an update was not taken, and no other of this connection ever will be, for it may build on that one; nor does a
 * barrier that was asked for later come back. Reading goes on. The client puts aside what it was not told is stored, throws
 * its copy away with its client id, and comes again with an empty one. The message is two strings: the part of the text (a
 * clause; '' where it is about the whole), and why.
 */
export const message = { sync: 0, awareness: 1, barrier: 102, access: 103, refused: 104 } as const
/** What follows `message.sync`. */
export const sync = { step1: 0, step2: 1, update: 2 } as const
/** What follows `message.access`. */
export const access = { read: 0, write: 1 } as const
/**
 * Why an update is refused. `protected`: its writer may not change that part now, or it takes a part away that only
 * leaves by saying where its words went. `too-long`: a text, or all together, would hold more than they may. `too-many`:
 * parts.
 */
export const refusedWhys = ['protected', 'too-long', 'too-many'] as const
export type RefusedWhy = (typeof refusedWhys)[number]

/** Why the server hangs up. 4400–4499 stop the stock client for good, anything else lets it come back. */
export const hangUp = {
  malformed: 4400,
  signedOut: 4401,
  noAccess: 4403,
  notFound: 4404,
  tooLarge: 4413,
  tooMany: 4429,
  again: 4503,
} as const

/** The one Y.Text of a rationale. */
export const ROOT = 'text'
/** Largest message that is looked at, bytes: what a kind of text refuses with a word must get here first. */
export const MESSAGE_BYTES = 8 * 1024 * 1024
/** Largest presence of one person, bytes, and how often it is passed on in a second. */
export const PRESENCE_BYTES = 2048
export const PRESENCES_A_SECOND = 10
/** A client asks for a barrier at most this often, ms. */
export const BARRIER_MS = 50

/** Who is present, as the server says it: the name the page knows them by, or the letter of their seat. */
export type Present = { id: string; name: string; seat: string }
