import { castSeats, personName, seatsOf } from '#lib/dispute/panel.ts'
import type { RoomView } from '#lib/dispute/room-view.ts'
import { m } from '#lib/paraglide/messages.js'

/** One message in so long: more would be an unusable stream for whoever listens to it. */
const EVERY = 5000

/** What is worth saying of a change, or nothing: the number, never whom it makes look slow. */
export function announcement(before: RoomView, now: RoomView): string | undefined {
  const [was, { dispute }] = [before.dispute, now]
  if (dispute.state === 'decided' && was.state !== 'decided') {
    const by = Object.values(dispute.decisions).find(({ state }) => state === 'signed')?.signedBy
    return by && by !== now.me.member
      ? m.room_say_signed({ name: personName(now, by) })
      : m.dispute_say_decided()
  }
  if (dispute.held !== was.held) return dispute.held ? m.room_held() : m.room_say_resumed()
  if (dispute.round > was.round && was.round > 0) return m.dispute_say_round({ round: dispute.round })
  if (dispute.state === 'revealed' && was.state !== 'revealed') return m.dispute_say_revealed()
  const cast = castSeats(dispute).size
  if (cast !== castSeats(was).size) return m.dispute_cast_of({ count: cast, seats: seatsOf(dispute).length })
  // What is said in a thread is heard there; that one began is not.
  const begun = Object.values(dispute.threads).find(({ id }) => !was.threads[id])
  const by = begun?.comments[0]?.by
  if (by && by !== now.me.member) return m.room_say_thread({ name: personName(now, by) })
}

/** Says at most one thing in five seconds: the latest. */
export class Throttle {
  #toaster: { say: (text: string) => void }
  #last = Number.NEGATIVE_INFINITY
  #due: ReturnType<typeof setTimeout> | undefined
  constructor(toaster: { say: (text: string) => void }) {
    this.#toaster = toaster
  }

  say(words: () => string | undefined): void {
    const text = words()
    if (!text) return
    clearTimeout(this.#due)
    this.#due = setTimeout(
      () => {
        this.#last = performance.now()
        this.#toaster.say(text)
      },
      Math.max(0, this.#last + EVERY - performance.now()),
    )
  }
  stop(): void {
    clearTimeout(this.#due)
  }
}
