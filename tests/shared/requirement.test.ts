import { describe, expect, test } from 'vitest'
import type { BallotAnswer } from '#shared/answer.ts'
import { fresh } from '#shared/dispute.ts'
import type { MarkRecord } from '#shared/mark.ts'
import type { OpinionKind } from '#shared/opinion.ts'
import { defaultPolicy } from '#shared/policy.ts'
import { firstRationale } from '#shared/rationale.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { isConsent, requirements, unmet } from '#shared/requirement.ts'
import { opinionsUntil, refuseOpinion, refuseTalk } from '#shared/talk.ts'

const answer = (more: Partial<BallotAnswer> = {}): BallotAnswer => ({
  question: 'q',
  kind: 'value',
  values: [{ value: 'a', weight: 100 }],
  cause: 'edge-case',
  confidence: 'high',
  clauses: ['c_one'],
  noClause: false,
  ...more,
})
const draft = (more: Partial<DecisionRecord> = {}): DecisionRecord => ({
  id: 'draft',
  round: 1,
  question: 'q',
  kind: 'majority-upheld',
  values: [{ value: 'a', weight: 100 }],
  causes: [],
  clauses: ['c_one'],
  guideline: 1,
  ballots: ['ballotA', 'ballotB'],
  state: 'drafted',
  alike: false,
  consent: false,
  pulled: false,
  voteCauses: [],
  overridden: [],
  signedBy: null,
  signedAt: null,
  supersedes: null,
  follows: null,
  ...more,
})
function room(
  one: Partial<DecisionRecord> = {},
  given: BallotAnswer[] = [answer(), answer()],
  more: Partial<DisputeRecord> = {},
): DisputeRecord {
  const letters = ['A', 'B', 'C'].slice(0, given.length)
  return {
    ...fresh({
      id: 'dispute',
      item: 'item',
      questions: ['q'],
      chosen: 'queue',
      probability: null,
      state: 'revealed',
      round: 1,
      policy: defaultPolicy,
      guideline: 1,
      openedAt: 0,
      deadline: null,
      held: false,
      revealedAt: 5,
      appeal: null,
      barred: [],
      votes: [],
    }),
    seats: Object.fromEntries(
      letters.map((letter) => [
        `seat${letter}`,
        {
          id: `seat${letter}`,
          letter,
          member: `member${letter}`,
          chair: letter === 'A',
          notBlind: false,
          fromRound: 1,
          guest: false,
          state: 'seated',
          why: null,
        },
      ]),
    ),
    ballots: Object.fromEntries(
      letters.map((letter, n) => [
        `ballot${letter}`,
        {
          id: `ballot${letter}`,
          round: 1,
          seat: `seat${letter}`,
          casting: 1,
          castAt: 1,
          answers: [given[n]!],
        },
      ]),
    ),
    decisions: { draft: draft(one) },
    ...more,
  }
}
const mark = (cause: MarkRecord['cause']): MarkRecord => ({
  vote: 'v',
  basis: 'decision',
  mark: 'none',
  cause,
  because: 'cause-excuses',
  decision: 'draft',
})
const missing = (
  dispute: DisputeRecord,
  { unlinked = 0, rationale = 'So.', marks = [] as MarkRecord[] } = {},
) => unmet(requirements(dispute, { unlinked, rationale, marks }))

describe('what a decision should have before it is signed', () => {
  test('all of it there: nothing is missing', () => expect(missing(room())).toEqual([]))
  test('quorum of the policy the dispute opened with', () =>
    expect(missing(room({}, [answer()]))).toEqual(['quorum']))
  test('a clause, or the word of most who carried it that none covers it', () => {
    const none = answer({ clauses: [], noClause: true })
    expect(missing(room({ clauses: [] }, [answer(), answer()]))).toEqual(['clause-cited'])
    expect(missing(room({ clauses: [] }, [none, none]))).toEqual([])
    expect(missing(room({ clauses: [] }, [none, answer()]))).toEqual(['clause-cited'])
  })
  test('a rationale that somebody has written: headings alone are none', () => {
    for (const rationale of ['', ' \n', firstRationale('en'), firstRationale('ja-JP')])
      expect(missing(room(), { rationale })).toEqual(['rationale-written'])
    expect(missing(room(), { rationale: `${firstRationale('en')} Because.` })).toEqual([])
  })
  test('ballots alike need none, until a seat pulls the dispute out of the consent list', () => {
    expect(missing(room({ alike: true }), { rationale: '' })).toEqual([])
    expect(missing(room({ alike: true, pulled: true }), { rationale: '' })).toEqual(['rationale-written'])
    expect([
      isConsent(room({ alike: true })),
      isConsent(room({ alike: true }, undefined, { state: 'decided' })),
    ]).toEqual([true, false])
  })
  test('no open thread', () => {
    const thread = { id: 't', anchor: { kind: 'case' as const }, round: 1, comments: [] }
    const talk = (state: 'open' | 'resolved') =>
      missing(room({}, undefined, { threads: { t: { ...thread, state } } }))
    expect([talk('open'), talk('resolved')]).toEqual([['threads-resolved'], []])
  })
  test('a reason where “rater error” falls on more than half of the voters, fifty against one too', () => {
    const of = (errors: number, others: number) =>
      missing(room(), {
        marks: [...Array(errors).fill(mark('rater-error')), ...Array(others).fill(mark('edge-case'))],
      })
    expect([of(50, 1), of(2, 2), of(0, 3)]).toEqual([['majority-error-reasoned'], [], []])
  })
  test('unlinked raters are said and block nothing: waiting would not mend it', () => {
    const all = requirements(room(), { unlinked: 2, rationale: 'So.', marks: [] })
    expect(unmet(all)).toEqual([])
    expect(all.find(({ name }) => name === 'conflict-checked')).toEqual({
      name: 'conflict-checked',
      met: false,
      blocks: false,
      params: { unlinked: 2 },
    })
  })
})

describe('opinions', () => {
  const kinds: OpinionKind[] = ['concurrence', 'concurrence-in-result', 'dissent']
  const may = (dispute: DisputeRecord, member = 'memberA', at = 10) =>
    kinds.filter((kind) => refuseOpinion(dispute, member, kind, at) === undefined)
  test('who is of the decision’s mind concurs, who is not dissents', () => {
    const against = answer({ values: [{ value: 'b', weight: 100 }] })
    const dispute = room({}, [answer(), answer(), against])
    expect([may(dispute), may(dispute, 'memberC'), may(dispute, 'stranger')]).toEqual([
      ['concurrence', 'concurrence-in-result'],
      ['dissent'],
      [],
    ])
  })
  test('where several values are valid by a tie, each seat may say what it makes of that', () => {
    const values = [
      { value: 'a', weight: 50 },
      { value: 'b', weight: 50 },
    ]
    expect(may(room({ kind: 'several-valid', values }))).toEqual(kinds)
    expect(
      may(room({ kind: 'several-valid', values }, [answer({ kind: 'several', values }), answer()])),
    ).toEqual(['concurrence', 'concurrence-in-result'])
    expect(may(room({ kind: 'irresolvable', values: [] }))).toEqual(['dissent'])
  })
  test('from the reveal until the window closes', () => {
    const hours = defaultPolicy.opinionHours * 3_600_000
    const signed = room({ state: 'signed', signedAt: 100 }, undefined, { state: 'decided' })
    expect([opinionsUntil(room()), opinionsUntil(signed)]).toEqual([null, 100 + hours])
    expect(refuseOpinion(signed, 'memberA', 'concurrence', 100 + hours)).toBeUndefined()
    expect(refuseOpinion(signed, 'memberA', 'concurrence', 101 + hours)).toBe('opinion-closed')
    expect(refuseOpinion(room({}, undefined, { state: 'voting' }), 'memberA', 'dissent', 1)).toBe(
      'not-revealed',
    )
    expect(refuseOpinion(room({}, undefined, { state: 'withdrawn' }), 'memberA', 'dissent', 1)).toBe(
      'dispute-withdrawn',
    )
  })
})

describe('who may speak in the room', () => {
  const viewer = (id: string, roles: ('lead' | 'panelist' | 'auditor')[]) => ({ id, roles, owner: false })
  const asked = (dispute: DisputeRecord) => [
    refuseTalk(dispute, viewer('memberA', ['panelist'])),
    refuseTalk(dispute, viewer('l', ['lead'])),
    refuseTalk(dispute, viewer('a', ['auditor'])),
    refuseTalk(dispute, viewer('p', ['panelist'])),
  ]
  test('its seats and the leads, once they may read a round', () => {
    expect(asked(room())).toEqual([undefined, undefined, 'not-seated', 'not-seated'])
    expect(asked(room({}, undefined, { state: 'voting' }))).toEqual([
      'not-revealed',
      'not-revealed',
      'not-seated',
      'not-seated',
    ])
    expect(asked(room({}, undefined, { state: 'withdrawn' })).slice(0, 2)).toEqual([
      'dispute-withdrawn',
      'dispute-withdrawn',
    ])
  })
})
