import type { Seen } from './dispute-view.ts'
import type { Fact } from './facts.ts'
import type { Role } from './member.ts'

/**
 * Who hears an event: named roles of the project, the seats of one dispute, one member, or whoever is behind one rater.
 * An owner hears what leads hear. Whoever is not named receives an envelope without it.
 */
export type Audience = { roles?: Role[]; members?: string[] }
export const everybody: Audience = { roles: ['lead', 'panelist', 'rater', 'auditor'] }

/** News that is no fact of the record, told to screens only. */
export type News =
  | { kind: 'queue.moved'; items: string[] }
  | { kind: 'queue.rebuilt'; votes: number }
  /** What somebody may read of a dispute from now on, told to them alone, so that folding is as good as reading anew. */
  | { kind: 'dispute.seen'; dispute: string; seen: Seen }
/** What is told is a fact, with only the fields its audience may know, or news. */
export type LiveEvent = Fact | News
export type Told = { to: Audience; event: LiveEvent }

/** One command's news for one member: everybody's next `seq` is one more, so a hole is seen. */
export type Envelope = { project: string; seq: number; at: number; events: LiveEvent[] }

export const hears = (
  audience: Audience,
  hearer: { id: string; roles: readonly Role[]; owner: boolean },
): boolean =>
  Boolean(
    audience.members?.includes(hearer.id) ||
      hearer.roles.some((role) => audience.roles?.includes(role)) ||
      (hearer.owner && audience.roles?.includes('lead')),
  )
