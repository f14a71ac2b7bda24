import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY } from '#shared/account.ts'
import { type Draft, draftHash, textHash } from '#shared/draft.ts'
import { guidelineHeads } from '../../server/domain/guideline.ts'
import { change } from '../support/draft.ts'
import { type Answered, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'

const codeOf = ({ status, body }: Answered) => (status === 200 ? 'ok' : body.code)
const clauses = (...list: [title: string, body: string][]) =>
  list.map(([title, body]) => `# ${title}\n\n${body}\n`).join('\n')

describe.each(dialects)('publishing the guideline, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, ana: Person, rater: Person, auditor: Person
  const path = (rest = '') => `/projects/${house.key}/guideline${rest}`
  const view = async (query = '', person = lead) => (await person.get(path(query))).body
  const draftView = async (person = lead) => (await person.get(path('/draft'))).body
  const idOf = async (title: string) => {
    const { clauses } = await view()
    return clauses.find(({ texts }: any) => texts.en?.title === title || texts.ja?.title === title)?.id
  }

  beforeAll(async () => {
    house = await openHouse(dialect)
    lead = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    rater = await house.person(['rater'], 'Rae')
    auditor = await house.person(['auditor'], 'Aud')
  }, 120_000)
  afterAll(() => house.close())

  const newest = async () => (await view()).versions[0]?.version ?? 0
  const publish = async (input: object, ifMatch?: number, person = lead) =>
    person.call('guideline.publish', { note: 'next', ...input }, { ifMatch: ifMatch ?? (await newest()) })
  const markdown = async (en: string, more: object = {}) =>
    publish({ texts: { en }, authoritative: 'en', ...more })
  const importDraft = (en: string, ja?: string) =>
    lead.call('draft.import', { texts: { en, ...(ja === undefined ? {} : { ja }) }, authoritative: 'en' })
  const publishDraft = async (more: object = {}, person = lead) =>
    publish({ draft: (await draftView()).hash, ...more }, undefined, person)

  test('the first version from Markdown: everything is new, and binds from the first vote', async () => {
    const answer = await markdown(
      clauses(['Scope', 'All answers.'], ['Doctors', 'Name one.'], ['Doses', 'Name the maximum.']),
    )
    expect(codeOf(answer)).toBe('ok')
    expect(answer.body).toMatchObject({ version: 1, bindsFrom: null, changes: { new: 3 }, rechecks: 0 })
    const { versions, clauses: found, gone } = await view()
    expect(versions).toMatchObject([
      { version: 1, publishedBy: 'Lea', changes: { new: 3 }, overridden: [], reason: null },
    ])
    expect(found.map(({ number, change, meaning, hash }: any) => [number, change, meaning === hash])).toEqual(
      [
        ['1', 'new', true],
        ['2', 'new', true],
        ['3', 'new', true],
      ],
    )
    expect(gone).toEqual([])
    expect((await view('', rater)).versions[0].publishedBy).toBe('')
    expect((await view('', auditor)).versions[0].publishedBy).toBe('')
  })

  test('the draft begins where the version is, and says so when there is nothing to publish', async () => {
    const { draft, version, changes, requirements } = await draftView()
    expect([version, changes, draft.clauses.map(({ id }: any) => id)]).toEqual([
      1,
      {},
      (await view()).clauses.map(({ id }: any) => id),
    ])
    expect(requirements.every(({ met }: any) => met)).toBe(true)
    expect(codeOf(await publishDraft())).toBe('draft-unchanged')
    expect(codeOf(await publish({}))).toBe('text-missing')
  })

  test('what somebody else wrote meanwhile is not published by whoever did not see it', async () => {
    const { hash } = await draftView()
    expect(
      codeOf(
        await importDraft(
          clauses(['Doses', 'Name the maximum.'], ['Scope', 'All answers.'], ['Doctors', 'Name one!']),
        ),
      ),
    ).toBe('ok')
    expect(codeOf(await publish({ draft: hash }))).toBe('text-moved')
    expect(codeOf(await publish({ draft: (await draftView()).hash }, 0))).toBe('stale')
    expect(await newest()).toBe(1)
  })

  test('from the draft: clauses keep their ids wherever they moved, and a meaning changes unless it is named as wording', async () => {
    const before = (await view()).clauses
    const doctors = await idOf('Doctors')
    expect((await draftView()).changes).toEqual({ [doctors]: 'meaning' })
    expect(codeOf(await publishDraft({ wording: [doctors] }))).toBe('ok')
    const after = await view()
    expect(after.clauses.map(({ id, number, change }: any) => [id, number, change])).toEqual([
      [before[2].id, '1', null],
      [before[0].id, '2', null],
      [doctors, '3', 'wording'],
    ])
    expect(after.clauses[2].meaning).toBe(before[1].meaning)
    expect(after.clauses[2].hash).not.toBe(before[1].hash)
  })

  test('a later version binds after the grace, and never before it', async () => {
    const { graceDays } = (await lead.get(`/projects/${house.key}`)).body.policy
    const [{ publishedAt, bindsFrom }] = (await view()).versions
    expect(bindsFrom).toBe(publishedAt + graceDays * DAY)
    await importDraft(clauses(['Scope', 'Everything.']))
    expect(codeOf(await publishDraft({ bindsFrom: house.clock.at }))).toBe('binds-too-early')
    const later = house.clock.at + (graceDays + 5) * DAY
    expect((await publishDraft({ bindsFrom: later })).body).toMatchObject({
      bindsFrom: later,
      changes: { meaning: 1, gone: 2 },
    })
    expect((await view()).gone.map(({ into }: any) => into)).toEqual([null, null])
  })

  test('a clause that comes back by its heading has its old id again, with a new meaning', async () => {
    const before = (await view('?version=1')).clauses
    expect(codeOf(await markdown(clauses(['Doctors', 'Name two.'], ['Scope', 'Everything.'])))).toBe('ok')
    const now = await view()
    expect(now.clauses.map(({ id, change }: any) => [id, change])).toEqual([
      [before[1].id, 'new'],
      [before[0].id, null],
    ])
  })

  test('Markdown published over a draft leaves what was written there and not published', async () => {
    const texts = clauses(['Doctors', 'Written, not published.'], ['Scope', 'Everything.'], ['Own', 'Mine.'])
    await importDraft(texts)
    const { draft: before } = await draftView()
    const own = before.clauses.find(({ texts }: any) => texts.en.title === 'Own')!
    expect(
      codeOf(await markdown(clauses(['Scope', 'Everything there is.'], ['Doctors', 'Name three.']))),
    ).toBe('ok')
    const { draft } = (await draftView()) as { draft: Draft }
    const body = (title: string) =>
      draft.clauses.find(({ texts }) => texts.en?.title === title)?.texts.en?.body
    expect([body('Scope'), body('Doctors'), body('Own')]).toEqual([
      'Everything there is.',
      'Written, not published.',
      'Mine.',
    ])
    expect(draft.clauses.find(({ id }) => id === own.id)).toBeDefined()
    // The same heading published first is the clause that was being written.
    expect(
      codeOf(
        await markdown(
          clauses(['Scope', 'Everything there is.'], ['Doctors', 'Name three.'], ['Own', 'Published.']),
        ),
      ),
    ).toBe('ok')
    expect(await idOf('Own')).toBe(own.id)
  })

  test('Japanese: a translation keeps its clause, stays when it is not given, and falls behind', async () => {
    const en = clauses(['Scope', 'Everything.'], ['Doctors', 'Name three.'])
    const ja = clauses(['範囲', 'すべて。'], ['医師', '三人。'])
    expect(codeOf(await publish({ texts: { en, ja }, authoritative: 'en' }))).toBe('ok')
    const ids = (await view()).clauses.map(({ id }: any) => id)
    expect((await view()).clauses.map(({ change }: any) => change)).toEqual(['meaning', 'translation'])
    expect(codeOf(await markdown(clauses(['Doctors', 'Name three.'], ['Scope', 'All of it.'])))).toBe('ok')
    const { clauses: found } = await view()
    expect(found.map(({ id, texts, behind, change }: any) => [id, texts.ja.title, behind, change])).toEqual([
      [ids[1], '医師', [], null],
      [ids[0], '範囲', ['ja'], 'meaning'],
    ])
    expect((await draftView()).requirements.at(-1)).toMatchObject({
      name: 'translations-current',
      met: false,
      blocks: false,
    })
    expect((await lead.get(path('/markdown?language=ja'))).raw).toBe(
      '# 医師\n\n三人。\n\n# 範囲\n\nすべて。\n',
    )
    // A heading renamed in the language that binds is met by the other one.
    expect(
      codeOf(
        await publish({
          texts: {
            en: clauses(['Physicians', 'Name three.'], ['Scope', 'All of it.']),
            ja: clauses(['医師', '三人。'], ['範囲', 'すべて。']),
          },
          authoritative: 'en',
        }),
      ),
    ).toBe('ok')
    expect(await idOf('Physicians')).toBe(ids[1])
  })

  test.each([
    [
      'words before the first heading',
      { en: 'Read this.\n\n# Scope\n\nAll.' },
      'words-before-heading',
      'Read this.',
    ],
    ['no heading', { en: 'Read this.' }, 'no-headings', '##'],
    ['a title of 301 characters', { en: `# ${'あ'.repeat(301)}` }, 'clause-too-long', '300'],
    [
      'a body of 100,001 characters',
      { en: `# Scope\n\n${'x'.repeat(100_001)}` },
      'clause-too-long',
      '100000',
    ],
    ['no text in the language that binds', { ja: '# 範囲' }, 'text-missing', 'language'],
    [
      'other headings in the other language',
      { en: '# A\n## B', ja: '# あ\n# い' },
      'headings-differ',
      '2 い',
    ],
  ])('%s is refused with a sentence, and nothing is written', async (_name, texts, code, words) => {
    const before = await newest()
    for (const [name, input] of [
      ['guideline.publish', { texts, authoritative: 'en', note: 'x' }],
      ['draft.import', { texts, authoritative: 'en' }],
    ] as const) {
      const { body } = await lead.call(name, input, { ifMatch: before })
      expect([name, body.code]).toEqual([name, code])
      expect(body.detail).toContain(words)
    }
    expect(await newest()).toBe(before)
  })

  describe('what a version should have', () => {
    test('owners approve what their clause says now; a reason overrides, is logged and stays with the version', async () => {
      await markdown(clauses(['Scope', 'All.'], ['Doses', 'The maximum.']))
      const doses = await idOf('Doses')
      expect(
        codeOf(
          await lead.call('clause.protect', { clause: doses, protection: 'propose', owners: [rater.member] }),
        ),
      ).toBe('owner-unfit')
      expect(
        codeOf(await lead.call('clause.protect', { clause: 'c_zzzzzz', protection: 'edit', owners: [] })),
      ).toBe('unknown-clause')
      expect(
        codeOf(
          await lead.call('clause.protect', { clause: doses, protection: 'propose', owners: [ana.member] }),
        ),
      ).toBe('ok')
      await importDraft(clauses(['Scope', 'All.'], ['Doses', 'The maximum a day.']))
      const now = async () =>
        textHash((await draftView()).draft.clauses.find(({ id }: any) => id === doses).texts.en)
      expect(codeOf(await publishDraft())).toBe('reason-needed')
      const other = { en: clauses(['Scope', 'All.'], ['Doses', 'Other.']) }
      expect(codeOf(await publish({ texts: other, authoritative: 'en' }))).toBe('reason-needed')
      const hash = await now()
      expect(codeOf(await lead.call('clause.approve', { clause: doses, hash }))).toBe('not-clause-owner')
      expect(codeOf(await ana.call('clause.approve', { clause: doses, hash: textHash(undefined) }))).toBe(
        'text-moved',
      )
      expect(codeOf(await ana.call('clause.approve', { clause: doses, hash }))).toBe('ok')
      expect((await draftView()).requirements[0]).toMatchObject({ name: 'owners-approved', met: true })
      expect((await draftView(auditor)).approvals.at(-1).by).toBe('')
      // The words move on: the approval was of others.
      await importDraft(clauses(['Scope', 'All.'], ['Doses', 'The maximum a week.']))
      expect((await draftView()).requirements[0]).toMatchObject({
        met: false,
        params: { n: 1 },
        clauses: [doses],
      })
      expect(codeOf(await publishDraft())).toBe('reason-needed')
      expect(codeOf(await publishDraft({ reason: 'Ana is away.' }))).toBe('ok')
      expect((await view('', rater)).versions[0]).toMatchObject({
        overridden: ['owners-approved'],
        reason: 'Ana is away.',
      })
      const { payload } = house.store.read.tables
      const logged = await house.store.read.select({ bytes: payload.bytes }).from(payload)
      expect(logged.some(({ bytes }) => bytes?.includes('Ana is away.'))).toBe(true)
    })

    test('an open comment that holds it back', async () => {
      const scope = await idOf('Scope')
      const { body } = await lead.call('clause.comment', {
        anchor: { clause: scope, words: null },
        text: 'Wait.',
        mentions: [],
        blocking: true,
      })
      await importDraft(clauses(['Scope', 'All but one.'], ['Doses', 'The maximum a week.']))
      const refused = await publishDraft()
      expect([refused.body.code, refused.body.detail]).toEqual([
        'reason-needed',
        expect.stringMatching(/^1 of /),
      ])
      expect(codeOf(await lead.call('clause.resolve', { thread: body.thread }))).toBe('ok')
      expect(codeOf(await publishDraft())).toBe('ok')
    })
  })

  test('two who publish at once: one version, and the other hears that it is stale', async () => {
    const version = await newest()
    const two = await Promise.all(
      ['One', 'Two'].map((title) =>
        publish({ texts: { en: clauses([title, 'x']) }, authoritative: 'en', reason: 'r' }, version),
      ),
    )
    expect(two.map(codeOf).sort()).toEqual(['ok', 'stale'])
    expect(await newest()).toBe(version + 1)
  })

  test('a published version never changes: its hash is of its words, and its words stay', async () => {
    const before = await view('?version=1')
    await lead.call('draft.restore', { version: 1 })
    expect(codeOf(await publishDraft({ reason: 'back' }))).toBe('ok')
    expect((await view('?version=1')).clauses).toEqual(before.clauses)
    const now = await view()
    expect(now.clauses.map(({ id, texts }: any) => [id, texts])).toEqual(
      before.clauses.map(({ id, texts }: any) => [id, texts]),
    )
    expect(now.clauses.map(({ meaning }: any) => meaning)).toEqual(
      before.clauses.map(({ meaning }: any) => meaning),
    )
    expect(now.versions[0].hash).toBe(now.versions.at(-1).hash)
  })

  test('2,000 clauses are a version, in Markdown and from the draft', async () => {
    // The same statements in the same batches; the database in memory is slow at the last of them.
    const n = dialect === 'sqlite' ? 2000 : 600
    const many = (count: number, word: string) =>
      Array.from(
        { length: count },
        (_, i) => `${'#'.repeat(1 + (i % 3))} 条項 ${i} of it\n\n${word} ${i}.\n`,
      ).join('\n')
    expect(codeOf(await markdown(many(2001, 'x')))).toBe('too-many-clauses')
    expect((await markdown(many(n, 'x'), { reason: 'r' })).body.changes.new).toBe(n)
    expect((await draftView()).draft.clauses).toHaveLength(n)
    const ids = (await view()).clauses.map(({ id }: any) => id)
    expect(new Set(ids).size).toBe(n)
    expect(codeOf(await importDraft(many(n, 'y')))).toBe('ok')
    expect((await publishDraft({ reason: 'r' })).body.changes).toEqual({ meaning: n })
    expect((await view()).clauses.map(({ id }: any) => id)).toEqual(ids)
  }, 120_000)

  test('who may: raters publish and write nothing, panelists publish nothing', async () => {
    for (const person of [rater, ana, auditor]) {
      expect(codeOf(await publish({ texts: { en: '# A' }, authoritative: 'en' }, 1, person))).toBe(
        'not-allowed',
      )
      expect(codeOf(await person.call('draft.restore', { version: 1 }))).toBe('not-allowed')
    }
    expect(codeOf(await rater.get(path('/draft')))).toBe('not-allowed')
    expect(codeOf(await rater.get(path('/draft/markdown')))).toBe('not-allowed')
    expect(codeOf(await rater.get(path('/compare?from=1&to=draft')))).toBe('not-allowed')
  })

  test('what was stored of the draft is what the hash of it says', async () => {
    const { draft, hash } = await draftView(ana)
    expect(draftHash(draft)).toBe(hash)
  })

  test('a clause without a title in the language that binds is named by its number', async () => {
    const { clauses: now } = await view()
    const texts = { ja: { title: '医師', body: '' } }
    const frozen = await house.house.draft.freeze(house.published.at(-1)!.project)
    await change(house, { set: [{ id: now[0].id, level: 1, from: null, texts, follows: {} }], whole: true })
    await frozen.release(true)
    const { body } = await publishDraft()
    expect([body.code, body.detail]).toEqual(['title-missing', expect.stringContaining('Clause 1 ')])
  })

  test('a version from before meanings were told apart reads as it always did', async () => {
    const { clauses } = await view('?version=1')
    const { clause } = house.store.read.tables
    const { project } = house.published.at(-1)!
    const first = and(eq(clause.project, project), eq(clause.version, 1))
    await house.store.transact(project, async (tx) => {
      await tx.update(clause).set({ hash: '', meaning: '', follows: {} }).where(first)
    })
    expect((await view('?version=1')).clauses).toEqual(clauses)
    const heads = await guidelineHeads(house.store.read, project, [clauses[0].id])
    expect(heads[0]!.clauses).toMatchObject([
      { id: clauses[0].id, hash: clauses[0].hash, meaning: clauses[0].hash },
    ])
  })
})
