import * as Y from 'yjs'
import { openLine, type Seat } from './line.ts'
import type { Served } from './servers.ts'

const WRITERS = 10
/** Longer than any of them waits before it stores, ms. */
const WRITING_MS = 12_000

/**
 * Ten writers at one text, each of whom sends the next word when it was told that the last is safe. The server is killed,
 * the writers with it, so that nobody sends anything again; then a reader comes to the server started anew.
 */
export async function killUnder(start: () => Promise<Served>): Promise<{ told: number; lost: number }> {
  const shape = { name: 'killed', texts: 1, editors: WRITERS }
  const server = await start()
  const told: string[] = []
  const hang = await Promise.all(server.seats(shape).map((seat, n) => writeOn(seat, n, told)))
  await new Promise((done) => setTimeout(done, WRITING_MS))
  await server.end('SIGKILL')
  for (const leave of hang) leave()
  const again = await start()
  const words = await readAll(again.seats(shape)[0]!)
  await again.end('SIGKILL')
  return { told: told.length, lost: told.filter((word) => !words.has(word)).length }
}

async function writeOn(seat: Seat, n: number, told: string[]) {
  let [at, word] = [0, '']
  /** Messages that are answered before the word is: what the server was told when it asked. */
  let before = 0
  const next = () => {
    word = `<${n}.${at++}>`
    line.text.insert(line.text.length, word)
    line.ask(at)
  }
  const line = await openLine(seat, {
    update: () => {},
    acked() {
      if (before > 0) before--
      else {
        told.push(word)
        // Not more than people write.
        setTimeout(() => line.closed || next(), 20)
      }
    },
    answered: () => void (seat.protocol === 'hocuspocus' && before++),
  })
  // Both have said what they have by then.
  setTimeout(next, 200)
  return line.hang
}

async function readAll(seat: Seat): Promise<Set<string>> {
  const line = await openLine(seat, {
    update: (bytes) => Y.applyUpdate(line.doc, bytes, 'server'),
    acked: () => {},
  })
  await new Promise((done) => setTimeout(done, 1000))
  const words = new Set(line.text.toString().match(/<\d+\.\d+>/g))
  line.hang()
  return words
}
