import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { asOf } from '#shared/as-of.ts'
import { type Known, matchClauses } from '#shared/clause-match.ts'
import { textHash } from '#shared/draft.ts'
import {
  bindingVersion,
  type ClauseHead,
  clauseNumbers,
  type GuidelineHead,
  parseClauses,
  writeClauses,
} from '#shared/guideline.ts'
import {
  changesBetween,
  goneFrom,
  headsOf,
  isUnchanged,
  type Published,
  publishChecks,
  type Said,
  type Text,
  unmetChecks,
  versionHash,
} from '#shared/publish.ts'
import { compareTexts } from '#shared/version-compare.ts'

describe('a guideline as Markdown', () => {
  const titles = (markdown: string) =>
    parseClauses(markdown).clauses.map(({ number, title }) => [number, title])
  test('a top heading that says something is a clause, whatever hangs below it; one that says nothing is a title', () => {
    expect(titles('# Guide\n\nRead me.\n\n## Scope')).toEqual([
      ['1', 'Guide'],
      ['1.1', 'Scope'],
    ])
    expect(parseClauses('# Guide\n\n## Scope')).toMatchObject({
      title: 'Guide',
      clauses: [{ title: 'Scope' }],
    })
  })
  test('what stands before the first heading is kept apart, so that nobody loses it unseen', () =>
    expect(parseClauses('\uFEFFOnce.\n\n# Scope\nAll.').preamble).toBe('Once.'))
  test.each([
    [
      '## 1. Scope\n## 2. Doses',
      [
        ['1', 'Scope'],
        ['2', 'Doses'],
      ],
    ],
    [
      '## 1 Scope\n## 7 Doses',
      [
        ['1', 'Scope'],
        ['2', 'Doses'],
      ],
    ],
    [
      '## Scope\n## 2024 rules\n## 1.5 mg',
      [
        ['1', 'Scope'],
        ['2', '2024 rules'],
        ['3', '1.5 mg'],
      ],
    ],
    [
      '## C#\n## Closed ##\n##　全角',
      [
        ['1', 'C#'],
        ['2', 'Closed'],
        ['3', '全角'],
      ],
    ],
    ['~~~\n# code\n```\n# code\n~~~\n# Real', [['1', 'Real']]],
  ])('numbers, closing marks and fences: %j', (markdown, expected) =>
    expect(titles(markdown)).toEqual(expected),
  )

  test('two of one level are neighbours, whatever is missing above them', () => {
    const numbers = (...levels: number[]) => clauseNumbers(levels).map(({ number }) => number)
    expect(numbers(1, 3, 3, 2, 1)).toEqual(['1', '1.1', '1.2', '1.3', '2'])
    expect(numbers(2, 2, 1, 2)).toEqual(['1', '2', '3', '3.1'])
  })

  test('whatever clauses say, Markdown gives them back word for word', () => {
    const rng = xoroshiro128plus(7)
    const dice = (n: number) => uniformInt(rng, 0, n - 1)
    const pick = <One>(list: readonly One[]) => list[dice(list.length)]!
    const lines = [
      '# 見出し',
      '## Words {-}',
      '### {.clause}',
      '```',
      '````',
      '~~~ts',
      '- ✓ good',
      '1. one',
      '',
      '    code',
      'Ａ。',
      '#no',
      '> # quoted',
      '#',
      '{-}',
      '| a | b |',
      '  ## indented',
      '```inline``` text',
    ]
    const words = [
      'Scope',
      '範囲',
      '1. One',
      '2024 rules',
      'C#',
      'a {-}',
      'b {.clause}',
      '3',
      '#',
      'x # y',
      '{-}',
      '1.2 z',
    ]
    for (let i = 0; i < 400; i++) {
      const levels = Array.from({ length: 1 + dice(6) }, () => 1 + dice(6))
      const clauses = clauseNumbers(levels).map(({ level, number }) => ({
        level,
        number,
        title: pick(words),
        body: Array.from({ length: dice(6) }, () => pick(lines))
          .join('\n')
          .trim(),
      }))
      const read = parseClauses(writeClauses(clauses)).clauses
      // A fence left open is closed, for nothing else would keep it from swallowing the clauses that follow.
      const closed = clauses.map((clause, at) => ({
        ...clause,
        body: read[at]?.body.startsWith(`${clause.body}\n`) ? read[at].body : clause.body,
      }))
      expect(read).toEqual(closed)
      expect(parseClauses(writeClauses(read)).clauses).toEqual(read)
    }
  })
})

describe('clauses met again', () => {
  const named = (...list: [level: number, en: string, ja?: string][]) =>
    list.map(([level, en, ja]) => ({ level, titles: ja === undefined ? { en } : { en, ja } }))
  const known = (...list: [id: string, level: number, en: string, ja?: string][]): Known[] =>
    list.map(([id, level, en, ja]) => ({ id, level, titles: ja === undefined ? { en } : { en, ja } }))
  const before = known(['a', 1, 'Safety'], ['a1', 2, 'Examples'], ['b', 1, 'Tone'], ['b1', 2, 'Examples'])
  test('wherever they moved, whatever their level, and with a number typed before them', () =>
    expect(matchClauses(named([1, 'Tone'], [2, '1.1 SAFETY']), [before], ['en'])).toEqual(['b', 'a']))
  test('one heading used twice is told apart by what it hangs below, then by order', () => {
    const swapped = named([1, 'Tone'], [2, 'Examples'], [1, 'Safety'], [2, 'Examples'], [2, 'Examples'])
    expect(matchClauses(swapped, [before], ['en'])).toEqual(['b', 'b1', 'a', 'a1', undefined])
    const renamed = named([1, 'Harm'], [2, 'Examples'], [1, 'Tone'], [2, 'Examples'])
    expect(matchClauses(renamed, [before], ['en'])).toEqual([undefined, 'a1', 'b', 'b1'])
  })
  test('a renamed heading is met by the other language, and one that left comes back to its id', () => {
    const bilingual = known(['a', 1, 'Safety', '安全'])
    expect(matchClauses(named([1, 'Harm', '安全']), [bilingual], ['en', 'ja'])).toEqual(['a'])
    expect(
      matchClauses(named([1, 'Old'], [1, 'Safety']), [bilingual, known(['z', 1, 'old'])], ['en']),
    ).toEqual(['z', 'a'])
  })
})

const said = (id: string, en: string, more: Partial<Said> = {}): Said => ({
  id,
  level: 1,
  number: '1',
  texts: { en: { title: id, body: en } },
  follows: {},
  ...more,
})
const text = (...clauses: Said[]): Text => ({ authoritative: 'en', clauses })
function publish(before: Published | undefined, after: Text, wording: string[] = []) {
  const changes = changesBetween(before, after, wording)
  const heads = headsOf(before, after, changes)
  const published: Published = {
    authoritative: after.authoritative,
    clauses: after.clauses.map((clause, i) => ({ ...clause, ...heads[i]! })),
  }
  return { changes, heads, published }
}

describe('what a version changes', () => {
  const first = publish(undefined, text(said('c_aaaaaa', 'one'), said('c_bbbbbb', 'two'))).published
  test('new, in meaning, in wording, in translation, and gone; a clause that only moved is not named', () => {
    const ja = { title: '二', body: '' }
    const after = text(
      said('c_bbbbbb', 'two', { texts: { en: { title: 'c_bbbbbb', body: 'two' }, ja } }),
      said('c_aaaaaa', 'One'),
      said('c_cccccc', 'three'),
    )
    expect(changesBetween(first, after)).toEqual({
      c_aaaaaa: 'meaning',
      c_bbbbbb: 'translation',
      c_cccccc: 'new',
    })
    expect(changesBetween(first, after, ['c_aaaaaa', 'c_cccccc'])).toMatchObject({
      c_aaaaaa: 'wording',
      c_cccccc: 'new',
    })
    expect(changesBetween(first, text(said('c_bbbbbb', 'two')))).toEqual({ c_aaaaaa: 'gone' })
    const moved = text(...[...first.clauses].reverse())
    expect([changesBetween(first, moved), isUnchanged(first, moved), isUnchanged(first, first)]).toEqual([
      {},
      false,
      true,
    ])
  })
  test('wording keeps the meaning through any number of versions; words that come back mean what they meant', () => {
    const means = ({ published }: { published: Published }) => published.clauses[0]!.meaning
    const one = publish(undefined, text(said('c_aaaaaa', 'one')))
    const two = publish(one.published, text(said('c_aaaaaa', 'One')), ['c_aaaaaa'])
    const three = publish(two.published, text(said('c_aaaaaa', 'ONE')), ['c_aaaaaa'])
    const four = publish(three.published, text(said('c_aaaaaa', 'none')))
    const five = publish(four.published, text(said('c_aaaaaa', 'one')))
    expect([means(two), means(three), means(five)]).toEqual([means(one), means(one), means(one)])
    expect(means(four)).not.toBe(means(one))
    expect(five.changes).toEqual({ c_aaaaaa: 'meaning' })
  })
  test('another language that binds is a change of every clause, unless somebody says that it is not', () => {
    const both = said('c_aaaaaa', 'one', {
      texts: { en: { title: 'a', body: '' }, ja: { title: 'あ', body: '' } },
    })
    const one = publish(undefined, text(both)).published
    expect(changesBetween(one, { authoritative: 'ja', clauses: [both] })).toEqual({ c_aaaaaa: 'meaning' })
  })
  test('what left says where its words are now, however often they moved on', () => {
    const gone = (forwards: { id: string; into: string | null }[]) =>
      goneFrom({ a: 'gone', b: 'gone', c: 'meaning' }, [{ id: 'c' }], forwards)
    expect(
      gone([
        { id: 'a', into: 'b' },
        { id: 'b', into: 'c' },
      ]),
    ).toEqual([
      { id: 'a', into: 'c' },
      { id: 'b', into: 'c' },
    ])
    expect(
      gone([
        { id: 'a', into: 'b' },
        { id: 'b', into: 'a' },
      ]),
    ).toEqual([
      { id: 'a', into: null },
      { id: 'b', into: null },
    ])
  })
  test('its hash is of what it says, not of how it came to say it', () => {
    const one = text(said('c_aaaaaa', 'one'))
    expect(versionHash(one)).toBe(versionHash(text({ ...said('c_aaaaaa', 'one') })))
    expect(versionHash(one)).not.toBe(versionHash(text(said('c_aaaaaa', 'one ', {}))))
    expect(versionHash(one)).not.toBe(versionHash({ ...one, authoritative: 'ja' }))
  })
})

describe('what a version should have', () => {
  const before = publish(undefined, text(said('c_aaaaaa', 'one'), said('c_bbbbbb', 'two'))).published
  const after = text(said('c_aaaaaa', 'changed'), said('c_bbbbbb', 'two'))
  const now = textHash(after.clauses[0]!.texts.en)
  const ground = {
    text: after,
    changes: changesBetween(before, after),
    rules: {
      c_aaaaaa: { clause: 'c_aaaaaa', protection: 'edit' as const, owners: ['owner', 'second'] },
      c_bbbbbb: { clause: 'c_bbbbbb', protection: 'edit' as const, owners: ['owner'] },
    },
    approvals: [],
    proposals: [],
    blocking: [],
    publisher: 'lead',
  }
  const proposal = {
    id: 'p',
    clause: 'c_aaaaaa',
    level: 1,
    language: 'en' as const,
    disputes: [],
    by: 'x',
    at: 1,
    asked: [],
    base: '',
    hash: now,
    state: 'accepted' as const,
    reviews: [],
    decidedBy: 'lead',
    version: null,
  }
  const unmet = (more: object = {}) => unmetChecks(publishChecks({ ...ground, ...more }))
  test('an owner’s word for each changed clause that has owners: approved, proposed and approved, or published by them', () => {
    expect(unmet()).toEqual(['owners-approved'])
    const approval = { clause: 'c_aaaaaa', hash: now, by: 'second', at: 1 }
    expect(unmet({ approvals: [approval] })).toEqual([])
    expect(unmet({ approvals: [{ ...approval, hash: textHash(undefined) }] })).toEqual(['owners-approved'])
    expect(unmet({ approvals: [{ ...approval, by: 'other' }] })).toEqual(['owners-approved'])
    expect(unmet({ publisher: 'owner' })).toEqual([])
    expect(unmet({ proposals: [proposal] })).toEqual(['owners-approved'])
    expect(unmet({ proposals: [{ ...proposal, decidedBy: 'owner' }] })).toEqual([])
    const review = { id: 'r', by: 'second', at: 2, verdict: 'approve' as const, hash: now }
    expect(unmet({ proposals: [{ ...proposal, reviews: [review] }] })).toEqual([])
    expect(unmet({ proposals: [{ ...proposal, reviews: [{ ...review, hash: 'x' }] }] })).toEqual([
      'owners-approved',
    ])
  })
  test('no open comment that holds it back; waiting proposals and late translations are said, and hold nothing back', () => {
    const late = said('c_bbbbbb', 'two', {
      texts: { en: { title: 'b', body: '' }, ja: { title: 'び', body: '' } },
    })
    const checks = publishChecks({
      ...ground,
      rules: {},
      text: text(late),
      changes: {},
      blocking: ['c_bbbbbb', 'c_bbbbbb'],
      proposals: [{ ...proposal, state: 'open' as const }],
    })
    expect(
      checks.map(({ name, met, blocks, params, clauses }) => [name, met, blocks, params.n, clauses]),
    ).toEqual([
      ['owners-approved', true, true, 0, []],
      ['no-blocking-comment', false, true, 2, ['c_bbbbbb']],
      ['proposals-answered', false, false, 1, ['c_aaaaaa']],
      ['translations-current', false, false, 1, ['c_bbbbbb']],
    ])
    expect(unmetChecks(checks)).toEqual(['no-blocking-comment'])
  })
})

describe('two texts side by side', () => {
  const at = (id: string, level: number, body = '', meaning?: string) => ({
    ...said(id, body, { level }),
    ...(meaning ? { meaning } : {}),
  })
  const rows = (was: Said[], now: Said[]) =>
    compareTexts({ authoritative: 'en', clauses: was }, { authoritative: 'en', clauses: now }).map(
      ({ id, change, moved }) => `${id}${change ? ` ${change}` : ''}${moved ? ' moved' : ''}`,
    )
  test('what left stands where it stood; a number that shifted is no move; hanging elsewhere is', () => {
    expect(rows([at('a', 1), at('b', 1), at('c', 1)], [at('x', 1), at('a', 1), at('c', 1)])).toEqual([
      'x new',
      'a',
      'b gone',
      'c',
    ])
    expect(rows([at('a', 1), at('b', 1), at('c', 1)], [at('c', 1), at('a', 1), at('b', 1)])).toEqual([
      'c moved',
      'a',
      'b',
    ])
    expect(rows([at('a', 1), at('b', 1)], [at('a', 1), at('b', 2)])).toEqual(['a', 'b moved'])
    expect(rows([at('a', 1)], [])).toEqual(['a gone'])
  })
  test('the same meaning in other words is wording', () => {
    expect(rows([at('a', 1, 'one', 'm')], [at('a', 1, 'two', 'm')])).toEqual(['a wording'])
    expect(rows([at('a', 1, 'one', 'm')], [at('a', 1, 'two')])).toEqual(['a meaning'])
  })
})

test.each([
  ['2026-11-02', Date.UTC(2026, 10, 3) - 1],
  ['2026-11-02T09:00', Date.UTC(2026, 10, 2, 9)],
  ['2026-11-02T09:00:30.5Z', Date.UTC(2026, 10, 2, 9, 0, 30, 500)],
  ['2026-11-02T09:00+09:00', Date.UTC(2026, 10, 2, 0)],
  ['2026-02-30', undefined],
  ['2026-13-01', undefined],
  ['yesterday', undefined],
  ['2026-11-02T25:00', undefined],
  ['', undefined],
])('as of %j', (given, expected) => expect(asOf(given)).toBe(expected))

test('what a rater had read binds from then on, before its moment; what another had read does not', () => {
  const head = (version: number, bindsFrom: number | null): GuidelineHead => ({
    version,
    hash: '',
    bindsFrom,
    publishedAt: 0,
    clauses: [] as ClauseHead[],
    changes: {},
    gone: [],
    overridden: [],
  })
  const versions = [head(1, null), head(2, 100)]
  const read = [{ rater: 'r', version: 2, at: 50 }]
  const binds = (at: number | null, rater = 'r', version: number | null = null) =>
    bindingVersion(versions, { version, at, rater }, read).version?.version
  expect([
    binds(49),
    binds(50),
    binds(60, 'other'),
    binds(100, 'other'),
    binds(null),
    binds(60, 'r', 1),
  ]).toEqual([1, 2, 1, 2, 1, 1])
})
