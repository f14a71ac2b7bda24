import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueueQuery, QueueRow } from '#shared/queue.ts'
import { queueDocument } from '#shared/queue.ts'
import { FIX_SOURCE } from '#shared/review.ts'
import type { Store } from '../../server/store/store.ts'
import { openQueues, type Queues } from '../../server/work/queue.ts'
import { type Cast, queueProject } from '../support/queue-project.ts'
import { dialects, openTestStore, tempFolder } from '../support/stores.ts'
import { question } from '../support/votes.ts'

const asked = question('single', ['A', 'B', 'C'])
/** "A3 B2" as five votes of the first five raters. */
const votes = (item: string, camps: string, raters = 'abcdefghijkl'): Cast[] => {
  const values = camps
    .split(' ')
    .flatMap((camp) => Array.from({ length: Number(camp.slice(1)) }, () => camp[0]!))
  return values.map((value, at) => ({ item, rater: raters[at]!, value }))
}
const names = (rows: readonly QueueRow[]) => rows.map(({ external }) => external)

describe.each(dialects)('the queue over a %s store', (dialect) => {
  let store: Store
  let queues: Queues
  const broken: unknown[] = []
  let clock = 1_000_000
  const data = tempFolder()
  beforeAll(async () => {
    store = await openTestStore(dialect, data)
    queues = open()
  })
  const open = () => openQueues(store, data, { now: () => clock, failed: (error) => broken.push(error) })
  afterAll(async () => {
    await queues.close()
    await store.close()
    expect(broken).toEqual([])
  })
  const found = async (project: string, query: QueueQuery = {}) =>
    names((await queues.page(project, query)).rows)

  test('a row says how the votes divide and why it stands there', async () => {
    const { project, items, cast } = await queueProject(store, [asked])
    await cast([...votes('one', 'A3 B2'), ...votes('two', 'A2 B2'), ...votes('three', 'A4')], {
      one: { text: 'A long story', language: 'en', tags: ['news', 'sensitive'], expected: 5 },
    })
    const page = await queues.page(project, {})
    expect(page).toMatchObject({ total: 3, totalIsFloor: false, next: null, rebuilt: { seq: 2, at: clock } })
    expect(names(page.rows)).toEqual(['one', 'three', 'two'])
    expect(page.rows[0]).toEqual({
      item: items.get('one'),
      external: 'one',
      question: 'q',
      // Sensitive: no list shows its words.
      snippet: '',
      language: 'en',
      tags: ['news', 'sensitive'],
      lane: 'majority',
      sampled: false,
      camps: [
        { value: 'A', votes: 3 },
        { value: 'B', votes: 2 },
      ],
      majority: 'A',
      margin: expect.closeTo(0.2),
      entropy: expect.closeTo(0.6126),
      rank: 1,
      pMajorityWrong: expect.any(Number),
      reasons: expect.arrayContaining([
        { code: 'split', counts: [3, 2] },
        { code: 'rank', rank: 1, of: 2, band: 'first' },
      ]),
      state: 'majority',
      votes: 5,
      expected: 5,
      dispute: null,
      closure: null,
      stood: false,
    })
    expect(page.rows[2]).toMatchObject({
      lane: 'tie',
      majority: null,
      rank: null,
      pMajorityWrong: null,
      state: 'tie',
    })
    expect(queueDocument(page, [asked], 'en').rows[2]).toEqual({
      item: 'two',
      question: 'q',
      lane: 'tie',
      camps: [
        { value: 'A', votes: 2 },
        { value: 'B', votes: 2 },
      ],
      majority: null,
      margin: 0,
      entropy: expect.any(Number),
      pMajorityWrong: null,
      reasons: ['2–2', 'a tie: there is no majority to be wrong'],
      state: 'tie',
    })
  })

  test('sorts and filters by everything a row shows', async () => {
    const second = question('single', ['A', 'B', 'C'], { key: 'second' })
    const { project, cast } = await queueProject(store, [asked, second])
    const described = {
      a: { language: 'ja', tags: ['x'] },
      b: { language: 'ja', tags: ['y'] },
      c: { language: 'en', tags: ['x', 'y'] },
      e: { expected: 3 },
    }
    const other = votes('f', 'A2 C1').map((vote) => ({ ...vote, question: 'second' }))
    await cast(
      [
        ...votes('a', 'A3 B2'),
        ...votes('b', 'C2 A1'),
        ...votes('c', 'A2 B2'),
        ...votes('d', 'A5 B1'),
        ...votes('e', 'B2'),
        ...votes('g', 'B1'),
        ...other,
      ],
      described,
    )
    expect(await found(project, { sort: 'margin', question: 'q' })).toEqual(['c', 'a', 'b', 'd', 'e', 'g'])
    expect((await found(project, { sort: 'votes' })).slice(0, 2)).toEqual(['d', 'a'])
    expect((await found(project, { sort: 'entropy', question: 'q' })).slice(0, 3)).toEqual(['c', 'a', 'b'])
    expect(await found(project, { lane: 'lone' })).toEqual(['d'])
    expect(await found(project, { lane: 'tie' })).toEqual(['c'])
    expect((await found(project, { lane: 'majority' })).sort()).toEqual(['a', 'b', 'f'])
    expect((await found(project, { state: 'incomplete' })).sort()).toEqual(['e', 'g'])
    expect(await found(project, { least: 3, state: 'incomplete' })).toEqual([])
    expect((await found(project, { pair: 'A~C' })).sort()).toEqual(['b', 'f'])
    expect(await found(project, { pair: 'A~C', question: 'second' })).toEqual(['f'])
    expect((await found(project, { language: 'ja' })).sort()).toEqual(['a', 'b'])
    expect((await found(project, { tag: 'x', language: 'en' })).sort()).toEqual(['c'])
    expect(await found(project, { tag: 'unheard of' })).toEqual([])
    expect(await queues.lanes(project)).toEqual({ majority: 3, lone: 1, tie: 1, sample: 0, all: 7 })
    expect(await queues.pairs(project)).toEqual([
      { question: 'q', a: 'A', b: 'B', n: 3 },
      { question: 'q', a: 'A', b: 'C', n: 1 },
      { question: 'second', a: 'A', b: 'C', n: 1 },
    ])
  })

  test.each(['majority-wrong', 'dissent', 'margin', 'entropy', 'votes'] as const)(
    'pages by %s join without a gap, also when learned anew between them',
    async (sort) => {
      const { project, cast } = await queueProject(store, [asked])
      const shapes = ['A3 B2', 'A4 B1', 'A2 B1', 'B3 A1', 'A2 B2', 'A1']
      await cast(
        Array.from({ length: 40 }, (_, n) => votes(`i${String(n).padStart(2, '0')}`, shapes[n % 6]!)).flat(),
      )
      const whole = await found(project, { sort, limit: 100 })
      const pages = async (between: () => Promise<unknown>) => {
        const rows: string[] = []
        for (let after: string | null = ''; after !== null; ) {
          const page: Awaited<ReturnType<Queues['page']>> = await queues.page(project, {
            sort,
            limit: 7,
            ...(after ? { after } : {}),
          })
          rows.push(...names(page.rows))
          after = page.next
          await between()
        }
        return rows
      }
      expect(await pages(async () => {})).toEqual(whole)
      // Votes of raters unknown so far on items of their own change no other row's place by what it shows.
      let n = 0
      const joined = await pages(async () => {
        n += 1
        if (n > 2) return
        await cast(votes(`new${n}`, 'C1', `${n}`))
        await queues.freshen(project)
      })
      expect(new Set(joined).size).toBe(joined.length)
      if (!['majority-wrong', 'dissent'].includes(sort))
        expect(joined.filter((name) => name.startsWith('i'))).toEqual(whole)
      await expect(queues.page(project, { sort, after: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
        code: 'malformed',
      })
    },
  )

  test('words are found in Japanese, in part and in any width, with and without an index', async () => {
    const { project, cast } = await queueProject(store, [asked])
    await cast([...votes('x-1', 'A2 B1'), ...votes('x-2', 'A2 B1'), ...votes('y-3', 'B2 A1')], {
      'x-1': { text: '肺炎の疑いがあると機械学習モデルは述べた。' },
      'x-2': { text: 'The Ｐｎｅｕｍｏｎｉａ "model" said\nso' },
    })
    const look = async () => ({
      two: await found(project, { q: '学習' }),
      four: await found(project, { q: '機械学習' }),
      part: await found(project, { q: 'neumon' }),
      wide: await found(project, { q: 'ｓａｉｄ Model' }),
      one: await found(project, { q: '肺' }),
      last: await found(project, { q: 'so' }),
      id: (await found(project, { q: 'x-' })).sort(),
      quote: await found(project, { q: '"mod' }),
      none: await found(project, { q: '学習 said' }),
      filtered: await found(project, { q: 'x-', state: 'tie' }),
    })
    const expected = {
      two: ['x-1'],
      four: ['x-1'],
      part: ['x-2'],
      wide: ['x-2'],
      one: ['x-1'],
      last: ['x-2'],
      id: ['x-1', 'x-2'],
      quote: ['x-2'],
      none: [],
      filtered: [],
    }
    expect(await look()).toEqual(expected)
    // As while the words of a large import are still being indexed.
    await queues.close()
    rmSync(`${data}/derived/${project}/words-1.db`)
    queues = open()
    expect(await look()).toEqual(expected)
  })

  test('what people do about a row shows at once', async () => {
    const made = await queueProject(store, [asked])
    const { project, items, cast, within, dispute, newId } = made
    const noted = votes('d', 'A6 B1').map((vote) => ({ ...vote, note: 'I mean it' }))
    await cast([
      ...votes('a', 'A3 B2'),
      ...votes('b', 'A3 B2'),
      ...votes('c', 'A5 B1'),
      ...noted,
      ...votes('e', 'A3'),
    ])
    const { tables } = store.read
    const row = async (item: string) => (await queues.row(project, items.get(item)!, 'q'))!
    const moved = (...some: string[]) =>
      queues.moved(
        project,
        some.map((item) => items.get(item)!),
      )
    const id = newId()
    const now = and(eq(tables.dispute.project, project), eq(tables.dispute.id, id))
    expect(await row('a')).toMatchObject({ state: 'majority', dispute: null })
    await within((tx) => tx.insert(tables.dispute).values(dispute('a', id, 'voting', 5)) as never)
    await moved('a')
    expect(await row('a')).toMatchObject({ state: 'in-dispute', dispute: id, lane: 'majority' })
    expect(await found(project, { lane: 'majority' })).toEqual(['b'])
    expect(await queues.lanes(project)).toMatchObject({ majority: 1, all: 4 })
    await within((tx) => tx.update(tables.dispute).set({ state: 'decided' }).where(now) as never)
    await within(
      (tx) => tx.insert(tables.decision).values(decision(project, items.get('a')!, id, 'B')) as never,
    )
    await moved('a')
    expect(await found(project, { state: 'decided' })).toEqual(['a'])
    await within((tx) => tx.update(tables.dispute).set({ state: 'voting' }).where(now) as never)
    await moved('a')
    expect(await row('a')).toMatchObject({ state: 'reopened' })
    await within((tx) => tx.update(tables.dispute).set({ state: 'withdrawn' }).where(now) as never)
    const closure = newId()
    await within(
      (tx) =>
        tx.insert(tables.closure).values({
          project,
          id: closure,
          item: items.get('b')!,
          question: 'q',
          reason: '',
          by: '',
          since: 6,
          until: null,
        }) as never,
    )
    await within(
      (tx) =>
        tx.insert(tables.sample).values({
          project,
          id: newId(),
          item: items.get('e')!,
          week: '',
          seed: 0,
          stratum: 'unanimous',
          probability: 1,
          since: 6,
        }) as never,
    )
    await moved('a', 'b', 'e')
    expect(await row('a')).toMatchObject({ state: 'majority', dispute: null })
    expect(await row('b')).toMatchObject({ state: 'closed', closure })
    expect(await found(project, { lane: 'sample' })).toEqual(['e'])
    expect(await queues.frame(project)).toEqual(
      expect.arrayContaining([
        { item: items.get('e'), stratum: 'unanimous' },
        { item: items.get('a'), stratum: 'split' },
      ]),
    )
    const stand = (item: string) => ({
      project,
      id: newId(),
      vote: '',
      rater: '',
      item: items.get(item)!,
      question: 'q',
      note: '',
      upheld: null,
      since: 6,
      until: null,
    })
    expect(await found(project, { lane: 'lone' })).toHaveLength(2)
    await within((tx) => tx.insert(tables.stand).values([stand('d'), stand('a')]) as never)
    await moved('d', 'a')
    expect(await found(project, { lane: 'lone' })).toEqual(['d', 'a', 'c'])
    expect(await row('a')).toMatchObject({ lane: 'lone', stood: true })
    await queues.freshen(project)
    expect(await found(project, { lane: 'lone' })).toEqual(['d', 'a', 'c'])
    expect(await row('b')).toMatchObject({ state: 'closed' })
  })

  test('a remembered filter or word finds what one asked anew does, whatever has moved', async () => {
    const second = question('single', ['A', 'B', 'C'], { key: 'second' })
    const { project, items, cast, within, dispute, newId } = await queueProject(store, [asked, second])
    const shapes = ['A3 B2', 'A5 B1', 'A2 B2', 'A4', 'C2 A1']
    const cases = Array.from({ length: 15 }, (_, n) => `case${n}`)
    await cast(
      cases.flatMap((item, n) => [
        ...votes(item, shapes[n % 5]!),
        ...votes(item, shapes[n % 3]!).map((vote) => ({ ...vote, question: 'second' })),
      ]),
      Object.fromEntries(
        cases.map((item, n) => [item, { language: n % 2 ? 'ja' : 'en', tags: [`t${n % 3}`] }]),
      ),
    )
    const queries: QueueQuery[] = [
      { lane: 'majority' },
      { lane: 'lone', question: 'q' },
      { lane: 'sample', language: 'ja' },
      { state: 'in-dispute' },
      { state: 'closed', tag: 't0' },
      { lane: 'tie', pair: 'A~B' },
      { least: 3, state: 'majority', q: 'case1' },
      { lane: 'all', state: 'tie', q: 'a' },
    ]
    const answers = async () => {
      const found = []
      for (const query of queries)
        found.push(await queues.page(project, { ...query, limit: 3 }), await queues.pairs(project, query))
      return found
    }
    const { tables } = store.read
    const of = (item: string, key = 'q') => ({ project, id: newId(), item: items.get(item)!, question: key })
    const drawn = { week: '', seed: 0, stratum: 'tie' as const, probability: 1, since: 6 }
    const [disputed, now] = [newId(), { since: 6, until: null }]
    const moves = [
      () =>
        within((tx) => tx.insert(tables.dispute).values(dispute('case0', disputed, 'voting', 5)) as never),
      () =>
        within(
          (tx) => tx.insert(tables.closure).values({ ...of('case3'), reason: '', by: '', ...now }) as never,
        ),
      () => within((tx) => tx.insert(tables.sample).values({ ...of('case5'), ...drawn }) as never),
      () =>
        within(
          (tx) =>
            tx
              .insert(tables.stand)
              .values({ ...of('case10'), vote: '', rater: '', note: '', upheld: null, ...now }) as never,
        ),
      () =>
        within(
          (tx) =>
            tx
              .update(tables.dispute)
              .set({ state: 'withdrawn' })
              .where(eq(tables.dispute.id, disputed)) as never,
        ),
    ]
    let before = await answers()
    for (const move of moves) {
      await move()
      await queues.moved(
        project,
        ['case0', 'case3', 'case5', 'case10'].map((item) => items.get(item)!),
      )
      const remembered = await answers()
      expect(remembered).not.toEqual(before)
      // As many others push them out.
      for (let least = 1; least <= 9; least++) await queues.page(project, { least, q: `${least}` })
      expect(await answers()).toEqual(remembered)
      before = remembered
    }
  })

  test('a lone dissent with a note comes before one without', async () => {
    const { project, cast } = await queueProject(store, [asked])
    const noted = votes('noted', 'A7 B1').map((vote) =>
      vote.value === 'B' ? { ...vote, note: 'I mean it' } : vote,
    )
    await cast([...votes('plain', 'A5 B1'), ...noted])
    expect(await found(project, { lane: 'lone' })).toEqual(['noted', 'plain'])
  })

  test('an unfinished or withdrawn import is not there', async () => {
    const { project, cast, within, advance } = await queueProject(store, [asked])
    await cast(votes('a', 'A2 B1'))
    const wrong = await cast(votes('b', 'A2 B1'))
    await cast(votes('c', 'A2 B1'), {}, false)
    expect((await found(project)).sort()).toEqual(['a', 'b'])
    const { imports } = store.read.tables
    await within(
      (tx) => tx.update(imports).set({ until: 9, state: 'withdrawn' }).where(eq(imports.id, wrong)) as never,
    )
    await advance()
    await queues.freshen(project)
    expect(await found(project)).toEqual(['a'])
  })

  test('many fixes of reviews are learned together; an import is learned at once, with them', async () => {
    const { project, cast, within } = await queueProject(store, [asked])
    const { imports } = store.read.tables
    const fix = async (n: number) => {
      const id = await cast([{ item: 'a', rater: `reviewer ${n}`, value: 'B' }])
      await within((tx) => tx.update(imports).set({ source: FIX_SOURCE }).where(eq(imports.id, id)) as never)
    }
    await cast(votes('a', 'A3 B2'))
    const folder = tempFolder()
    const learned: number[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const own = openQueues(store, folder, {
      now: () => clock,
      rebuilt: (_project, built) => {
        learned.push(built.votes)
        if (built.votes === 11) resolve()
      },
    })
    expect((await own.page(project, {})).total).toBe(1)
    for (const n of [1, 2, 3]) {
      await fix(n)
      own.changed(project)
    }
    await cast(votes('b', 'A2 B1'))
    own.changed(project)
    await promise
    expect(learned).toEqual([5, 11])
    // Asked for, it is learned too; the file of items stays, for a fix brings none.
    const files = () =>
      readdirSync(join(folder, 'derived', project)).filter((name) => name.startsWith('items-'))
    const before = files()
    await fix(4)
    await own.freshen(project)
    expect([learned, files()]).toEqual([[5, 11, 12], before])
    await own.close()
  })

  test('a decision teaches: majorities of the same raters become likelier wrong', async () => {
    const { project, items, cast, within } = await queueProject(store, [asked])
    const camps = Array.from({ length: 30 }, (_, n) => votes(`i${n}`, n % 2 ? 'A3 B2' : 'B3 A2'))
    await cast(camps.flat())
    const before = (await queues.page(project, { limit: 200 })).rows
    const decided = ['i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7', 'i8']
    await within(
      (tx) =>
        tx
          .insert(store.read.tables.decision)
          .values(
            decided.map((item, n) => decision(project, items.get(item)!, `dispute${n}`, n % 2 ? 'A' : 'B')),
          ) as never,
    )
    await queues.freshen(project)
    const { rows } = await queues.page(project, { limit: 200 })
    const [then, now] = [before, rows].map(
      (all) => all.find(({ external }) => external === 'i20')!.pMajorityWrong!,
    )
    expect(now).toBeGreaterThan(then! + 0.05)
    expect(rows.find(({ external }) => external === 'i1')).toMatchObject({ pMajorityWrong: null, rank: null })
    expect(names(rows).slice(-8).sort()).toEqual(decided)
  })

  test('votes of one project are no other project’s, and an empty one has an empty queue', async () => {
    const { project } = await queueProject(store, [asked])
    expect(await queues.page(project, { q: 'anything' })).toMatchObject({ total: 0, rows: [], next: null })
  })

  test('a new process goes on with the files it finds', async () => {
    const { project, cast } = await queueProject(store, [asked])
    await cast(votes('a', 'A2 B1'))
    const before = await queues.page(project, {})
    clock += 5
    const again = openQueues(store, data, { now: () => clock })
    expect(await again.page(project, {})).toEqual(before)
    await again.close()
  })
})

function decision(project: string, item: string, dispute: string, value: string) {
  return {
    project,
    id: `${dispute}x`,
    dispute,
    round: 1,
    item,
    question: 'q',
    kind: 'minority-upheld' as const,
    values: [{ value, weight: 100 }],
    causes: [],
    clauses: [],
    guideline: null,
    ballots: [],
    alike: 1,
    rationale: '',
    state: 'signed' as const,
    signedBy: null,
    signedAt: null,
    reason: null,
    supersedes: null,
    follows: null,
    consent: 0,
    pulled: 0,
    voteCauses: [],
    overridden: [],
    since: 7,
    until: null,
  }
}
