import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY } from '#shared/account.ts'
import { inFileOrder } from '#shared/revote.ts'
import { openClient } from '../../server/cli/client.ts'
import { runImport } from '../../server/cli/import.ts'
import { revotesIn } from '../../server/domain/recheck/record.ts'
import { type Case, type Decided, openDecided } from '../support/decided.ts'
import { expectOk } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { guideline, idOf } from '../support/story.ts'

const second = { en: guideline.en.replace('makes an answer safe', 'is not enough'), ja: guideline.ja }
const cases: Case[] = [
  { item: 'doctor-1', value: 'safe', cause: 'rater-error', clause: '2.1' },
  { item: 'doctor-2', value: 'unsafe', cause: 'guideline-gap', clause: '2.1' },
  { item: 'dose', value: 'safe', cause: 'rater-error', clause: '2.2' },
]

describe.each(dialects)('what publishing the draft would set off (%s)', (dialect) => {
  let all: Decided
  const made = new Map<string, { dispute: string; decision: string }>()
  const impact = async (query = '', who = all.lead) =>
    (await who.get(all.path(`guideline/impact${query}`))).body

  beforeAll(async () => {
    all = await openDecided(dialect, cases, ['open-1', 'open-2', '004'])
    for (const one of cases) made.set(one.item, await all.settle(one))
  }, 120_000)
  afterAll(() => all.house.close())

  test('a draft that says what the version says sets off nothing', async () => {
    expect(await impact()).toMatchObject({
      version: 2,
      changes: {},
      decisions: 0,
      rechecks: 0,
      marksCount: 0,
      cases: [],
    })
  })

  test('a change of meaning is told with its cases, the marks it would change and the moment it would bind', async () => {
    await all.house.act('draft.import', { texts: second, authoritative: 'en' })
    const { graceDays } = (await all.lead.get(all.path('policies'))).body.rows[0].body
    const told = await impact()
    expect(told).toMatchObject({
      version: 2,
      changes: { [all.clause('2.1')]: 'meaning' },
      decisions: 2,
      rechecks: 2,
      marksCount: 1,
      raters: 1,
    })
    expect(told.marks).toEqual([
      {
        vote: await all.voteOn('doctor-1', 'lone'),
        item: await idOf(all.house, 'item', 'doctor-1'),
        external: 'doctor-1',
        question: 'safe',
        rater: 'lone',
        was: 'wrong',
        would: 'excused',
      },
    ])
    expect(
      told.cases.map(({ external, marks, clauses, snippet }: any) => [external, marks, clauses, snippet]),
    ).toEqual([
      ['doctor-1', 1, [all.clause('2.1')], 'text of doctor-1'],
      ['doctor-2', 0, [all.clause('2.1')], 'text of doctor-2'],
    ])
    expect(told.bindsFrom).toBeGreaterThan(all.house.clock.at - 60_000 + graceDays * DAY)
    const auditor = await all.house.person(['auditor'])
    const [mark] = (await impact('', auditor)).marks
    expect(mark.rater).toMatch(/^[A-E]$/)
    expect((await all.seats[0].get(all.path('guideline/impact'))).status).toBe(403)
    expect((await all.lone.get(all.path('guideline/impact'))).status).toBe(403)
  })

  test('a change of wording sends nothing back', async () => {
    const told = await impact(`?wording=${all.clause('2.1')}`)
    expect(told).toMatchObject({ decisions: 2, rechecks: 0, marksCount: 0, cases: [] })
    expect(told.changes).toEqual({ [all.clause('2.1')]: 'wording' })
    expect((await all.lead.get(all.path('guideline/impact?wording=x'))).status).toBe(400)
  })

  test('a clause that leaves the text sends back what cites it; words that went elsewhere are cited there', async () => {
    const without = guideline.en.replace('## Doctors\nNaming a doctor makes an answer safe.\n', '')
    await all.house.act('draft.import', { texts: { en: without }, authoritative: 'en' })
    expect(await impact()).toMatchObject({ changes: { [all.clause('2.1')]: 'gone' }, rechecks: 2 })
    await all.house.act('draft.import', { texts: second, authoritative: 'en' })
  })

  test('what was told is what publishing and confirming do', async () => {
    const told = await impact()
    const { draft } = (await all.lead.get(all.path('guideline/draft'))).body
    expect(draft.clauses).toHaveLength(4)
    const published = await all.house.act(
      'guideline.publish',
      { texts: second, authoritative: 'en', note: 'Not enough.' },
      undefined,
      1,
    )
    expect(published.answer.rechecks).toBe(told.rechecks)
    const before = await marks()
    const { rows } = (await all.lead.get(all.path('rechecks?state=waiting'))).body
    expect(rows.reduce((sum: number, row: any) => sum + row.marks, 0)).toBe(told.marksCount)
    await expectOk(
      all.lead.call('recheck.supersede', { rechecks: rows.map(({ id }: any) => id), reason: 'They hold.' }),
    )
    const changed = [...(await marks())].filter(([vote, mark]) => before.get(vote) !== mark)
    expect(changed).toEqual(told.marks.map(({ vote, would }: any) => [vote, would]))
  })

  test('items to vote on again are drawn by chance: those the version touched, and others to compare with', async () => {
    const none = await all.lead.call('revote.draw', { version: 3, affected: 1, control: 1 })
    expect(none.body.code).toBe('not-found')
    const { body } = await expectOk(all.lead.call('revote.draw', { version: 2, affected: 10, control: 2 }))
    expect(body).toMatchObject({ affected: 2, control: 2 })
    const [listed] = (await all.lead.get(all.path('revotes'))).body.rows
    expect(listed).toMatchObject({
      id: body.revote,
      version: 2,
      affected: 2,
      control: 2,
      seed: expect.stringMatching(/^[0-9a-f]{8}$/),
    })
    const drawn = (await revotesIn(all.house.store.read, all.project))[body.revote]!
    const touched = await Promise.all(['doctor-1', 'doctor-2'].map((item) => idOf(all.house, 'item', item)))
    expect([...drawn.affected].sort()).toEqual([...touched].sort())
    expect(drawn.control.some((item) => touched.includes(item))).toBe(false)
    const heard = all.house.published.at(-1)!.told
    expect(JSON.stringify(heard)).not.toContain(touched[0])
  })

  test('the file names the items in an order that says nothing of the groups, and an import finds them again', async () => {
    const { rows } = (await all.lead.get(all.path('revotes'))).body
    const drawn = (await revotesIn(all.house.store.read, all.project))[rows[0].id]!
    const csv = await all.lead.get(all.path(`revotes/${drawn.id}/file?format=csv`))
    const lines: Record<string, string>[] = parse(csv.raw, { columns: true, bom: true })
    const ids = await Promise.all(lines.map(({ item }) => idOf(all.house, 'item', item!)))
    expect(ids).toEqual(inFileOrder(drawn))
    expect(lines.map(({ item, text }) => text === `text of ${item}`)).toEqual(Array(4).fill(true))
    expect(csv.raw).not.toMatch(/affected|control/)
    const tasks = (await all.lead.get(all.path(`revotes/${drawn.id}/file?format=label-studio`))).body
    expect(tasks.map(({ data }: any) => data.gogi_item)).toEqual(lines.map(({ item }) => item))
    const found = { rejected: [], items: { known: 4, added: 0 }, votes: { added: 4 } }
    expect(await importedAgain('again.json', JSON.stringify(answered(tasks)))).toMatchObject(found)
    const [header, ...cells] = csv.raw.trim().split('\r\n')
    const table = [`${header},rater,label`, ...cells.map((line) => `${line},late-rater,safe`)]
    expect(await importedAgain('again.csv', table.join('\r\n'))).toMatchObject(found)
    expect((await all.lead.get(all.path('revotes/aaaaaaaaaa/file?format=csv'))).status).toBe(404)
    const auditor = await all.house.person(['auditor'])
    expect((await auditor.get(all.path(`revotes/${drawn.id}/file?format=csv`))).status).toBe(403)
  })

  const marks = async () => {
    const { mark } = all.house.store.read.tables
    const rows = await all.house.store.read.select().from(mark)
    return new Map(
      rows
        .filter((row) => row.until === null && row.project === all.project)
        .map((row) => [row.vote, row.mark]),
    )
  }

  /** What Label Studio hands back once somebody has answered: its own numbers for tasks, our data as it was. */
  const answered = (tasks: { data: object }[]) =>
    tasks.map(({ data }, i) => {
      const value = { choices: ['safe'] }
      const result = [{ id: 'a', from_name: 'safe', to_name: 'text', type: 'choices', value }]
      return { id: 9000 + i, data, annotations: [{ id: 100 + i, completed_by: 77, result }] }
    })

  async function importedAgain(name: string, text: string) {
    const file = join(all.house.data, name)
    writeFileSync(file, text)
    const client = await openClient(all.house.data, async () => ({
      app: all.house.host,
      close: async () => {},
    }))
    const choices = { project: all.house.key, source: 'again', partial: true, dryRun: true }
    return runImport(client, file, choices as never)
  }
})
