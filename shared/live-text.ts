/**
 * The wire of shared texts: the y-websocket protocol (messages 0 and 1), and two messages of our own. A barrier with any
 * token comes back when everything before it on its connection is stored; what a connection may do is told when it opens
 * and whenever that changes.
 */
export const message = { sync: 0, awareness: 1, barrier: 102, access: 103 } as const
/** What follows `message.sync`. */
export const sync = { step1: 0, step2: 1, update: 2 } as const
/** What follows `message.access`. */
export const access = { read: 0, write: 1 } as const

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

/** The one Y.Text of a text that is a single text. */
export const ROOT = 'text'
/** Largest message, bytes. */
export const MESSAGE_BYTES = 1024 * 1024
/** Largest presence of one person, bytes, and how often it is passed on in a second. */
export const PRESENCE_BYTES = 2048
export const PRESENCES_A_SECOND = 10
/** A client asks for a barrier at most this often, ms. */
export const BARRIER_MS = 50

/** Who is present, as the server says it: the name the page knows them by, or the letter of their seat. */
export type Present = { id: string; name: string; seat: string }
