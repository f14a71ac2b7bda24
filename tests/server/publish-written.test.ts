import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectOf } from '../../server/domain/who.ts'
import { entryOf, place, wordsOf } from '../support/draft.ts'
import { type Answered, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf, origin } from '../support/live.ts'
import { dialects } from '../support/stores.ts'
import { openWriter } from '../support/text-writer.ts'
import { openTextRooms, type TextRooms } from '../support/texts.ts'

const codeOf = ({ status, body }: Answered) => (status === 200 ? 'ok' : body.code)

describe.each(dialects)('publishing what people write together, on %s', (dialect) => {
  let house: TestHouse
  let rooms: TextRooms
  let project = ''
  let lead: Person, ana: Person, ben: Person
  let [care, doses, children] = ['', '', '']
  beforeAll(async () => {
    house = await openHouse(dialect)
    rooms = await openTextRooms(house)
    project = (await projectOf(house.store.read, house.key)).id
    lead = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    const texts = { en: '# Care\n\nBe kind.\n\n# Doses\n\nName it.\n\n# Children\n\nHalf of it.\n' }
    await lead.call('guideline.publish', { texts, authoritative: 'en', note: 'first' }, { ifMatch: 0 })
    const { clauses } = (await lead.get(`/projects/${house.key}/guideline`)).body
    ;[care, doses, children] = clauses.map(({ id }: { id: string }) => id)
  }, 120_000)
  afterAll(() => rooms.close())

  const come = async (person: Person) => {
    const cookie = await cookieOf(house, person)
    const writer = openWriter(rooms.url, { cookie, origin }, project, 'guideline')
    await writer.synced()
    return writer
  }
  const view = async (rest = '') => (await lead.get(`/projects/${house.key}/guideline${rest}`)).body
  const publish = async (draft: string) =>
    lead.call('guideline.publish', { draft, note: 'next' }, { ifMatch: (await view()).versions[0].version })

  test('each clause names who wrote in it since the version before, and what went into another says where', async () => {
    const [one, two] = [await come(ana), await come(ben)]
    wordsOf(one.doc, care).insert(0, 'Always. ')
    wordsOf(two.doc, care).insert(wordsOf(two.doc, care).length, ' Please.')
    wordsOf(two.doc, doses).insert(wordsOf(two.doc, doses).length, ' Half for children.')
    place(two.doc, children, { ...entryOf(two.doc, children), into: doses })
    await Promise.all([one.saved(), two.saved()])
    const { hash, changes } = await view('/draft')
    expect(changes).toEqual({ [care]: 'meaning', [doses]: 'meaning', [children]: 'gone' })
    expect(codeOf(await publish(hash))).toBe('ok')
    expect((await view()).gone).toEqual([{ id: children, into: doses }])
    const { clause } = house.store.read.tables
    const rows = await house.store.read
      .select({ id: clause.id, authors: clause.authors })
      .from(clause)
      .where(and(eq(clause.project, project), eq(clause.version, 2)))
    const authors = new Map(rows.map((row) => [row.id, [...row.authors].sort()]))
    expect(authors.get(care)).toEqual([ana.member, ben.member].sort())
    expect(authors.get(doses)).toEqual([ben.member])
    const { rows: compared } = await view('/compare?from=1&to=2')
    expect(compared.map((row: any) => [row.id, [...row.authors].sort()])).toEqual([
      [care, ['Ana', 'Ben']],
      [doses, ['Ben']],
      [children, []],
    ])
    for (const writer of [one, two]) writer.close()
  })

  test('a letter more than the publisher saw is not published, and none is lost while the text stands still', async () => {
    const writer = await come(ana)
    wordsOf(writer.doc, doses).insert(0, 'Seen. ')
    await writer.saved()
    const { hash } = await view('/draft')
    wordsOf(writer.doc, doses).insert(0, 'Unseen. ')
    await writer.saved()
    expect(codeOf(await publish(hash))).toBe('text-moved')
    const seen = (await view('/draft')).hash
    const publishing = publish(seen)
    for (let i = 0; i < 20; i++) wordsOf(writer.doc, care).insert(0, `${i} `)
    const code = codeOf(await publishing)
    await writer.saved()
    const { draft } = await view('/draft')
    const body = draft.clauses.find(({ id }: any) => id === care).texts.en.body
    for (let i = 0; i < 20; i++) expect(body).toContain(`${i} `)
    // It was published as it was seen, or not at all.
    if (code === 'ok') expect((await view()).clauses[0].texts.en.body).not.toContain('19 ')
    else expect(code).toBe('text-moved')
    writer.close()
  })
})
