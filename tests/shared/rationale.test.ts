import { describe, expect, test } from 'vitest'
import type { Viewer } from '#shared/dispute-view.ts'
import {
  firstRationale,
  isUnwritten,
  mayRead,
  mayWrite,
  rationaleId,
  rationaleNow,
  rationaleOpen,
  readRationaleId,
} from '#shared/rationale.ts'
import type { BallotRecord, DecisionRecord, DisputeRecord, DisputeState } from '#shared/record.ts'

const viewer = (id: string, ...roles: Viewer['roles']): Viewer => ({ id, roles, owner: false })
const [ana, ben, cleo] = [viewer('ana', 'panelist'), viewer('ben', 'panelist'), viewer('cleo', 'panelist')]
const lead = viewer('lead', 'lead')
const auditor = viewer('audit', 'auditor')
const owner: Viewer = { id: 'owner', roles: [], owner: true }

/** Ana and Ben sit from round 1, Cleo from round `third`; `cast` names who cast when, `signed` the rounds decided. */
function dispute(
  state: DisputeState,
  round: number,
  { cast = ['ana/1', 'ben/1'], signed = [] as number[], third = 2 } = {},
): DisputeRecord {
  const seat = (member: string, letter: string, fromRound: number) => ({
    id: member,
    letter,
    member,
    chair: letter === 'A',
    notBlind: false,
    fromRound,
    guest: false,
    state: 'seated' as const,
    why: null,
  })
  const ballots = cast.map((one): BallotRecord => {
    const [by, at] = one.split('/') as [string, string]
    return { id: one, round: Number(at), seat: by, casting: 1, castAt: 1 }
  })
  const decisions = signed.map(
    (at): Partial<DecisionRecord> => ({ id: `d${at}`, round: at, state: 'signed' }),
  )
  return {
    state,
    round,
    seats: { ana: seat('ana', 'A', 1), ben: seat('ben', 'B', 1), cleo: seat('cleo', 'C', third) },
    ballots: Object.fromEntries(ballots.map((one) => [one.id, one])),
    decisions: Object.fromEntries(decisions.map((one) => [one.id, one])),
  } as unknown as DisputeRecord
}
const who = (rule: typeof mayRead, of: DisputeRecord, n = 0) =>
  [ana, ben, cleo, lead, auditor, owner].filter((one) => rule(of, one, n)).map(({ id }) => id)

describe('the shared rationale', () => {
  test('is open to nobody before the first reveal', () => {
    for (const state of ['open', 'voting', 'withdrawn'] as const) {
      const sealed = dispute(state, 1)
      expect([rationaleOpen(sealed, 0), who(mayRead, sealed), who(mayWrite, sealed)]).toEqual([false, [], []])
    }
  })
  test('after the reveal is written by who sat and cast, leads and owners, and read by auditors too', () => {
    const open = dispute('revealed', 1, { third: 1 })
    expect(who(mayWrite, open)).toEqual(['ana', 'ben', 'lead', 'owner'])
    expect(who(mayRead, open)).toEqual(['ana', 'ben', 'cleo', 'lead', 'audit', 'owner'])
  })
  test('stands still while the next round votes, and is closed to a seat that has not cast in it', () => {
    const voting = dispute('voting', 2)
    expect(who(mayWrite, voting)).toEqual([])
    expect(who(mayRead, voting)).toEqual(['ana', 'ben', 'lead', 'audit', 'owner'])
    // Having cast, the third seat reads what was said before it came.
    const cast = dispute('voting', 2, { cast: ['ana/1', 'ben/1', 'cleo/2'] })
    expect(who(mayRead, cast)).toContain('cleo')
    const again = dispute('revealed', 2, { cast: ['ana/1', 'ben/1', 'cleo/2', 'ana/2'] })
    expect(who(mayWrite, again)).toEqual(['ana', 'cleo', 'lead', 'owner'])
  })
  test('a lead who holds a seat and has not cast is as blind as any seat', () => {
    const voting = dispute('voting', 2)
    voting.seats.cleo!.member = 'lead'
    expect(mayRead(voting, lead, 0)).toBe(false)
  })
  test('stays as it was signed; a reopened dispute begins a fresh one at its next reveal', () => {
    const decided = dispute('decided', 1, { signed: [1] })
    expect([rationaleNow(decided), who(mayWrite, decided)]).toEqual([0, []])
    expect(who(mayRead, decided)).toContain('ana')
    expect(rationaleOpen(decided, 1)).toBe(false)
    const again = dispute('voting', 2, { signed: [1] })
    expect([rationaleNow(again), rationaleOpen(again, 1)]).toEqual([1, false])
    const revealed = dispute('revealed', 2, { signed: [1], cast: ['ana/1', 'ben/1', 'cleo/2'] })
    expect([rationaleNow(revealed), rationaleOpen(revealed, 1)]).toEqual([1, true])
    expect(who(mayWrite, revealed, 1)).toEqual(['cleo', 'lead', 'owner'])
    expect(who(mayWrite, revealed, 0)).toEqual([])
  })
  test('of a decision pulled from the consent list is written up where it was begun', () => {
    const pulled = dispute('revealed', 1, { signed: [1] })
    expect([rationaleNow(pulled), who(mayWrite, pulled)]).toEqual([0, ['ana', 'ben', 'lead', 'owner']])
  })
  test('is for no rater, and for nobody without a seat or a role', () => {
    for (const state of ['revealed', 'decided'] as const)
      for (const outside of [viewer('rae', 'rater'), viewer('out', 'panelist'), viewer('gone')])
        expect(mayRead(dispute(state, 1), outside, 0)).toBe(false)
  })
  test('has a name made of its dispute and a number, and no other', () => {
    const id = rationaleId({ dispute: 'abcdefghij', n: 2 })
    expect(readRationaleId(id)).toEqual({ dispute: 'abcdefghij', n: 2 })
    for (const odd of [
      'abcdefghij',
      'abcdefghij-',
      'abcdefghij-01',
      'abcdefghij--1',
      'ABCDEFGHIJ-0',
      'abcdefghij-0-0',
    ])
      expect(readRationaleId(odd)).toBe(null)
  })
  test('begins with its headings in the language of the item, and knows when nobody has written more', () => {
    expect(firstRationale('ja').split('\n')[0]).toBe('## 論点')
    for (const language of ['en', 'fr', null])
      expect(firstRationale(language).split('\n')[0]).toBe('## Question')
    expect([isUnwritten(firstRationale('ja')), isUnwritten(`${firstRationale('en')}x`)]).toEqual([
      true,
      false,
    ])
  })
})
