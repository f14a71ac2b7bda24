import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLAUSE_MAP, FOLLOWS, META, readDraft } from '#shared/draft.ts'
import { hangUp, message } from '#shared/live-text.ts'
import { projectOf } from '../../server/domain/who.ts'
import { entryOf, follow, place, propose, wordsOf } from '../support/draft.ts'
import { openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf, origin, until } from '../support/live.ts'
import { openRaw, type Raw, updateOf, type Writer } from '../support/text-writer.ts'
import { openTextRooms, type TextRooms } from '../support/texts.ts'

/** A panelist who may write in the draft and means harm: nothing of it is taken, and whoever else is there writes on. */
let house: TestHouse
let rooms: TextRooms
let project: string
let [mal, ben] = [] as unknown as [Person, Person]
let [one, two] = ['', '']
let writer: Writer
let raw: Raw
let cookie: string
let stood: string
beforeAll(async () => {
  house = await openHouse('sqlite')
  rooms = await openTextRooms(house)
  project = (await projectOf(house.store.read, house.key)).id
  const texts = { en: '# One\n\nFirst words.\n\n# Two\n\nSecond words.\n' }
  await house.act('guideline.publish', { texts, authoritative: 'en', note: 'first' }, undefined, 0)
  mal = await house.person(['panelist'], 'Mal')
  ben = await house.person(['panelist'], 'Ben')
  ;[one, two] = (await house.house.draft.read(project)).clauses.map(({ id }) => id) as [string, string]
  cookie = await cookieOf(house, mal)
  writer = await rooms.write(ben, project, 'guideline')
  await writer.synced()
})
afterAll(() => rooms.close())
beforeEach(async () => {
  raw = await openRaw(rooms.url, { cookie, origin }, project, 'guideline')
  stood = JSON.stringify(readDraft(writer.doc))
})
afterEach(async () => {
  raw.hang()
  wordsOf(writer.doc, one).insert(0, 'b')
  wordsOf(writer.doc, one).delete(0, 1)
  await writer.saved()
  expect(JSON.stringify(readDraft(writer.doc))).toBe(stood)
  expect(JSON.stringify(await house.house.draft.read(project))).toBe(stood)
})

/** What a client would send for what it does to a copy of the draft, all at once. */
function written(act: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc))
  const before = Y.encodeStateVector(doc)
  doc.transact(() => act(doc))
  return Y.encodeStateAsUpdate(doc, before)
}
function numbers(...list: number[]): Uint8Array {
  const encoder = createEncoder()
  for (const number of list) writeVarUint(encoder, number)
  return toUint8Array(encoder)
}
const entry = (more: object) => (doc: Y.Doc) => place(doc, one, { ...entryOf(doc, one), ...more })
const born = 'c_bornan'

describe('an update of the draft that', () => {
  test.each<[string, (doc: Y.Doc) => unknown]>([
    ['nests a text in the map of clauses', (doc) => place(doc, one, new Y.Text('x'))],
    ['nests a map in a text', (doc) => wordsOf(doc, one).insertEmbed(0, new Y.Map())],
    ['embeds things', (doc) => wordsOf(doc, one).insertEmbed(0, { image: 'x' })],
    ['formats', (doc) => wordsOf(doc, one).format(0, 3, { bold: true })],
    ['nests a document', (doc) => place(doc, one, new Y.Doc())],
    ['writes in a root of its own', (doc) => doc.getText('hidden').insert(0, 'x')],
    ['writes in a language there is none of', (doc) => doc.getText(`${one}/fr/body`).insert(0, 'x')],
    ['writes in a field there is none of', (doc) => doc.getText(`${one}/en/notes`).insert(0, 'x')],
    ['keeps a map of its own', (doc) => doc.getMap('more').set('a', 1)],
    ['keeps a map in a text', (doc) => doc.getMap(`${one}/ja/body`).set('a', 'x')],
    ['writes in a clause that is nowhere', (doc) => wordsOf(doc, 'c_nowher').insert(0, 'x')],
    ['follows for a clause that is nowhere', (doc) => follow(doc, 'c_nowher', 'a'.repeat(64))],
    [
      'names a clause otherwise than clauses are named',
      (doc) => place(doc, '__proto__', { pos: 'a9', level: 1 }),
    ],
    ['places a clause nowhere', entry({ pos: '' })],
    ['places a clause where nothing can stand beside it', entry({ pos: 'zz' })],
    ['places a clause at the end of a long road', entry({ pos: `a0${'V'.repeat(300)}` })],
    ['gives a clause no level', entry({ level: 0 })],
    ['gives a clause half a level', entry({ level: 1.5 })],
    ['hangs more on a clause', entry({ colour: 'red' })],
    ['lets a clause go into itself', (doc) => place(doc, one, { ...entryOf(doc, one), into: one })],
    ['lets a clause go where no clause is named', entry({ into: 'there' })],
    ['places a list', (doc) => place(doc, one, ['a0', 1])],
    ['places nothing', (doc) => place(doc, one, null)],
    ['follows words that are no hash', (doc) => follow(doc, one, 'the old words')],
    ['follows a list', (doc) => follow(doc, one, ['a'.repeat(64)])],
    ['follows in a language there is none of', (doc) => doc.getMap(FOLLOWS).set(`${one}/fr`, 'a'.repeat(64))],
    ['writes what only the server writes', (doc) => doc.getMap(META).set('seq', 1_000_000)],
    ['takes away what only the server writes', (doc) => doc.getMap(META).delete('authoritative')],
    ['begins another line in a title', (doc) => wordsOf(doc, one, 'title').insert(1, '\n')],
    ['holds a NUL', (doc) => wordsOf(doc, one).insert(0, 'a\u0000b')],
    ['holds a carriage return', (doc) => wordsOf(doc, one).insert(0, 'a\r\nb')],
  ])('%s ends the connection that sent it', async (_what, act) => {
    raw.send(updateOf(written(act)))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test('keeps a text where the clauses are ends the connection', async () => {
    const doc = new Y.Doc()
    doc.getText(CLAUSE_MAP).insert(0, 'x')
    raw.send(updateOf(Y.encodeStateAsUpdate(doc)))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test('sews two clauses together ends the connection', async () => {
    const [left, right] = [one, two].map((clause) => wordsOf(writer.doc, clause)._start!)
    const encoder = createEncoder()
    // One letter of a client of its own, between what stands in one text and what stands in another.
    for (const number of [1, 1, 4711, 0, 0xc4]) writeVarUint(encoder, number)
    for (const { client, clock } of [left!.lastId, right!.id])
      for (const n of [client, clock]) writeVarUint(encoder, n)
    writeVarString(encoder, 'x')
    writeVarUint(encoder, 0)
    const bytes = toUint8Array(encoder)
    // The byte of what it is has its high bit set, which as a number takes two.
    const whole = new Uint8Array([
      ...numbers(1, 1, 4711, 0),
      0xc4,
      ...bytes.subarray(numbers(1, 1, 4711, 0, 0xc4).length),
    ])
    expect(Y.decodeUpdate(whole).structs[0]).toMatchObject({ origin: left!.lastId, rightOrigin: right!.id })
    raw.send(updateOf(whole))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test('deletes the same letters many times, to make room for more than fits, ends the connection', async () => {
    const { client, clock } = wordsOf(writer.doc, one)._start!.id
    raw.send(updateOf(numbers(0, 1, client, 3, clock, 3, clock, 3, clock, 3)))
    expect(await raw.closed).toBe(hangUp.malformed)
  })
  test.each<[string, (doc: Y.Doc) => unknown]>([
    ['takes a clause away', (doc) => doc.getMap(CLAUSE_MAP).delete(one)],
    [
      'takes a clause away that it has just moved',
      (doc) => {
        place(doc, one, { ...entryOf(doc, one), level: 2 })
        doc.getMap(CLAUSE_MAP).delete(one)
      },
    ],
  ])('%s is refused: clauses say where their words went', async (_what, act) => {
    raw.send(updateOf(written(act)))
    await until(() => raw.of(message.refused).length === 1)
  })
  test('begins a clause under the id of one that is proposed is refused', async () => {
    await propose(house, born)
    raw.send(updateOf(written((doc) => place(doc, born, { pos: 'a9', level: 1 }))))
    await until(() => raw.of(message.refused).length === 1)
  })
})
