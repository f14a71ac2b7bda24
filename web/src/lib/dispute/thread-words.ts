import { personName } from '#lib/dispute/panel.ts'
import type { RoomView } from '#lib/dispute/room-view.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Anchor } from '#shared/thread.ts'

const order = { item: 0, case: 1, ballot: 2, vote: 3, clause: 4 } as const

/** Threads stand as what they are about stands: stretches of the item first, in their order. */
export const placeOf = (anchor: Anchor): number =>
  order[anchor.kind] * 1e13 + (anchor.kind === 'item' ? anchor.block * 1e7 + anchor.from : 0)

/** What a thread is about, where it is no stretch of text. */
export function aboutWords(view: RoomView, anchor: Anchor): string {
  switch (anchor.kind) {
    case 'ballot': {
      const seat = view.dispute.seats[view.dispute.ballots[anchor.ballot]?.seat ?? '']
      return m.thread_about_ballot({ name: seat ? personName(view, seat.member) : '' })
    }
    case 'vote': {
      const vote = view.splits.flatMap(({ votes }) => votes).find((one) => one.vote === anchor.vote)
      return m.thread_about_vote({ letter: vote?.rater ?? '' })
    }
    case 'clause':
      return m.thread_about_clause({
        number: view.clauses.find(({ id }) => id === anchor.clause)?.number ?? anchor.clause,
      })
    default:
      return m.thread_about_case()
  }
}
