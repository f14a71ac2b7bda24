import { describe, expect, test } from 'vitest'
import type { BallotAnswer } from '#shared/answer.ts'
import { refuseAnswer } from '#shared/answer.ts'
import { counted, refuseBallot } from '#shared/ballot.ts'
import type { NamedCause } from '#shared/cause.ts'
import { differ, outcome, type Reading } from '#shared/decision.ts'
import { fresh, roundCloses } from '#shared/dispute.ts'
import { viewDispute } from '#shared/dispute-view.ts'
import { agreementRules, defaultPolicy } from '#shared/policy.ts'
import type { Question } from '#shared/question.ts'
import type { BallotRecord, DisputeRecord, DisputeVote, SeatRecord } from '#shared/record.ts'
import { split } from '#shared/split.ts'

const question: Question = {
  key: 'safe',
  type: 'single',
  level: 'nominal',
  wording: { en: 'Is it safe?', ja: '安全ですか' },
  scale: null,
  tolerance: 0,
  cautious: 'unsafe',
  version: 1,
  options: [
    { value: 'safe', label: { en: 'Safe', ja: '安全' } },
    { value: 'unsafe', label: { en: 'Unsafe', ja: '危険' } },
  ],
}
const answer = (value: string, more: Partial<BallotAnswer> = {}): BallotAnswer => ({
  question: 'safe',
  kind: 'value',
  values: [{ value, weight: 100 }],
  cause: 'guideline-unclear',
  confidence: 'high',
  clauses: ['c_one'],
  noClause: false,
  ...more,
})
const seat = (letter: string, more: Partial<SeatRecord> = {}): SeatRecord => ({
  id: `seat${letter}`,
  letter,
  member: `member${letter}`,
  chair: letter === 'A',
  notBlind: false,
  fromRound: 1,
  guest: false,
  state: 'seated',
  why: null,
  ...more,
})
const ballot = (letter: string, given: BallotAnswer, more: Partial<BallotRecord> = {}): BallotRecord => ({
  id: `ballot${letter}${more.casting ?? 1}`,
  round: 1,
  seat: `seat${letter}`,
  casting: 1,
  castAt: 5,
  answers: [given],
  arguments: { safe: `because ${letter}` },
  ...more,
})
const reading = (last: boolean, more: Partial<Reading> = {}): Reading => ({
  last,
  rule: 'majority',
  named: [],
  votes: [],
  ...more,
})
const fifty = split(question, [...Array<string>(50).fill('safe'), 'unsafe'])

function room(
  ballots: BallotRecord[],
  seats = [seat('A'), seat('B')],
  more: Partial<DisputeRecord> = {},
): DisputeRecord {
  return {
    ...fresh({
      id: 'dispute',
      item: 'item',
      questions: ['safe'],
      chosen: 'lone-dissent',
      probability: 0.25,
      state: 'voting',
      round: 1,
      policy: defaultPolicy,
      guideline: 1,
      openedAt: 1,
      deadline: 100,
      held: false,
      revealedAt: null,
      appeal: null,
      barred: [],
      votes: [{ vote: 'v', rater: 'r', question: 'safe', value: 'unsafe', version: 1, at: 1 }],
    }),
    seats: Object.fromEntries(seats.map((one) => [one.id, one])),
    ballots: Object.fromEntries(ballots.map((one) => [one.id, one])),
    ...more,
  }
}

describe('what the ballots of a round come to', () => {
  test('two alike uphold the one against fifty, with the cause on the losing camp', () => {
    expect(
      outcome(
        question,
        [ballot('A', answer('unsafe')), ballot('B', answer('unsafe'))],
        fifty,
        reading(false),
      ),
    ).toEqual({
      kind: 'minority-upheld',
      values: [{ value: 'unsafe', weight: 100 }],
      causes: [{ camp: 'safe', cause: 'guideline-unclear' }],
      clauses: ['c_one'],
      alike: true,
      voteCauses: [],
    })
  })
  test('two that differ decide nothing while a round is left', () =>
    expect(
      outcome(question, [ballot('A', answer('unsafe')), ballot('B', answer('safe'))], fifty, reading(false)),
    ).toBeUndefined())
  test('nobody has a casting vote: after the last round a tie between values is several-valid', () => {
    expect(
      outcome(question, [ballot('A', answer('unsafe')), ballot('B', answer('safe'))], fifty, reading(true)),
    ).toMatchObject({
      kind: 'several-valid',
      values: [
        { value: 'unsafe', weight: 50 },
        { value: 'safe', weight: 50 },
      ],
      causes: [],
    })
  })
  test('a tie with an “irresolvable” in it is irresolvable', () => {
    const one = answer('safe', { kind: 'irresolvable', values: [] })
    expect(
      outcome(question, [ballot('A', one), ballot('B', answer('safe'))], fifty, reading(true)),
    ).toMatchObject({
      kind: 'irresolvable',
      values: [],
    })
  })
  test('a panel tied on the cause carries none, which excuses', () => {
    const found = outcome(
      question,
      [ballot('A', answer('unsafe')), ballot('B', answer('unsafe', { cause: 'rater-error' }))],
      fifty,
      reading(false),
    )
    expect(found).toMatchObject({ causes: [{ camp: 'safe', cause: null }], alike: false })
  })
  test('on a tie of the raters every camp is a minority camp', () => {
    const even = split(question, ['safe', 'safe', 'unsafe', 'unsafe'])
    expect(
      outcome(question, [ballot('A', answer('safe')), ballot('B', answer('safe'))], even, reading(false))
        ?.kind,
    ).toBe('minority-upheld')
  })
  test('an answer no rater gave is a new answer, and both camps lose', () => {
    const wide: Question = {
      ...question,
      options: [...question.options, { value: 'unclear', label: { en: 'Unclear', ja: '不明' } }],
    }
    const found = outcome(
      wide,
      [ballot('A', answer('unclear')), ballot('B', answer('unclear'))],
      fifty,
      reading(false),
    )
    expect([found?.kind, found?.causes.map(({ camp }) => camp)]).toEqual(['new-answer', ['safe', 'unsafe']])
  })
  test('two of three decide', () =>
    expect(
      outcome(
        question,
        [ballot('A', answer('unsafe')), ballot('B', answer('safe')), ballot('C', answer('unsafe'))],
        fifty,
        reading(false),
      ),
    ).toMatchObject({ kind: 'minority-upheld', alike: false }))
  test('a third seat is called for by another value, kind or cause, not by another clause', () => {
    const pair = (other: BallotAnswer) =>
      differ(question, [ballot('A', answer('unsafe')), ballot('B', other)])
    expect([
      pair(answer('safe')),
      pair(answer('unsafe', { cause: 'edge-case' })),
      pair(answer('unsafe', { clauses: ['c_two'] })),
    ]).toEqual([true, true, false])
  })
})

describe('how many must agree', () => {
  const three = [
    ballot('A', answer('unsafe')),
    ballot('B', answer('unsafe')),
    ballot('C', answer('safe', { cause: 'edge-case' })),
  ]
  const four = [...three, ballot('D', answer('unsafe'))]
  const kinds = (ballots: BallotRecord[], last: boolean) =>
    agreementRules.map((rule) => outcome(question, ballots, fifty, reading(last, { rule }))?.kind)
  test('two of three are a majority and two thirds, not all', () =>
    expect(kinds(three, false)).toEqual(['minority-upheld', 'minority-upheld', undefined]))
  test('two of four are none of these, three of four two', () => {
    const halves = [...three, ballot('D', answer('safe'))]
    expect(kinds(halves, false)).toEqual([undefined, undefined, undefined])
    expect(kinds(four, false)).toEqual(['minority-upheld', 'minority-upheld', undefined])
  })
  test('all of one mind satisfy every rule', () =>
    expect(kinds(three.slice(0, 2), false)).toEqual(Array(3).fill('minority-upheld')))
  test('what a stricter rule does not settle in the last round is no decision by fewer', () => {
    const found = outcome(question, three, fifty, reading(true, { rule: 'unanimous' }))
    expect([found?.kind, found?.values.map(({ weight }) => weight)]).toEqual(['several-valid', [67, 33]])
  })
})

describe('causes named when the camps are known', () => {
  const wide: Question = {
    ...question,
    options: ['safe', 'unsafe', 'unclear', 'spam'].map((value) => ({
      value,
      label: { en: value, ja: value },
    })),
  }
  const votes = ['safe', 'safe', 'safe', 'unclear', 'spam', 'unsafe'].map(
    (value, n): DisputeVote => ({
      vote: `vote${n}`,
      rater: `r${n}`,
      question: 'safe',
      value,
      version: null,
      at: 1,
    }),
  )
  const camps = split(
    wide,
    votes.map(({ value }) => value),
  )
  const two = [ballot('A', answer('unsafe')), ballot('B', answer('unsafe'))]
  const named = (letter: string, about: Partial<NamedCause>): NamedCause => ({
    id: `named${letter}${about.camp}${about.vote}`,
    round: 1,
    seat: `seat${letter}`,
    question: 'safe',
    camp: null,
    vote: null,
    cause: 'edge-case',
    ...about,
  })
  const settled = (all: NamedCause[], ballots = two, more: Partial<Reading> = {}) => {
    const found = outcome(wide, ballots, camps, reading(false, { named: all, votes, ...more }))
    return {
      causes: Object.fromEntries(found!.causes.map(({ camp, cause }) => [camp, cause])),
      votes: found!.voteCauses,
    }
  }
  test('each of several losing camps has its own; where nobody names one, the ballots speak', () =>
    expect(
      settled([
        named('A', { camp: 'spam', cause: 'rater-error' }),
        named('B', { camp: 'spam', cause: 'rater-error' }),
        named('A', { camp: 'unclear' }),
        named('B', { camp: 'unclear' }),
      ]),
    ).toEqual({
      causes: { safe: 'guideline-unclear', spam: 'rater-error', unclear: 'edge-case' },
      votes: [],
    }))
  test('one seat alone does not outvote the other: the panel is tied, which excuses', () =>
    expect(settled([named('A', { camp: 'safe', cause: 'rater-error' })]).causes.safe).toBe(null))
  test('a vote may have a cause of its own beside its camp', () =>
    expect(
      settled(
        ['A', 'B'].flatMap((letter) => [
          named(letter, { camp: 'safe', cause: 'rater-error' }),
          named(letter, { vote: 'vote1', cause: 'missing-context' }),
        ]),
      ),
    ).toMatchObject({
      causes: { safe: 'rater-error' },
      votes: [{ vote: 'vote1', cause: 'missing-context' }],
    }))
  test('the same cause as the camp’s is said once, and a vote that won has none', () =>
    expect(
      settled(
        ['A', 'B'].flatMap((letter) => [
          named(letter, { vote: 'vote1', cause: 'guideline-unclear' }),
          named(letter, { vote: 'vote5', cause: 'rater-error' }),
        ]),
      ).votes,
    ).toEqual([]))
  test('only those who carried the decision name its causes', () => {
    const three = [...two, ballot('C', answer('safe'))]
    const all = ['A', 'B'].map((letter) => named(letter, { camp: 'safe', cause: 'rater-error' }))
    expect(settled([...all, named('C', { camp: 'safe' })], three).causes.safe).toBe('rater-error')
  })
  test('what is named for another question or another seat changes nothing', () =>
    expect(
      settled([
        named('A', { camp: 'safe', question: 'other' }),
        named('B', { camp: 'safe', question: 'other' }),
        named('Z', { camp: 'safe' }),
      ]).causes.safe,
    ).toBe('guideline-unclear'))
  test('a panel that came to no majority blames no camp, until most of it names a cause', () => {
    const apart = [ballot('A', answer('unsafe')), ballot('B', answer('unclear'))]
    expect(settled([], apart, { last: true }).causes).toEqual({ safe: null, spam: null })
    const all = ['A', 'B'].map((letter) => named(letter, { camp: 'spam', cause: 'rater-error' }))
    expect(settled(all, apart, { last: true }).causes).toEqual({ safe: null, spam: 'rater-error' })
  })
})

describe('a ballot', () => {
  test.each([
    ['one value is needed', answer('safe', { values: [] }), 'one-value'],
    ['several need two', answer('safe', { kind: 'several' }), 'several-values'],
    [
      'weights add up to 100',
      answer('safe', {
        kind: 'several',
        values: [
          { value: 'safe', weight: 50 },
          { value: 'unsafe', weight: 40 },
        ],
      }),
      'weights-sum',
    ],
    ['“none” takes no value', answer('safe', { kind: 'none' }), 'no-values'],
    ['a value off the scale', answer('maybe'), 'value-off-scale'],
    ['a clause or the word that none covers it', answer('safe', { clauses: [] }), 'clause-or-none'],
    ['not both', answer('safe', { noClause: true }), 'clause-or-none'],
    ['a whole one', answer('safe'), undefined],
  ] as const)('%s', (_name, given, code) => expect(refuseAnswer(question, given)).toBe(code))

  test('is for a seat, in the open round', () => {
    expect([
      refuseBallot(room([]), 'memberA', 1),
      refuseBallot(room([]), 'stranger', 1),
      refuseBallot(room([]), 'memberA', 2),
      refuseBallot(room([], undefined, { state: 'revealed' }), 'memberA', 1),
      refuseBallot(room([], undefined, { state: 'withdrawn' }), 'memberA', 1),
    ]).toEqual([undefined, 'not-on-panel', 'round-closed', 'round-closed', 'dispute-withdrawn'])
  })
  test('the last casting counts, and a seat that was left does not', () => {
    const recast = room(
      [
        ballot('A', answer('safe')),
        ballot('A', answer('unsafe'), { casting: 2 }),
        ballot('B', answer('safe')),
      ],
      [seat('A'), seat('B', { state: 'replaced' })],
    )
    expect(counted(recast).map(({ id }) => id)).toEqual(['ballotA2'])
  })
  test('a round closes with the last seat, or at the deadline with quorum', () => {
    const three = room([], [seat('A'), seat('B'), seat('C')])
    expect([
      roundCloses(three, 3, 50),
      roundCloses(three, 2, 50),
      roundCloses(three, 2, 100),
      roundCloses(three, 1, 100),
      roundCloses(room([], []), 0, 200),
    ]).toEqual([true, false, true, false, false])
  })
})

describe('who may know what (law 1)', () => {
  const sealed = room([ballot('A', answer('unsafe'))])
  const look = (dispute: DisputeRecord, id: string, roles: ('lead' | 'panelist' | 'rater' | 'auditor')[]) =>
    viewDispute(dispute, { id, roles, owner: false })
  test('before the reveal a seat knows that another has cast, never what, nor the votes', () => {
    const seen = look(sealed, 'memberB', ['panelist'])
    expect(seen.ballots.ballotA1).toEqual({ id: 'ballotA1', round: 1, seat: 'seatA', casting: 1, castAt: 5 })
    expect([seen.votes, seen.chosen, seen.probability]).toEqual([[], 'queue', null])
  })
  test('its own ballot stays readable to the seat that cast it', () =>
    expect(look(sealed, 'memberA', ['panelist']).ballots.ballotA1?.answers).toEqual([answer('unsafe')]))
  test('a lead sees the split and not the ballot', () => {
    const seen = look(sealed, 'lead', ['lead'])
    expect([seen.votes.length, seen.ballots.ballotA1?.answers]).toEqual([1, undefined])
  })
  test('a lead who sits looks as a seat: the split waits for the reveal', () =>
    expect(look(sealed, 'memberA', ['lead', 'panelist']).votes).toEqual([]))
  test('after the reveal seats see ballots and votes', () => {
    const seen = look({ ...sealed, state: 'revealed' }, 'memberB', ['panelist'])
    expect([seen.ballots.ballotA1?.answers, seen.votes.length]).toEqual([[answer('unsafe')], 1])
  })
  test('a third seat seated for round 2 reads round 1 after its own ballot only', () => {
    const second = room(
      [ballot('A', answer('unsafe')), ballot('B', answer('safe'))],
      [seat('A'), seat('B'), seat('C', { fromRound: 2 })],
      { round: 2 },
    )
    expect(look(second, 'memberC', ['panelist']).ballots.ballotA1?.answers).toBeUndefined()
    expect(look(second, 'memberA', ['panelist']).ballots.ballotB1?.answers).toEqual([answer('safe')])
    const cast = {
      ...second,
      ballots: { ...second.ballots, ballotC: ballot('C', answer('safe'), { id: 'ballotC', round: 2 }) },
    }
    expect(look(cast, 'memberC', ['panelist']).ballots.ballotA1?.answers).toEqual([answer('unsafe')])
  })
  test('a rater is told letters, not members', () =>
    expect(look({ ...sealed, state: 'decided' }, 'someone', ['rater']).seats.seatA).toMatchObject({
      letter: 'A',
      member: '',
    }))
})
