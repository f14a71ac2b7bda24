import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { voteLeaf } from '#shared/import-run.ts'
import { rootOfLeaves } from '#shared/merkle.ts'
import { openClient } from '../../server/cli/client.ts'
import { runImport } from '../../server/cli/import.ts'
import type { ImportOptions } from '../../server/cli/import-options.ts'
import { sweepImports } from '../../server/work/import/sweep.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'

describe.each(dialects)('an import on %s', (dialect) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(dialect)
  })
  afterAll(() => house.close())

  let made = 0
  async function project() {
    const key = `run-${made++}-${house.key}`
    const file = join(house.data, `${key}.csv`)
    const client = await openClient(house.data, async () => ({ app: house.host, close: async () => {} }))
    const put = (text: string, options: Partial<ImportOptions> = {}) => {
      writeFileSync(file, text)
      return runImport(client, file, { project: key, question: 'safe', type: 'single', ...options })
    }
    return { key, put, file, client }
  }
  async function votesOf(key: string) {
    const { vote, imports, project, item, rater } = house.store.read.tables
    const rows = await house.store.read
      .select({
        id: vote.id,
        item: item.external,
        rater: rater.external,
        value: vote.value,
        note: vote.note,
        ref: vote.ref,
        late: vote.late,
        supersedes: vote.supersedes,
      })
      .from(vote)
      .innerJoin(imports, eq(imports.id, vote.import))
      .innerJoin(project, eq(project.id, vote.project))
      .innerJoin(item, and(eq(item.id, vote.item), isNull(item.until)))
      .innerJoin(rater, eq(rater.id, vote.rater))
      .where(and(eq(project.key, key), isNull(vote.until), isNotNull(imports.seq), isNull(imports.until)))
    return rows.sort((a, b) => (`${a.item} ${a.rater}` < `${b.item} ${b.rater}` ? -1 : 1))
  }
  const plain = async (key: string) =>
    (await votesOf(key)).map(({ item, rater, value }) => `${item} ${rater} ${JSON.parse(value)}`)
  const file = (...rows: string[]) => `item,rater,label\n${rows.join('\n')}\n`
  const four = file('i1,ann,yes', 'i1,ben,no', 'i2,ann,yes', 'i2,ben,yes')

  test('the same file again, shuffled, with a mark and other line ends, adds nothing', async () => {
    const { put, key } = await project()
    expect((await put(four)).votes).toEqual({
      added: 4,
      same: 0,
      superseding: 0,
      skipped: 0,
      withdrawn: 0,
      late: 0,
    })
    const [head, ...rows] = four.trim().split('\n')
    for (const again of [
      four,
      `\ufeff${[head, ...rows.toReversed()].join('\r\n')}\r\n`,
      `${[head, ...rows.toReversed()].join('\n')}\n`,
    ]) {
      const { votes, items, raters } = await put(again)
      expect(votes).toEqual({ added: 0, same: 4, superseding: 0, skipped: 0, withdrawn: 0, late: 0 })
      expect({ items, raters }).toEqual({ items: { added: 0, known: 2 }, raters: { added: 0, known: 2 } })
    }
    expect(await plain(key)).toEqual(['i1 ann yes', 'i1 ben no', 'i2 ann yes', 'i2 ben yes'])
  })

  test('changed rows supersede and are listed, columns of roles and decisions are named as lost', async () => {
    const { put, key } = await project()
    await put(four)
    const before = await votesOf(key)
    const changed = await put(
      'item,rater,label,role,decision,owner\ni1,ann,no,lead,right,ann\ni1,ben,no,,,\ni2,ann,yes,,,\ni2,ben,no,,,\n',
    )
    expect(changed.votes).toMatchObject({ added: 0, same: 2, superseding: 2 })
    expect(changed.lost).toEqual(['role', 'decision', 'owner'])
    expect(changed.superseding).toEqual(
      expect.arrayContaining([
        { item: 'i1', rater: 'ann', question: 'safe', old: '"yes"', new: '"no"', late: false },
      ]),
    )
    const after = await votesOf(key)
    expect(after.map(({ value }) => JSON.parse(value))).toEqual(['no', 'no', 'yes', 'no'])
    expect(after[0]!.supersedes).toBe(before[0]!.id)
    const { member } = house.store.read.tables
    const { project: projects } = house.store.read.tables
    const people = await house.store.read
      .select()
      .from(member)
      .innerJoin(projects, eq(projects.id, member.project))
      .where(eq(projects.key, key))
    expect(people).toEqual([])
  })

  test('a rater’s repeated answers are all kept, the latest counts, and the file again is the same', async () => {
    const { put, key } = await project()
    const repeated =
      'item,rater,label,at\ni1,ann,yes,2026-01-02T00:00:00Z\ni1,ann,no,2026-01-01T00:00:00Z\ni1,ben,no,\ni1,ben,yes,\n'
    expect((await put(repeated)).votes.added).toBe(4)
    expect(await plain(key)).toEqual(['i1 ann yes', 'i1 ben yes'])
    expect((await put(repeated)).votes).toMatchObject({ added: 0, same: 4, superseding: 0 })
    const [head, ...rows] = repeated.trim().split('\n')
    expect((await put(`${[head, ...rows.toReversed()].join('\n')}\n`)).votes).toMatchObject({
      added: 0,
      same: 4,
      superseding: 0,
    })
    expect(await plain(key)).toEqual(['i1 ann yes', 'i1 ben yes'])
  })

  test('rows a whole file lacks are withdrawn, a part withdraws nothing, and most of it gone needs the lead’s word', async () => {
    const { put, key } = await project()
    await put(four)
    expect((await put(file('i1,ann,yes'), { partial: true })).votes).toMatchObject({ same: 1, withdrawn: 0 })
    await expect(put(file('i1,ann,yes'))).rejects.toThrow(/3 of the 4 votes/)
    const less = await put(file('i1,ann,yes', 'i1,ben,no', 'i2,ann,yes'))
    expect(less.votes).toMatchObject({ same: 3, withdrawn: 1 })
    expect(less.withdrawn).toEqual([expect.objectContaining({ item: 'i2', rater: 'ben', value: '"yes"' })])
    expect(await plain(key)).toEqual(['i1 ann yes', 'i1 ben no', 'i2 ann yes'])
    expect((await put(four)).votes).toMatchObject({ added: 1, same: 3 })
    expect((await put(file('i1,ann,yes'), { complete: true })).votes).toMatchObject({ withdrawn: 3 })
    expect(await plain(key)).toEqual(['i1 ann yes'])
  })

  test('one row that cannot be read stops everything, unless such rows are left out', async () => {
    const { put, key } = await project()
    await put(four)
    const broken = file('i1,ann,maybe', 'i3,cy,yes')
    await expect(put(broken, { partial: true })).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining('line 2'),
    })
    expect(await plain(key)).toHaveLength(4)
    expect((await put(broken, { partial: true, leaveOut: true })).votes).toMatchObject({
      added: 1,
      skipped: 1,
    })
    expect(await plain(key)).toHaveLength(5)
  })

  test('a mapping, a question or a value that does not fit is said with how to mend it, and nothing is written', async () => {
    const { put, key } = await project()
    await expect(put(four, { map: 'item=task,rater=rater,value=label' })).rejects.toMatchObject({
      code: 2,
      message: expect.stringMatching(/no column “task”.*item, rater, label/),
    })
    await expect(
      put('item,rater,q1,q2\ni1,ann,yes,no\n', { map: 'item=item,rater=rater,value:q1=q1,value:q2=q2' }),
    ).rejects.toMatchObject({ code: 2, message: expect.stringContaining('2 questions') })
    await expect(
      put(file('i1,ann,-2', 'i1,ben,4'), { type: 'ordinal', scale: '-3..1' }),
    ).rejects.toMatchObject({ code: 2, message: expect.stringContaining('line 3') })
    expect(await plain(key)).toEqual([])
    await put(four)
    await expect(put(four, { type: 'number' })).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining('single'),
    })
  })

  test('the entry holds the file’s hash and a root over one leaf a vote', async () => {
    const { put, key } = await project()
    await put(four)
    const { imports, vote, project: projects, payload } = house.store.read.tables
    const [row] = await house.store.read
      .select({ imports, seq: projects.seq })
      .from(imports)
      .innerJoin(projects, eq(projects.id, imports.project))
      .where(eq(projects.key, key))
    const votes = await house.store.read.select().from(vote).where(eq(vote.import, row!.imports.id))
    expect(rootOfLeaves(votes.map(voteLeaf).sort())).toBe(row!.imports.root)
    const [entry] = await house.store.read
      .select()
      .from(payload)
      .where(
        and(
          eq(payload.project, row!.imports.project),
          eq(payload.seq, row!.imports.seq!),
          eq(payload.part, 'facts'),
        ),
      )
    expect(JSON.parse(entry!.bytes!)[0]).toMatchObject({
      kind: 'import.done',
      import: { id: row!.imports.id, sha256: row!.imports.sha256, root: row!.imports.root },
    })
  })

  test('an import taken back gives place again to the votes it had superseded', async () => {
    const { put, key } = await project()
    await put(four)
    await put(file('i1,ann,no', 'i1,ben,no', 'i2,ann,yes', 'i3,cy,no'))
    expect(await plain(key)).toEqual(['i1 ann no', 'i1 ben no', 'i2 ann yes', 'i3 cy no'])
    const { imports, project: projects } = house.store.read.tables
    const rows = await house.store.read
      .select({ id: imports.id, seq: imports.seq })
      .from(imports)
      .innerJoin(projects, eq(projects.id, imports.project))
      .where(eq(projects.key, key))
    const latest = rows.sort((a, b) => b.seq! - a.seq!)[0]!.id
    const withdraw = () =>
      house.host.inject({
        method: 'POST',
        url: `/api/v1/projects/${key}/import.withdraw`,
        headers: { 'idempotency-key': `w${Math.random()}` },
        payload: { import: latest, reason: 'the wrong file' },
      })
    const taken = await withdraw()
    expect(taken.json()).toMatchObject({ returned: [expect.any(String)] })
    expect(await plain(key)).toEqual(['i1 ann yes', 'i1 ben no', 'i2 ann yes', 'i2 ben yes'])
    expect((await withdraw()).json()).toMatchObject({ code: 'import-withdrawn' })
    expect((await put(four)).votes).toMatchObject({ added: 0, same: 4 })
  })

  test('what a crash left half written is swept and was never seen', async () => {
    const { put, key } = await project()
    await put(four)
    const { tables } = house.store.read
    const [row] = await house.store.read
      .select()
      .from(tables.imports)
      .innerJoin(tables.project, eq(tables.project.id, tables.imports.project))
      .where(eq(tables.project.key, key))
    const crashed = { ...row!.import, id: house.house.newId(), state: 'running', seq: null }
    const [vote] = await house.store.read
      .select()
      .from(tables.vote)
      .where(eq(tables.vote.import, row!.import.id))
    await house.store.transact(null, async (tx) => {
      await tx.insert(tables.imports).values(crashed)
      await tx.insert(tables.vote).values({ ...vote!, id: house.house.newId(), import: crashed.id })
    })
    expect(await plain(key)).toHaveLength(4)
    await sweepImports(house.store)
    expect(
      await house.store.read.select().from(tables.vote).where(eq(tables.vote.import, crashed.id)),
    ).toEqual([])
    expect(await plain(key)).toHaveLength(4)
  })

  test('a new vote on an item in dispute comes late: the dispute keeps the old one and hears of the new', async () => {
    const { put, key } = await project()
    await put(four)
    const { tables } = house.store.read
    const [item] = await house.store.read
      .select({ id: tables.item.id })
      .from(tables.item)
      .innerJoin(tables.project, eq(tables.project.id, tables.item.project))
      .where(and(eq(tables.project.key, key), eq(tables.item.external, 'i1')))
    const opened = await house.host.inject({
      method: 'POST',
      url: `/api/v1/projects/${key}/dispute.open`,
      headers: { 'idempotency-key': 'd' },
      payload: { items: [{ item: item!.id, questions: ['safe'] }] },
    })
    expect(opened.statusCode).toBe(200)
    const { votes } = await put(file('i1,ann,no', 'i1,ben,no', 'i2,ann,yes', 'i2,ben,yes'))
    expect(votes).toMatchObject({ superseding: 1, late: 1 })
    const { dispute } = opened.json().opened[0]
    const heard = await house.store.read
      .select()
      .from(tables.disputeVote)
      .where(eq(tables.disputeVote.dispute, dispute))
    expect(heard.map(({ value, late }) => [JSON.parse(value), late]).sort()).toEqual([
      ['no', 0],
      ['no', 1],
      ['yes', 0],
    ])
    const told = house.published.flatMap((done) => done.facts).filter(({ kind }) => kind === 'votes.arrived')
    expect(told).toEqual([
      expect.objectContaining({ dispute, votes: [expect.objectContaining({ value: 'no', late: true })] }),
    ])
  })

  test('real votes on real items: entailment, 8,000 votes', async () => {
    const { client, key } = await project()
    const folder = join(import.meta.dirname, '../../../shared/data/snow-rte')
    const options = { project: key, items: join(folder, 'items.csv'), question: 'entailment', type: 'single' }
    const first = await runImport(client, join(folder, 'votes.csv'), options)
    const rows = readFileSync(join(folder, 'votes.csv'), 'utf8').trim().split('\n').length - 1
    expect(first).toMatchObject({
      rows,
      items: { added: 800, known: 0 },
      votes: { added: rows, same: 0 },
      rejected: [],
      lost: [],
    })
    const again = await runImport(client, join(folder, 'votes.csv'), options)
    expect(again).toMatchObject({
      items: { added: 0, known: 800 },
      votes: { added: 0, same: rows, superseding: 0, withdrawn: 0 },
    })
  })
})
