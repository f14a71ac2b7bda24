import { expect, test } from 'vitest'
import { type Server, serveReal } from '../support/gogi.ts'
import { openHouse } from '../support/house.ts'
import { cookieOf } from '../support/live.ts'
import { openWriter, type Writer } from '../support/text-writer.ts'
import { furnish } from '../support/texts.ts'

/** Rounds of killing; a long run asks for more. */
const ROUNDS = Number(process.env.GOGI_KILLS ?? 3)
const WRITERS = 10

/**
 * Ten writers, each of whom remembers only what it was told is stored. The server is killed in the middle, and the
 * writers with it, so that nobody is left to send anything again.
 */
test(
  `killed ${ROUNDS} times under ten writers, the server has lost nothing it called stored`,
  async () => {
    const house = await openHouse('sqlite')
    const panel = await furnish(house)
    const id = `${await panel.reveal('case-1')}-0`
    const cookies = [await cookieOf(house, panel.ana), await cookieOf(house, panel.ben)]
    await house.close()
    const come = ({ url }: Server, n: number): Writer => {
      const cookie = cookies[n % 2]!.replace(/^sid\d+/, `sid${new URL(url).port}`)
      return openWriter(url, { cookie, origin: url }, id)
    }
    let [told, lost] = [0, [] as string[]]
    let server = await serveReal(house.data)
    for (let round = 0; round < ROUNDS; round++) {
      const writers = Array.from({ length: WRITERS }, (_, n) => come(server, n))
      await Promise.all(writers.map((writer) => writer.synced()))
      const stored: string[] = []
      const stop = { now: false }
      const writing = writers.map((writer, n) => write(writer, `${round}.${n}`, stored, stop))
      await new Promise((resolve) => setTimeout(resolve, 300 + ((round * 271) % 700)))
      await server.end('SIGKILL')
      stop.now = true
      for (const writer of writers) writer.close()
      await Promise.race([Promise.all(writing), new Promise((resolve) => setTimeout(resolve, 50))])
      server = await serveReal(house.data)
      const reader = come(server, 0)
      await reader.synced()
      const words = new Set(reader.read().split(' '))
      told += stored.length
      lost = lost.concat(stored.filter((word) => !words.has(word)))
      reader.text.delete(0, reader.text.length)
      await reader.saved()
      reader.close()
    }
    await server.end()
    expect(told).toBeGreaterThan(ROUNDS * WRITERS)
    expect(lost).toEqual([])
  },
  60_000 + ROUNDS * 30_000,
)

/** Writes word after word; only what a barrier came back for is remembered. */
async function write(writer: Writer, name: string, stored: string[], stop: { now: boolean }) {
  // The text holds so many letters; a hundred words a writer leave room.
  for (let i = 0; i < 100 && !stop.now && writer.provider.wsconnected; i++) {
    const word = `${name}.${i}`
    writer.text.insert(0, `${word} `)
    await writer.saved()
    stored.push(word)
  }
}
