import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { now } from './editor.ts'
import type { Heard, Order } from './generator.ts'
import type { Seat, Shape } from './line.ts'
import { cores, pin } from './servers.ts'

/** What a stretch of writing came to: edits a second, times in ms. `whole`: the share of what was to be heard that was. */
export type Outcome = {
  wanted: number
  wrote: number
  whole: number
  heard: Times
  acked: Times
  gone: number
}
export type Times = { p50: number; p99: number; n: number }
export type Load = Awaited<ReturnType<typeof openLoad>>

const bench = fileURLToPath(new URL('../text.ts', import.meta.url))

/** Editors in processes of their own, on every core but the server's, so that they share no loop with it. */
export async function openLoad(seats: readonly Seat[], { editors }: Shape) {
  const processes = Array.from({ length: Math.min(4, Math.max(1, cores - 1)) }, () => {
    const child = fork(bench, ['write'], { serialization: 'advanced' })
    pin(child.pid!, cores > 2 ? `1-${cores - 1}` : '1')
    return child
  })
  const fell = Promise.race(processes.map((child) => once(child, 'exit')))
  const ask = async (child: ChildProcess, order: Order): Promise<unknown> => {
    const answer = once(child, 'message')
    child.send(order)
    const said = await Promise.race([answer, fell.then(() => null)])
    if (!said) throw new Error('a process full of editors fell')
    return said[0]
  }
  const shares = processes.map((_, n) => seats.filter((_seat, at) => at % processes.length === n))
  let first = 0
  for (const [n, child] of processes.entries()) {
    await ask(child, { seats: shares[n]!, first })
    first += shares[n]!.length
  }
  return {
    /** Everybody writes for a while, together so many edits a second; what is written in the first moments does not count. */
    async write(rate: number, warm: number, seconds: number): Promise<Outcome> {
      const from = now() + warm * 1e6
      const stretch = { from, to: from + seconds * 1e6 }
      const answers = (await Promise.all(
        processes.map((child, n) =>
          ask(child, { stretch: { ...stretch, rate: (rate * shares[n]!.length) / seats.length } }),
        ),
      )) as Heard[]
      const wrote = answers.reduce((sum, one) => sum + one.wrote, 0)
      const heard = answers.flatMap((one) => [...one.heard])
      return {
        wanted: rate,
        wrote: wrote / seconds,
        whole: heard.length / (wrote * (editors - 1)),
        heard: timesOf(heard),
        acked: timesOf(answers.flatMap((one) => [...one.acked])),
        gone: answers.reduce((sum, one) => sum + one.gone, 0),
      }
    },
    async end() {
      for (const child of processes) {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
    },
  }
}

function timesOf(times: number[]): Times {
  const sorted = Float64Array.from(times).sort()
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1000
  return { p50: at(0.5), p99: at(0.99), n: sorted.length }
}
