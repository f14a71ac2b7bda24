import { describe, expect, it } from 'vitest'
import type { BallotAnswer } from '#shared/answer.ts'
import { defaultPolicy } from '#shared/policy.ts'
import type { DecisionRecord, DisputeRecord, SeatRecord } from '#shared/record.ts'
import type { ThreadRecord } from '#shared/thread.ts'
import { demoProject } from '../../server/demo/cases.ts'
import { type Cue, nextStep } from '../../server/demo/cue.ts'
import { newVisitors } from '../../server/demo/visitors.ts'

const seat = (letter: string, member: string, chair = false): SeatRecord => ({
  id: `seat${letter}`,
  letter,
  member,
  chair,
  notBlind: false,
  fromRound: 1,
  guest: false,
  state: 'seated',
  why: null,
})
const answer: BallotAnswer = {
  question: 'safe',
  kind: 'value',
  values: [{ value: 'unsafe', weight: 100 }],
  cause: 'guideline-unclear',
  confidence: 'high',
  clauses: ['c_a'],
  noClause: false,
}
const ballot = (of: string) => ({
  id: `ballot${of}`,
  round: 1,
  seat: `seat${of}`,
  casting: 1,
  castAt: 1,
  answers: [answer],
  arguments: {},
})
const draft: DecisionRecord = {
  id: 'draft',
  round: 1,
  question: 'safe',
  kind: 'minority-upheld',
  values: answer.values,
  causes: [{ camp: 'safe', cause: 'guideline-unclear' }],
  clauses: ['c_a'],
  guideline: 1,
  ballots: ['ballotA', 'ballotB'],
  state: 'drafted',
  alike: true,
  consent: false,
  pulled: false,
  voteCauses: [],
  overridden: [],
  signedBy: null,
  signedAt: null,
  supersedes: null,
  follows: null,
}
const thread = (by: string, state: ThreadRecord['state'] = 'open'): ThreadRecord => ({
  id: 'thread',
  anchor: { kind: 'case' },
  round: 1,
  state,
  comments: [{ id: 'said', by, at: 1, mentions: [] }],
})

function dispute(more: Partial<DisputeRecord> = {}): DisputeRecord {
  return {
    id: 'dispute',
    item: 'item',
    questions: ['safe'],
    chosen: 'queue',
    probability: null,
    state: 'voting',
    round: 1,
    policy: defaultPolicy,
    guideline: 1,
    openedAt: 0,
    deadline: null,
    held: false,
    revealedAt: null,
    appeal: null,
    barred: [],
    seats: { seatA: seat('A', 'takeda', true), seatB: seat('B', 'okafor') },
    ballots: {},
    votes: [],
    decisions: {},
    threads: {},
    causes: {},
    opinions: {},
    ...more,
  }
}
const revealed = (more: Partial<DisputeRecord> = {}) =>
  dispute({
    state: 'revealed',
    ballots: { ballotA: ballot('A'), ballotB: ballot('B') },
    decisions: { draft },
    ...more,
  })
const next = (record: DisputeRecord, more: Partial<Cue> = {}) => {
  const step = nextStep({
    dispute: record,
    item: 'med-001',
    questions: demoProject.questions.map((one) => ({ ...one, level: 'nominal' as const, version: 1 })),
    players: new Map([
      ['takeda', 'panelist1'],
      ['okafor', 'panelist2'],
      ['hoshino', 'panelist3'],
    ]),
    taken: new Set(),
    visited: true,
    done: new Set(),
    ...more,
  })
  return step && [step.kind, step.by]
}
const taken = (...keys: ('panelist1' | 'panelist2')[]) => ({ taken: new Set(keys) })

describe('before the reveal', () => {
  it('nobody acts in a case that no visitor came to, nor while the chair holds it', () => {
    expect(next(dispute(), { visited: false })).toBeUndefined()
    expect(next(dispute({ held: true }))).toBeUndefined()
  })

  it('both act by themselves, one after the other, when a visitor only watches', () => {
    expect(next(dispute())).toEqual(['cast', 'panelist1'])
    expect(next(dispute({ ballots: { ballotA: ballot('A') } }))).toEqual(['cast', 'panelist2'])
  })

  it('whoever sits beside a visitor waits for the visitor’s ballot, and follows it', () => {
    expect(next(dispute(), taken('panelist1'))).toBeUndefined()
    const cast = dispute({ ballots: { ballotA: ballot('A') } })
    expect(next(cast, taken('panelist1'))).toEqual(['cast', 'panelist2'])
    expect(next(cast, taken('panelist1', 'panelist2'))).toBeUndefined()
  })

  it('the third casts when the two differ and the case goes into another round', () => {
    const third = { ...seat('C', 'hoshino'), fromRound: 2 }
    const again = (of: string) => ({ ...ballot(of), round: 2 })
    const record = dispute({
      round: 2,
      seats: { ...dispute().seats, seatC: third },
      ballots: { ballotA: again('A'), ballotB: again('B') },
    })
    expect(next(record, taken('panelist1'))).toEqual(['cast', 'panelist3'])
  })
})

describe('once the ballots are open', () => {
  it('they talk it over, name the cause, and resolve what they began before the chair signs', () => {
    const tried: string[] = []
    const done = new Set<string>()
    const threads = { thread: thread('takeda') }
    for (let guard = 0; guard < 10; guard++) {
      const cue = { dispute: revealed(tried.length > 0 ? { threads } : {}), done }
      const step = nextStep({
        ...cue,
        item: 'med-001',
        questions: demoProject.questions.map((one) => ({ ...one, level: 'nominal' as const, version: 1 })),
        players: new Map([
          ['takeda', 'panelist1'],
          ['okafor', 'panelist2'],
        ]),
        taken: new Set(),
        visited: true,
      })
      if (!step) break
      tried.push(`${step.kind} ${step.by}`)
      done.add(step.id)
    }
    expect(tried).toEqual([
      'remark panelist1',
      'remark panelist2',
      'name panelist2',
      'name panelist1',
      'resolve panelist1',
      'sign panelist1',
    ])
  })

  it('a visitor who chairs signs, nobody else', () => {
    const cue = { ...taken('panelist1'), done: new Set(['remark/panelist2/1', 'name/panelist2/1']) }
    expect(next(revealed(), cue)).toBeUndefined()
    expect(next(revealed(), { ...cue, ...taken('panelist2') })).toEqual(['remark', 'panelist1'])
  })

  it('a question that a visitor left open is answered, never resolved over, and waited for', () => {
    const asked = revealed({ threads: { thread: thread('lead') } })
    expect(next(asked)).toEqual(['remark', 'panelist1'])
    const done = new Set(['remark/panelist1/1', 'remark/panelist2/1', 'name/panelist1/1', 'name/panelist2/1'])
    expect(next(asked, { done })).toBeUndefined()
    expect(next(revealed({ threads: { thread: thread('lead', 'resolved') } }), { done })).toEqual([
      'sign',
      'panelist1',
    ])
  })

  it('only who carried the decision concurs', () => {
    const better = { ...answer, question: 'better', values: [{ value: 'b', weight: 100 }] }
    const record = (value: string) =>
      revealed({
        questions: ['better'],
        ballots: {
          ballotA: { ...ballot('A'), answers: [better] },
          ballotB: { ...ballot('B'), answers: [{ ...better, values: [{ value, weight: 100 }] }] },
        },
        decisions: {
          draft: {
            ...draft,
            question: 'better',
            values: better.values,
            causes: [{ camp: 'a', cause: 'rater-error' }],
          },
        },
      })
    const done = new Set(['remark/panelist1/1', 'remark/panelist2/1', 'name/panelist2/1'])
    expect(next(record('b'), { item: 'answers-004', done })).toEqual(['opinion', 'panelist2'])
    expect(next(record('a'), { item: 'answers-004', done })).toEqual(['sign', 'panelist1'])
  })
})

describe('who is visiting', () => {
  it('takes a place by being there, and keeps a case they came to until they leave', () => {
    const visitors = newVisitors()
    visitors.came('s1', 'takeda', 0, 'dispute')
    expect(visitors.plays('takeda', ['other'], 60_000)).toBe(true)
    expect(visitors.plays('takeda', ['other'], 3_600_000)).toBe(false)
    expect(visitors.plays('takeda', ['dispute'], 3_600_000)).toBe(true)
    expect(visitors.plays('okafor', ['dispute'], 0)).toBe(false)
    visitors.left('s1')
    expect(visitors.plays('takeda', ['dispute'], 1)).toBe(false)
    expect(visitors.isVisited(['dispute'])).toBe(true)
  })
})
