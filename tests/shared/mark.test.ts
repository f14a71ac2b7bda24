import { describe, expect, test } from 'vitest'
import { bindingVersion, type GuidelineHead, parseClauses } from '#shared/guideline.ts'
import { marksOf, needsReason } from '#shared/mark.ts'
import type { Question } from '#shared/question.ts'
import type { DecisionRecord, DisputeVote } from '#shared/record.ts'
import { draw, isoWeek } from '#shared/sample.ts'
import { standsLeft } from '#shared/stand.ts'

const question: Question = {
  key: 'better',
  type: 'single',
  level: 'nominal',
  wording: { en: '', ja: '' },
  scale: null,
  tolerance: 0,
  cautious: null,
  version: 1,
  options: [
    { value: 'a', label: { en: 'A', ja: 'A' } },
    { value: 'b', label: { en: 'B', ja: 'B' } },
  ],
}
const clause = (id: string, hash: string) => ({ id, number: '1', level: 1, hash, meaning: hash })
const unchanged = { changes: {}, gone: [], overridden: [] }
const versions: GuidelineHead[] = [
  {
    version: 1,
    hash: 'one',
    bindsFrom: null,
    publishedAt: 10,
    ...unchanged,
    clauses: [clause('c_a', 'old')],
  },
  {
    version: 2,
    hash: 'two',
    bindsFrom: 100,
    publishedAt: 50,
    ...unchanged,
    clauses: [clause('c_a', 'old'), clause('c_b', 'new')],
  },
]
const decision = (more: Partial<DecisionRecord> = {}): DecisionRecord => ({
  id: 'decision',
  round: 1,
  question: 'better',
  kind: 'minority-upheld',
  values: [{ value: 'b', weight: 100 }],
  causes: [{ camp: 'a', cause: 'rater-error' }],
  clauses: ['c_b'],
  guideline: 2,
  ballots: [],
  state: 'signed',
  alike: true,
  consent: false,
  pulled: false,
  voteCauses: [],
  overridden: [],
  signedBy: 'm',
  signedAt: 1,
  supersedes: null,
  follows: null,
  ...more,
})
const vote = (value: string, more: Partial<DisputeVote> = {}): DisputeVote => ({
  vote: `v${value}`,
  rater: 'r',
  question: 'better',
  value,
  version: null,
  at: 150,
  ...more,
})
const said = (one: DecisionRecord, given: DisputeVote) =>
  marksOf(question, one, [given], versions).map(({ mark, because, cause }) => [mark, because, cause])[0]

describe('marks of a decision', () => {
  test.each([
    ['the camp upheld is right', decision(), vote('b'), ['right', 'agrees-with-decision', null]],
    ['rater-error counts against', decision(), vote('a'), ['wrong', 'rater-error', 'rater-error']],
    [
      'no other cause does',
      decision({ causes: [{ camp: 'a', cause: 'guideline-gap' }] }),
      vote('a'),
      ['excused', 'cause-excuses', 'guideline-gap'],
    ],
    [
      'a panel tied on the cause excuses',
      decision({ causes: [{ camp: 'a', cause: null }] }),
      vote('a'),
      ['excused', 'panel-tied-on-cause', null],
    ],
    [
      'a vote cast before the clause bound is excused',
      decision(),
      vote('a', { at: 99 }),
      ['excused', 'clause-after-vote', 'rater-error'],
    ],
    [
      'a vote that names version 1 is judged by it',
      decision(),
      vote('a', { version: 1 }),
      ['excused', 'clause-after-vote', 'rater-error'],
    ],
    [
      'a vote with neither version nor time is judged by the first',
      decision(),
      vote('a', { at: null }),
      ['excused', 'clause-after-vote', 'rater-error'],
    ],
    [
      'a clause that meant the same then gives no excuse',
      decision({ clauses: ['c_a'] }),
      vote('a', { at: 99 }),
      ['wrong', 'rater-error', 'rater-error'],
    ],
    [
      'what has no single answer marks nobody',
      decision({ kind: 'irresolvable', values: [] }),
      vote('a'),
      ['none', 'no-single-answer', null],
    ],
    [
      'a broken item marks nobody',
      decision({ kind: 'defective', values: [] }),
      vote('a'),
      ['none', 'item-at-fault', null],
    ],
    [
      'each of several valid answers is right',
      decision({
        kind: 'several-valid',
        values: [
          { value: 'a', weight: 50 },
          { value: 'b', weight: 50 },
        ],
      }),
      vote('a'),
      ['right', 'agrees-with-decision', null],
    ],
    [
      'a vote after the decision is outside',
      decision(),
      vote('a', { late: true }),
      ['none', 'after-decision', null],
    ],
  ] as const)('%s', (_name, one, given, expected) => expect(said(one, given)).toEqual(expected))

  test('rater-error against more than half asks for a reason', () => {
    const of = (n: number, m: number) =>
      needsReason(
        marksOf(
          question,
          decision(),
          [...Array<DisputeVote>(n).fill(vote('a')), ...Array<DisputeVote>(m).fill(vote('b'))],
          versions,
        ),
      )
    expect([of(2, 2), of(3, 2), of(0, 0)]).toEqual([false, true, false])
  })
})

describe('the version that binds a vote (law 5)', () => {
  test('the named one, else the newest that bound then, else the first and unknown', () => {
    const of = (at: number | null, version: number | null = null) => {
      const found = bindingVersion(versions, { at, version })
      return [found.version?.version, found.known]
    }
    expect([of(99), of(100), of(null), of(5, 2)]).toEqual([
      [1, true],
      [2, true],
      [1, false],
      [2, true],
    ])
  })
  test('a vote from before the first version bound answers to none, and is excused from its clauses', () => {
    const later = versions.map((one) => ({ ...one, bindsFrom: one.bindsFrom ?? 50 }))
    expect(bindingVersion(later, { at: 49, version: null })).toEqual({ version: undefined, known: true })
    expect(marksOf(question, decision(), [vote('a', { at: 49 })], later)).toMatchObject([
      { mark: 'excused', because: 'clause-after-vote', cause: 'rater-error' },
    ])
  })
})

describe('clauses from Markdown', () => {
  test('headings become numbered clauses; a lone top heading is the title', () => {
    const { title, preamble, clauses } = parseClauses(
      '# Guide\n\n## 1. Scope\nAll.\n## Safety\n### 2.1 Doctors\n```\n# not a heading\n```\n### Doses\n',
    )
    expect([title, preamble]).toEqual(['Guide', ''])
    expect(clauses.map(({ number, title, body }) => [number, title, body])).toEqual([
      ['1', 'Scope', 'All.'],
      ['2', 'Safety', ''],
      ['2.1', 'Doctors', '```\n# not a heading\n```'],
      ['2.2', 'Doses', ''],
    ])
  })
  test('several top headings are clauses themselves', () =>
    expect(parseClauses('# One\n## Inner\n# Two').clauses.map(({ number }) => number)).toEqual([
      '1',
      '1.1',
      '2',
    ]))
})

describe('a random sample', () => {
  const items = [
    ...Array.from({ length: 90 }, (_, i) => ({ item: `u${i}`, stratum: 'unanimous' as const })),
    ...Array.from({ length: 10 }, (_, i) => ({ item: `t${i}`, stratum: 'tie' as const })),
  ]
  test('takes from every stratum and says with what probability', () => {
    const drawn = draw(items, 20, 7)
    expect(drawn.filter(({ stratum }) => stratum === 'unanimous')).toHaveLength(18)
    expect(new Set(drawn.map(({ item }) => item)).size).toBe(20)
    expect(drawn.map(({ probability }) => probability)).toEqual(Array(20).fill(0.2))
  })
  test('is the same for the same seed whatever the order of the items', () => {
    expect(draw([...items].reverse(), 20, 7)).toEqual(draw(items, 20, 7))
    expect(draw(items, 20, 8)).not.toEqual(draw(items, 20, 7))
  })
  test.each([
    [Date.UTC(2026, 10, 21), '2026-W47'],
    [Date.UTC(2027, 0, 1), '2026-W53'],
    [Date.UTC(2024, 11, 30), '2025-W01'],
  ])('the week of a day', (at, week) => expect(isoWeek(at)).toBe(week))
})

test('a stand costs one of the quota until a decision upholds it', () => {
  const stand = (upheld: boolean | null) => ({
    id: 's',
    vote: 'v',
    rater: 'r',
    item: 'i',
    question: 'q',
    upheld,
  })
  expect(standsLeft([stand(null), stand(false), stand(true)], 5)).toBe(3)
})
