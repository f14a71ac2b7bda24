import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { BODY_LENGTH, META, readDraft, TITLE_LENGTH, textHash } from '#shared/draft.ts'
import { access, hangUp } from '#shared/live-text.ts'
import { projectOf } from '../../server/domain/who.ts'
import { assemble } from '../../server/main.ts'
import { change, entryOf, follow, place, protect, storedDraft, wordsOf } from '../support/draft.ts'
import { openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf, origin, until } from '../support/live.ts'
import { dialects } from '../support/stores.ts'
import { openWriter } from '../support/text-writer.ts'
import { openTextRooms, type TextRooms } from '../support/texts.ts'

const texts = {
  en: '# Care\n\nBe kind.\n\n# Doses\n\nName the dose.\n\n## Children\n\nHalf of it.\n',
  ja: '# 配慮\n\n親切に。\n\n# 用量\n\n用量を書く。\n\n## 子ども\n\n半分。\n',
}

describe.each(dialects)('the guideline as it is being written, on %s', (dialect) => {
  let house: TestHouse
  let rooms: TextRooms
  let project: string
  let [care, doses, children] = ['', '', '']
  let [lea, ana, ben] = [] as unknown as [Person, Person, Person]
  beforeAll(async () => {
    house = await openHouse(dialect)
    rooms = await openTextRooms(house)
    project = (await projectOf(house.store.read, house.key)).id
    await house.act('guideline.publish', { texts, authoritative: 'en', note: 'first' }, undefined, 0)
    lea = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    const draft = await house.house.draft.read(project)
    ;[care, doses, children] = draft.clauses.map(({ id }) => id) as [string, string, string]
  })
  afterAll(() => rooms.close())
  const cookies = new Map<string, string>()
  const come = async (person: Pick<Person, 'login'>) => {
    const cookie = cookies.get(person.login) ?? (await cookieOf(house, person))
    cookies.set(person.login, cookie)
    const writer = openWriter(rooms.url, { cookie, origin }, project, 'guideline')
    await writer.synced()
    return writer
  }
  const fresh = () => `c_${house.house.newId().slice(0, 6)}`

  test('it begins with what the newest version says, and its translations are not behind', async () => {
    const { clauses, seq, authoritative, gone } = await house.house.draft.read(project)
    expect(clauses.map(({ number, texts }) => [number, texts.en?.title, texts.ja?.body])).toEqual([
      ['1', 'Care', '親切に。'],
      ['2', 'Doses', '用量を書く。'],
      ['2.1', 'Children', '半分。'],
    ])
    for (const clause of clauses) expect(clause.follows).toEqual({ ja: textHash(clause.texts.en) })
    expect([authoritative, gone, seq > 0]).toEqual(['en', [], true])
  })
  test('three who write at once end in one text: on their screens, in the database, after a restart', async () => {
    const three = [await come(lea), await come(ana), await come(ben)]
    const born = fresh()
    for (let i = 0; i < 30; i++)
      for (const [n, { doc }] of three.entries()) {
        wordsOf(doc, doses).insert(n === 0 ? 0 : wordsOf(doc, doses).length, `${n}.${i} `)
        wordsOf(doc, care, 'body', 'ja').insert(0, 'あ')
      }
    const [first, second] = three.map(({ doc }) => doc) as [Y.Doc, Y.Doc]
    first.transact(() => {
      place(first, born, { pos: `${entryOf(first, care).pos}V`, level: 2, from: care })
      wordsOf(first, born, 'title').insert(0, 'Born')
    })
    place(second, children, { ...entryOf(second, children), level: 1 })
    wordsOf(second, doses).delete(3, 5)
    await Promise.all(three.map((one) => one.saved()))
    await until(() => new Set(three.map(({ doc }) => JSON.stringify(readDraft(doc)))).size === 1)
    const seen = readDraft(first)
    expect(seen.clauses.map(({ id, level, from }) => [id, level, from])).toEqual([
      [care, 1, null],
      [born, 2, care],
      [doses, 1, null],
      [children, 1, null],
    ])
    expect(readDraft(await storedDraft(house, project))).toEqual(seen)
    expect(await house.house.draft.read(project)).toEqual(seen)
    const again = assemble(house.store, house.data, house.house.now)
    expect(await again.house.draft.read(project)).toEqual(seen)
    await again.documents.close()
    await again.texts.close()
    for (const one of three) one.close()
  })
  test('a clause that leaves and one that comes again keep their ids', async () => {
    const writer = await come(ana)
    const { doc } = writer
    place(doc, children, { ...entryOf(doc, children), into: doses })
    await writer.saved()
    expect((await house.house.draft.read(project)).gone).toEqual([{ id: children, into: doses }])
    const { into: _into, ...entry } = entryOf(doc, children)
    place(doc, children, entry)
    await writer.saved()
    expect((await house.house.draft.read(project)).gone).toEqual([])
    writer.close()
  })

  const acts: [string, (doc: Y.Doc, clause: string) => void][] = [
    ['letters', (doc, clause) => wordsOf(doc, clause).insert(0, 'NO')],
    ['letters of another language', (doc, clause) => wordsOf(doc, clause, 'title', 'ja').insert(0, 'NO')],
    ['a deletion', (doc, clause) => wordsOf(doc, clause).delete(0, 2)],
    ['its place', (doc, clause) => place(doc, clause, { ...entryOf(doc, clause), level: 3 })],
    ['its leaving', (doc, clause) => place(doc, clause, { ...entryOf(doc, clause), into: null })],
    ['what a translation follows', (doc, clause) => follow(doc, clause, 'a'.repeat(64))],
    [
      'letters beside others that are allowed',
      (doc, clause) =>
        doc.transact(() => {
          wordsOf(doc, care).insert(0, 'NO')
          wordsOf(doc, clause).insert(0, 'NO')
        }),
    ],
  ]
  test.each(acts)('in a protected clause a panelist changes nothing: %s', async (_what, act) => {
    await protect(house, doses, 'propose')
    const [writer, other] = [await come(ana), await come(ben)]
    const stood = JSON.stringify(readDraft(other.doc))
    act(writer.doc, doses)
    let saved = false
    writer.saved().then(() => {
      saved = true
    })
    await until(() => writer.refused.length > 0)
    expect(writer.refused).toEqual([`${doses} protected`])
    wordsOf(writer.doc, care).insert(0, 'and then')
    wordsOf(other.doc, care).insert(0, 'on ')
    await other.saved()
    // Reading goes on, but nothing more is taken of a copy that went another way.
    await until(() => wordsOf(writer.doc, care).toString().includes('on '))
    expect(saved).toBe(false)
    wordsOf(other.doc, care).delete(0, 3)
    await other.saved()
    expect(JSON.stringify(readDraft(other.doc))).toBe(stood)
    expect(JSON.stringify(readDraft(await storedDraft(house, project)))).toBe(stood)
    const anew = await come(ana)
    wordsOf(anew.doc, care).insert(0, 'x')
    wordsOf(anew.doc, care).delete(0, 1)
    await anew.saved()
    for (const one of [writer, other, anew]) one.close()
    await protect(house, doses, 'edit')
  })
  test('its owners and leads write in it; a clause kept for reading too', async () => {
    await protect(house, doses, 'read', [ana.member])
    const [owner, lead, other] = [await come(ana), await come(lea), await come(ben)]
    wordsOf(owner.doc, doses).insert(0, 'O')
    await owner.saved()
    wordsOf(lead.doc, doses).insert(0, 'L')
    await lead.saved()
    await until(() => wordsOf(other.doc, doses).toString().startsWith('LO'))
    wordsOf(other.doc, doses).delete(0, 2)
    await until(() => other.refused.length === 1)
    wordsOf(lead.doc, doses).delete(0, 2)
    await lead.saved()
    for (const one of [owner, lead, other]) one.close()
    await protect(house, doses, 'edit')
  })
  test('a clause that is protected while somebody types takes nothing from then on', async () => {
    const [writer, lead] = [await come(ana), await come(lea)]
    wordsOf(writer.doc, doses).insert(0, 'before ')
    await writer.saved()
    await protect(house, doses, 'read')
    wordsOf(writer.doc, doses).insert(0, 'after ')
    await until(() => writer.refused.length === 1)
    const stood = wordsOf(await storedDraft(house, project), doses).toString()
    expect([stood.startsWith('before '), stood.includes('after')]).toEqual([true, false])
    wordsOf(lead.doc, doses).delete(0, 7)
    await lead.saved()
    for (const one of [writer, lead]) one.close()
    await protect(house, doses, 'edit')
  })

  test('an auditor reads without names; a rater and a stranger do not come in', async () => {
    const auditor = await house.person(['auditor'], 'Ida')
    const [reads, writer] = [await come(auditor), await come(ana)]
    writer.provider.awareness.setLocalStateField('cursor', null)
    await until(() => reads.provider.awareness.getStates().has(writer.doc.clientID))
    expect(reads.provider.awareness.getStates().get(writer.doc.clientID)).toEqual({
      cursor: null,
      user: { id: '', name: '', seat: '' },
    })
    expect(reads.rights).toEqual([access.read])
    const stood = readDraft(writer.doc)
    wordsOf(reads.doc, care).insert(0, 'AUDITOR')
    await until(() => reads.rights.length === 2)
    await writer.saved()
    expect(readDraft(writer.doc)).toEqual(stood)
    for (const one of [reads, writer]) one.close()
    const rater = await house.person(['rater'], 'Ray')
    expect(await (await rooms.write(rater, project, 'guideline')).closed).toBe(hangUp.noAccess)
    const other = await openHouse(dialect)
    const stranger = await other.person(['lead'], 'Strange')
    await other.close()
    if (dialect === 'postgres')
      expect(await (await rooms.write(stranger, project, 'guideline')).closed).toBe(hangUp.notFound)
    expect(await (await rooms.write(lea, 'aaaaaaaaaa', 'guideline')).closed).toBe(hangUp.notFound)
  })
  test('a caret stands in a clause, and nowhere that is none', async () => {
    const [writer, other] = [await come(ana), await come(ben)]
    const at = (root: string) => ({ anchor: { tname: root }, head: { tname: root } })
    const seen = () => other.provider.awareness.getStates().get(writer.doc.clientID)?.cursor
    writer.provider.awareness.setLocalStateField('cursor', at(`${care}/ja/body`))
    await until(() => Boolean(seen()))
    expect(seen()).toMatchObject({ anchor: { tname: `${care}/ja/body` } })
    writer.provider.awareness.setLocalStateField('cursor', at('clauses'))
    await until(() => seen() === null)
    for (const one of [writer, other]) one.close()
  })
  test('a person who is removed while typing is out, and the others write on', async () => {
    const gone = await house.person(['panelist'], 'Gone')
    const [away, other] = [await come(gone), await come(ben)]
    wordsOf(away.doc, care).insert(0, 'last words ')
    await away.saved()
    await house.act('member.remove', { member: gone.member })
    wordsOf(away.doc, care).insert(0, 'TOO LATE ')
    expect(await away.closed).toBe(hangUp.notFound)
    wordsOf(other.doc, care).insert(0, 'on ')
    await other.saved()
    const stood = wordsOf(await storedDraft(house, project), care).toString()
    expect([stood.startsWith('on last words '), stood.includes('TOO LATE')]).toEqual([true, false])
    wordsOf(other.doc, care).delete(0, 14)
    await other.saved()
    for (const one of [away, other]) one.close()
  })

  test('markup, scripts and addresses are letters like all others', async () => {
    const writer = await come(ana)
    const words =
      '<script>x()</script><style>*{}</style>[a](javascript:x())![b](data:image/png;base64,AA==)\n'
    wordsOf(writer.doc, care).insert(0, words)
    await writer.saved()
    const draft = await house.house.draft.read(project)
    expect(draft.clauses[0]!.texts.en!.body.startsWith(words)).toBe(true)
    wordsOf(writer.doc, care).delete(0, words.length)
    await writer.saved()
    writer.close()
  })
  test(`a body holds ${BODY_LENGTH} letters and a title ${TITLE_LENGTH}, and whoever writes more is told`, async () => {
    const id = fresh()
    const writer = await come(ana)
    writer.doc.transact(() => {
      place(writer.doc, id, { pos: 'b00', level: 1 })
      wordsOf(writer.doc, id, 'title').insert(0, 't'.repeat(TITLE_LENGTH))
      wordsOf(writer.doc, id).insert(0, '長'.repeat(BODY_LENGTH))
    })
    writer.doc.transact(() => {
      wordsOf(writer.doc, id).delete(0, 10)
      wordsOf(writer.doc, id).insert(5, '0123456789')
    })
    await writer.saved()
    expect(writer.refused).toEqual([])
    wordsOf(writer.doc, id).insert(7, '!')
    await until(() => writer.refused.length === 1)
    expect(writer.refused).toEqual([`${id} too-long`])
    const [second, other] = [await come(ana), await come(ben)]
    wordsOf(second.doc, id, 'title').insert(0, '!')
    await until(() => second.refused.length === 1)
    const third = await come(ana)
    wordsOf(third.doc, id).insert(0, 'x'.repeat(5 * 1024 * 1024))
    await until(() => third.refused.length === 1)
    place(other.doc, id, { ...entryOf(other.doc, id), into: null })
    await other.saved()
    for (const one of [writer, second, third, other]) one.close()
  })
  test('two thousand clauses stand, and not one more', async () => {
    const letter = (n: number) => String.fromCharCode(97 + (n % 26))
    const ids = Array.from({ length: 2000 }, (_, i) => `c_zz${letter(i / 676)}${letter(i / 26)}${letter(i)}z`)
    const writer = await come(lea)
    const standing = readDraft(writer.doc).clauses.length
    writer.doc.transact(() => {
      for (const one of ids.slice(0, 2000 - standing)) place(writer.doc, one, { pos: 'b01', level: 1 })
    })
    await writer.saved()
    expect((await house.house.draft.read(project)).clauses.length).toBe(2000)
    place(writer.doc, 'c_overit', { pos: 'b02', level: 1 })
    await until(() => writer.refused.length === 1)
    expect(writer.refused).toEqual([' too-many'])
    const other = await come(lea)
    other.doc.transact(() => {
      for (const one of ids.slice(0, 2000 - standing))
        place(other.doc, one, { ...entryOf(other.doc, one), into: null })
    })
    await other.saved()
    for (const one of [writer, other]) one.close()
  })
  test('a day asleep with two thousand edits, and then they merge', async () => {
    const [asleep, awake] = [await come(ana), await come(ben)]
    const stood = wordsOf(awake.doc, care).toString()
    asleep.provider.disconnect()
    await until(() => !asleep.provider.wsconnected)
    for (let i = 0; i < 2000; i++) wordsOf(asleep.doc, care).insert(i, 'z')
    wordsOf(asleep.doc, care).delete(0, 1900)
    for (let i = 1; i <= 3; i++) place(asleep.doc, children, { ...entryOf(asleep.doc, children), level: i })
    for (let i = 0; i < 20; i++) wordsOf(awake.doc, care).insert(0, 'a')
    place(awake.doc, children, { ...entryOf(awake.doc, children), level: 4 })
    await awake.saved()
    asleep.provider.connect()
    await until(() => asleep.provider.synced)
    await asleep.saved()
    await until(() => wordsOf(asleep.doc, care).toString() === wordsOf(awake.doc, care).toString())
    const words = wordsOf(awake.doc, care).toString()
    expect(words.replace(/^[az]{120}/, '')).toBe(stood)
    expect(entryOf(asleep.doc, children)).toEqual(entryOf(awake.doc, children))
    expect(asleep.refused).toEqual([])
    wordsOf(awake.doc, care).delete(0, 120)
    await awake.saved()
    for (const one of [asleep, awake]) one.close()
  })

  test('who wrote in which clause is known, and when last; the server is nobody', async () => {
    const writer = await come(ben)
    const before = await authorsOf()
    wordsOf(writer.doc, children).insert(0, 'B')
    wordsOf(writer.doc, children).delete(0, 1)
    place(writer.doc, doses, { ...entryOf(writer.doc, doses), level: 1 })
    await writer.saved()
    const after = await authorsOf()
    expect(after.at(children, ben)).toBeGreaterThan(before.at(children, ben) ?? 0)
    expect(after.at(doses, ben)).toBe(before.at(doses, ben))
    expect(after.persons.has('server')).toBe(false)
    writer.close()
  })
  async function authorsOf() {
    const frozen = await house.house.draft.freeze(project)
    await frozen.release(false)
    return {
      at: (clause: string, { person }: Person) =>
        frozen.authors.find((one) => one.clause === clause && one.person === person)?.at,
      persons: new Set(frozen.authors.map(({ person }) => person)),
    }
  }

  const clauseNow = async (id: string) => {
    const draft = await house.house.draft.read(project)
    const { number: _number, ...clause } = draft.clauses.find((one) => one.id === id)!
    return clause
  }
  const said = async (id: string, body: string) => {
    const clause = await clauseNow(id)
    return { ...clause, texts: { ...clause.texts, en: { ...clause.texts.en!, body } } }
  }
  test('while it is frozen nothing is taken; let go and kept it says what the act did, and everybody is told', async () => {
    const writer = await come(ana)
    const frozen = await house.house.draft.freeze(project)
    wordsOf(writer.doc, children).insert(0, 'meanwhile ')
    let saved = false
    const back = writer.saved().then(() => {
      saved = true
    })
    const seq = await change(house, { set: [await said(doses, 'As commanded.')], whole: false })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([saved, wordsOf(writer.doc, doses).toString()]).toEqual([
      false,
      expect.not.stringContaining('commanded'),
    ])
    await frozen.release(true)
    await until(() => wordsOf(writer.doc, doses).toString() === 'As commanded.')
    await back
    const draft = await house.house.draft.read(project)
    expect(draft.seq).toBe(seq)
    expect(draft.clauses.find(({ id }) => id === children)!.texts.en!.body).toMatch(/^meanwhile /)
    expect(readDraft(await storedDraft(house, project))).toEqual(draft)
    writer.close()
  })
  test('a lead sets it from a file while others are in it, and publishes past what is not published', async () => {
    const writer = await come(ana)
    const file = { en: '# Doses\n\nName the dose in mg.\n\n# Care\n\nBe kind.\n\n# Tone\n\nCalm.\n' }
    expect((await lea.call('draft.import', { texts: file, authoritative: 'en' })).status).toBe(200)
    await until(() => readDraft(writer.doc).clauses.length === 3)
    expect(readDraft(writer.doc).clauses.map(({ id, texts }) => [id, texts.en!.title])).toEqual([
      [doses, 'Doses'],
      [care, 'Care'],
      [expect.any(String), 'Tone'],
    ])
    expect(wordsOf(writer.doc, doses).toString()).toBe('Name the dose in mg.')
    expect((await lea.call('draft.restore', { version: 1 })).status).toBe(200)
    await until(() => readDraft(writer.doc).clauses[0]!.id === care)
    wordsOf(writer.doc, care).insert(0, 'Unpublished. ')
    await writer.saved()
    const published = {
      texts: { en: texts.en.replace('Half', 'A third') },
      authoritative: 'en',
      note: 'by file',
      reason: 'needed',
    }
    expect((await lea.call('guideline.publish', published, { ifMatch: 1 })).status).toBe(200)
    await until(() => wordsOf(writer.doc, children).toString() === 'A third of it.')
    expect(wordsOf(writer.doc, care).toString()).toMatch(/^Unpublished\. Be kind/)
    expect(JSON.stringify(readDraft(await storedDraft(house, project)))).toBe(
      JSON.stringify(readDraft(writer.doc)),
    )
    wordsOf(writer.doc, care).delete(0, 13)
    await writer.saved()
    writer.close()
  })
  test('when what was done to it cannot be stored, everybody comes back to where it is', async () => {
    const { texts: store } = house.installation
    const writer = await come(ana)
    const frozen = await house.house.draft.freeze(project)
    const seq = await change(house, { set: [await said(doses, 'In spite of the disk.')], whole: false })
    const append = store.append
    const spoken = vi.spyOn(console, 'error').mockImplementation(() => {})
    store.append = () => Promise.reject(new Error('the disk is full'))
    await frozen.release(true)
    store.append = append
    spoken.mockRestore()
    await until(() => wordsOf(writer.doc, doses).toString() === 'In spite of the disk.')
    expect((await house.house.draft.read(project)).seq).toBe(seq)
    writer.close()
  })
  test('what a command of another process did to it, and did not write there, is done here', async ({
    skip,
  }) => {
    if (dialect === 'sqlite') return skip()
    const writer = await come(ana)
    await change(house, { set: [await said(doses, 'From elsewhere.')], whole: false })
    house.installation.documents.changed(project)
    await until(() => wordsOf(writer.doc, doses).toString() === 'From elsewhere.')
    writer.close()
  })
  test('a project without a version has an empty draft to begin with', async () => {
    const other = await openHouse(dialect)
    const { id, seq } = await projectOf(other.store.read, other.key)
    expect(await other.house.draft.read(id)).toEqual({ authoritative: 'en', seq, clauses: [], gone: [] })
    await other.close()
  })
  test('what a killed server had not yet done to it is done when it is opened again, once', async () => {
    const seq = await change(house, { set: [await said(doses, 'After the kill.')], whole: false })
    const restart = async () => {
      const again = assemble(house.store, house.data, house.house.now)
      const draft = await again.house.draft.read(project)
      await again.documents.close()
      const rows = (await again.texts.load(`guideline/${project}`))!.seq
      await again.texts.close()
      return { draft, rows }
    }
    const { draft, rows } = await restart()
    expect(draft.seq).toBe(seq)
    expect(draft.clauses.find(({ id }) => id === doses)!.texts.en!.body).toBe('After the kill.')
    expect(await restart()).toEqual({ draft, rows })
  })
  test('restored beside a record that is older, it still takes in what is done to it next', async () => {
    const clause = await said(doses, 'After the restore.')
    const again = assemble(house.store, house.data, house.house.now)
    const ahead = await storedDraft(house, project)
    const [before, doc] = [Y.encodeStateVector(ahead), `guideline/${project}`]
    ahead.getMap(META).set('seq', 1_000_000)
    const data = Y.encodeStateAsUpdate(ahead, before)
    await again.texts.load(doc)
    await again.texts.append(doc, { person: 'server', at: 1, data, clients: [ahead.clientID], parts: [] })
    const frozen = await again.house.draft.freeze(project)
    const seq = await change(house, { set: [clause], whole: false })
    await frozen.release(true)
    const draft = await again.house.draft.read(project)
    expect([draft.seq, draft.clauses.find(({ id }) => id === doses)!.texts.en!.body]).toEqual([
      seq,
      'After the restore.',
    ])
    await again.documents.close()
    await again.texts.close()
  })
})
