import { type Editor, now, openEditor } from './editor.ts'
import type { Seat } from './line.ts'

/** One stretch of writing: `rate` edits a second of this whole process; only what is written from `from` on counts, µs. */
export type Stretch = { rate: number; from: number; to: number }
export type Order = { seats: Seat[]; first: number } | { stretch: Stretch }
/** What one process wrote in a stretch and heard of it, µs. */
export type Heard = { wrote: number; heard: Int32Array; acked: Int32Array; gone: number }

/** How long the last words may take to arrive, ms. */
const GRACE = 700

/** A process full of editors that does what it is told over IPC. */
export function generate() {
  const editors: Editor[] = []
  let window: Stretch = { rate: 0, from: 0, to: 0 }
  let [heard, acked]: number[][] = [[], []]
  const into = (times: () => number[]) => (at: number) => {
    if (at >= window.from && at < window.to) times().push(now() - at)
  }
  const ears = { heard: into(() => heard!), acked: into(() => acked!) }

  async function open(seats: readonly Seat[], first: number) {
    // A few at a time, as people come.
    for (let i = 0; i < seats.length; i += 10)
      editors.push(
        ...(await Promise.all(
          seats.slice(i, i + 10).map((seat, n) => openEditor(seat, first + i + n, ears)),
        )),
      )
  }

  async function write(stretch: Stretch): Promise<Heard> {
    window = stretch
    ;[heard, acked] = [[], []]
    const wrote = await writeOnTheClock(editors, stretch)
    await new Promise((done) => setTimeout(done, GRACE))
    const gone = editors.filter(({ closed }) => closed).length
    return { wrote, heard: Int32Array.from(heard), acked: Int32Array.from(acked), gone }
  }

  process.on('message', async (order: Order) => {
    if ('stretch' in order) process.send!(await write(order.stretch))
    else {
      await open(order.seats, order.first)
      process.send!('open')
    }
  })
}

/** Edits are due at fixed times, whether or not the server keeps up: one that stalls shows as latency, not as a lower rate. */
async function writeOnTheClock(editors: readonly Editor[], { rate, from, to }: Stretch): Promise<number> {
  const begun = now()
  let [done, wrote] = [0, 0]
  while (now() < to) {
    const due = Math.floor(((now() - begun) / 1e6) * rate)
    for (let n = 0; done < due && n < 200; n++, done++) {
      if (now() >= from) wrote++
      // Some number without a factor in common with theirs, so that texts and people take turns.
      const editor = editors[(done * 7919) % editors.length]!
      if (!editor.closed) editor.write()
    }
    // Lets what came in be heard, even when there is always more to write.
    await new Promise((next) => (done < due ? setImmediate(next) : setTimeout(next, 1)))
  }
  return wrote
}
