import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { hangUp, MESSAGE_BYTES, message, PRESENCES_A_SECOND, sync } from '#shared/live-text.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { until } from '../support/live.ts'
import { frame, presence, type Raw, updateOf, type Writer } from '../support/text-writer.ts'
import { furnish, openTextRooms, type TextRooms } from '../support/texts.ts'

/** Somebody who may write and means harm: refused, the text as it was, and whoever else is there writes on (REALTIME 12). */
let house: TestHouse
let rooms: TextRooms
let panel: Awaited<ReturnType<typeof furnish>>
let id: string
let ben: Writer
let lea: Writer
let raw: Raw
let stood: string
beforeAll(async () => {
  house = await openHouse('sqlite')
  rooms = await openTextRooms(house)
  panel = await furnish(house)
  id = `${await panel.reveal('case-1')}-0`
})
afterAll(() => rooms.close())
beforeEach(async () => {
  ben = await rooms.write(panel.ben, id)
  lea = await rooms.write(panel.lead, id)
  await Promise.all([ben.synced(), lea.synced()])
  ben.provider.awareness.setLocalStateField('cursor', null)
  raw = await rooms.raw(panel.ana, id)
  stood = ben.read()
})
afterEach(async () => {
  raw.hang()
  // The victim's next letter arrives, and nothing else has.
  ben.text.insert(0, 'b')
  await ben.saved()
  await until(() => lea.read() === `b${stood}`)
  expect(ben.read()).toBe(`b${stood}`)
  for (const one of [ben, lea]) one.close()
})

/** Bytes as a list of numbers, each as Yjs writes them. */
function numbers(...list: number[]): Uint8Array {
  const encoder = createEncoder()
  for (const one of list) writeVarUint(encoder, one)
  return toUint8Array(encoder)
}
/** What a client of this id would send for what it does to a copy of the text. */
function written(act: (doc: Y.Doc) => void, client?: number): Uint8Array[] {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(ben.doc))
  if (client !== undefined) doc.clientID = client
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => void updates.push(update))
  act(doc)
  return updates
}
const type = (words: string) => (doc: Y.Doc) => doc.getText('text').insert(0, words)

describe('an update that', () => {
  test.each([
    ['counts a billion structs in seven bytes', () => numbers(1, 2 ** 31, 5)],
    ['counts a billion clients', () => numbers(2 ** 31)],
    ['counts a billion deletes', () => numbers(0, 1, 5, 2 ** 31)],
    ['is no update at all', () => new Uint8Array([255, 255, 255, 1, 2, 3])],
    ['writes with the client id of another', () => written(type('not Ben'), ben.doc.clientID)[0]!],
    [
      'writes with a client id that it read from the presence of another',
      () => written(type('x'), lea.doc.clientID)[0]!,
    ],
    ['takes the places another will write in', () => numbers(1, 1, ben.doc.clientID, 0, 0, 1000, 0)],
    ['writes elsewhere than in the text', () => written((doc) => doc.getText('hidden').insert(0, 'x'))[0]!],
    ['keeps a map in the text’s place', () => written((doc) => doc.getMap('text').set('a', 1))[0]!],
    ['embeds things', () => written((doc) => doc.getText('text').insertEmbed(0, { image: 'x' }))[0]!],
    ['formats', () => written((doc) => doc.getText('text').format(0, 3, { bold: true }))[0]!],
    ['nests a document', () => written((doc) => doc.getText('text').insertEmbed(0, new Y.Doc()))[0]!],
    ['holds a NUL', () => written(type('a\u0000b'))[0]!],
    ['holds a carriage return, which editors count otherwise', () => written(type('a\r\nb'))[0]!],
    ['runs up the clock', () => numbers(1, 1, 77, 0, 0, 2 ** 40, 0)],
  ])('%s ends the connection that sent it', async (_what, bytes) => {
    raw.send(updateOf(bytes()))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test('is of the second version of the encoding says nothing in the first', async () => {
    raw.send(
      updateOf(Y.convertUpdateFormatV1ToV2(written(type('v2'))[0]!)),
      frame(message.barrier, numbers(1)),
    )
    await until(() => raw.of(message.barrier).length === 1)
  })
  test('deletes what another has yet to write is not taken, and waits for nothing', async () => {
    raw.send(updateOf(numbers(0, 1, ben.doc.clientID, 1, 0, 1_000_000)))
    await until(() => raw.of(message.sync).length > 1)
  })
  test('needs what it brings in a circle ends the connection', async () => {
    // Two clients, each of whose letters stands to the right of the other's: info 0x84 is a string with a left origin.
    const letter = (origin: number) => [0x84, ...numbers(origin, 0, 1), 'x'.charCodeAt(0)]
    const bytes = new Uint8Array([
      ...numbers(2),
      ...numbers(1, 9002, 0),
      ...letter(9001),
      ...numbers(1, 9001, 0),
      ...letter(9002),
      ...numbers(0),
    ])
    expect(Y.decodeUpdate(bytes).structs.length).toBe(2)
    raw.send(updateOf(bytes))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test('is cut off anywhere harms nobody', async () => {
    const [whole] = written(type('cut'))
    for (let end = 1; end < whole!.length; end++) {
      const cut = await rooms.raw(panel.ana, id)
      cut.send(updateOf(whole!.subarray(0, end)))
      expect(await cut.closed).toBe(hangUp.malformed)
    }
  }, 60_000)
  test('makes the text too long is refused whole', async () => {
    raw.send(updateOf(written(type('x'.repeat(20_001)))[0]!), frame(message.barrier, numbers(1)))
    await until(() => raw.of(message.refused).length === 1)
    expect(raw.of(message.barrier)).toEqual([])
  })
  test('is too large to look at is refused before it is looked at', async () => {
    raw.send(updateOf(new Uint8Array(300 * 1024)))
    expect(await raw.closed).toBe(hangUp.tooLarge)
    const larger = await rooms.raw(panel.ana, id)
    larger.send(updateOf(new Uint8Array(MESSAGE_BYTES)))
    expect(await larger.closed).toBeGreaterThan(1000)
  })
})

test('two thousand updates that miss the one before them: asked for once, then enough', async () => {
  const updates = written((doc) => {
    for (let i = 0; i < 2001; i++) doc.getText('text').insert(i, 'g')
  })
  const since = performance.now()
  raw.send(...updates.slice(1).map(updateOf), frame(message.barrier, numbers(7)))
  expect(await raw.closed).toBe(hangUp.malformed)
  expect(performance.now() - since).toBeLessThan(5000)
  // The greeting asks, and the first gap; no barrier came back for what is not here.
  expect(raw.of(message.sync).length).toBe(2)
  expect(raw.of(message.barrier)).toEqual([])
})
test('a gap that closes is taken, and only then its barrier comes back', async () => {
  const updates = written((doc) => {
    for (let i = 0; i < 3; i++) doc.getText('text').insert(i, `${i}`)
  })
  raw.send(updateOf(updates[1]!), frame(message.barrier, numbers(1)))
  await until(() => raw.of(message.sync).length === 2)
  expect(raw.of(message.barrier)).toEqual([])
  raw.send(frame(message.sync, Y.mergeUpdates(updates), sync.step2))
  await until(() => raw.of(message.barrier).length === 1)
  stood = `012${stood}`
  await until(() => ben.read() === stood)
})
test('messages that are none of ours end the connection', async () => {
  for (const odd of [[2], [3], [99, 1], [0, 7, 0], [0], [102], [102, 200, 1]]) {
    const one = await rooms.raw(panel.ana, id)
    one.send(new Uint8Array(odd))
    expect(await one.closed).toBe(hangUp.malformed)
  }
  raw.socket.send('words')
  expect(await raw.closed).toBe(hangUp.malformed)
})
test('bytes by chance, a thousand times: refused, or nothing', async () => {
  let seed = 7
  const chance = (n: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % n
  }
  for (let i = 0; i < 1000; i++) {
    if (raw.socket.readyState !== WebSocket.OPEN) raw = await rooms.raw(panel.ana, id)
    const body = Uint8Array.from({ length: chance(40) }, () => chance(256))
    raw.send(chance(3) === 0 ? body : chance(2) === 0 ? updateOf(body) : frame(message.awareness, body))
    if (i % 5 === 0) await new Promise(setImmediate)
  }
}, 60_000)

describe('presence', () => {
  const seen = () => lea.provider.awareness.getStates()
  test('of a hundred thousand at once is none', async () => {
    raw.send(frame(message.awareness, presence(Array.from({ length: 5000 }, (_, i) => [i, 1, '{}']))))
    raw.send(frame(message.awareness, presence([[4242, 1, '{}']])))
    await until(() => seen().has(4242))
    expect(seen().size).toBe(3)
    raw.send(frame(message.awareness, presence(Array.from({ length: 100_000 }, (_, i) => [i, 1, '{}']))))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test('of another is theirs', async () => {
    raw.send(frame(message.awareness, presence([[ben.doc.clientID, 99, 'null']])))
    expect(await raw.closed).toBe(hangUp.malformed)
    expect(seen().has(ben.doc.clientID)).toBe(true)
  })
  test('with a name of one’s choosing, or a caret that would break editors, shows neither', async () => {
    const cursor = { anchor: { tname: 'hidden', item: 'x' }, head: { item: { client: {}, clock: 'a' } } }
    raw.send(
      frame(message.awareness, presence([[4343, 1, JSON.stringify({ user: { name: 'Lea' }, cursor })]])),
    )
    await until(() => seen().has(4343))
    expect(seen().get(4343)).toEqual({
      cursor: null,
      user: { id: panel.ana.member, name: 'Ana', seat: expect.stringMatching(/^[AB]$/) },
    })
  })
  test('larger than 2 KiB ends the connection', async () => {
    raw.send(frame(message.awareness, presence([[4444, 1, JSON.stringify({ a: 'x'.repeat(3000) })]])))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test(`a thousand times a second is passed on ${PRESENCES_A_SECOND} times, the latest last`, async () => {
    let heard = 0
    lea.provider.awareness.on('change', ({ updated, added }: { updated: number[]; added: number[] }) => {
      if ([...updated, ...added].includes(4545)) heard++
    })
    lea.provider.awareness.on('update', ({ updated }: { updated: number[] }) => {
      if (updated.includes(4545)) heard++
    })
    raw.send(
      ...Array.from({ length: 1000 }, (_, i) => frame(message.awareness, presence([[4545, i + 1, '{}']]))),
    )
    const clock = () => lea.provider.awareness.meta.get(4545)?.clock
    await until(() => clock() === 1000)
    expect(heard).toBeLessThan(3 * PRESENCES_A_SECOND)
  })
})

test('who reads too slowly is hung up on, and the server holds little for them', async () => {
  raw.socket.pause()
  const words = 'x'.repeat(19_000)
  for (let i = 0; i < 800; i++) {
    lea.text.insert(0, words)
    lea.text.delete(0, words.length)
    if (i % 20 === 0) await lea.saved()
  }
  await lea.saved()
  raw.socket.resume()
  expect([hangUp.again, 1006]).toContain(await raw.closed)
}, 60_000)
