import { type Server, serveReal } from './gogi.ts'
import type { Writer } from './text-writer.ts'

const WRITERS = 10
/** A text holds so many letters; a hundred words a writer leave room. */
const WORDS = 100

/** How the writers of one kind of text come, and where the n-th of them writes. */
type Writing = {
  come(server: Server, n: number): Writer
  root(n: number): string
}
type Stored = { n: number; word: string }

/**
 * Ten writers, each of whom remembers only what it was told is stored. The server is killed in the middle, and the
 * writers with it, so that nobody is left to send anything again; a reader of the server started anew looks for every
 * word where it was written.
 */
export async function killUnderWriters(data: string, rounds: number, { come, root }: Writing) {
  const [told, lost]: Stored[][] = [[], []]
  let server = await serveReal(data)
  for (let round = 0; round < rounds; round++) {
    const writers = Array.from({ length: WRITERS }, (_, n) => come(server, n))
    await Promise.all(writers.map((writer) => writer.synced()))
    const stored: Stored[] = []
    const stop = { now: false }
    const writing = writers.map((writer, n) => write(writer, { n, round, root: root(n) }, stored, stop))
    await new Promise((resolve) => setTimeout(resolve, 300 + ((round * 271) % 700)))
    await server.end('SIGKILL')
    stop.now = true
    for (const writer of writers) writer.close()
    await Promise.race([Promise.all(writing), new Promise((resolve) => setTimeout(resolve, 50))])
    server = await serveReal(data)
    const reader = come(server, 0)
    await reader.synced()
    const texts = writers.map((_, n) => reader.doc.getText(root(n)))
    const words = texts.map((text) => new Set(text.toString().split(' ')))
    told!.push(...stored)
    lost!.push(...stored.filter(({ n, word }) => !words[n]!.has(word)))
    for (const text of texts) text.delete(0, text.length)
    await reader.saved()
    reader.close()
  }
  await server.end()
  return { told: told!.length, lost: lost!, enough: rounds * WRITERS }
}

/** Writes word after word; only what a barrier came back for is remembered. */
async function write(
  writer: Writer,
  { n, round, root }: { n: number; round: number; root: string },
  stored: Stored[],
  stop: { now: boolean },
) {
  const text = writer.doc.getText(root)
  for (let i = 0; i < WORDS && !stop.now && writer.provider.wsconnected; i++) {
    const word = `${round}.${n}.${i}`
    text.insert(0, `${word} `)
    await writer.saved()
    stored.push({ n, word })
  }
}
