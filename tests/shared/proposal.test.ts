import { describe, expect, test } from 'vitest'
import type { ClauseRule } from '#shared/clause.ts'
import { BODY_LENGTH, DRAFT_LENGTH, type Draft, type DraftClause, textHash } from '#shared/draft.ts'
import { CLAUSES } from '#shared/guideline.ts'
import { applyProposal } from '#shared/guideline-state.ts'
import {
  asRead,
  asWritten,
  isOutdated,
  PROPOSAL_REASON,
  REVIEWS,
  refuseAccept,
  refuseReview,
  waitsFor,
} from '#shared/proposal.ts'
import { type Case, sayCase } from '#shared/proposal-case.ts'
import { changeFor, refuseRoom } from '#shared/proposal-change.ts'
import type { ProposalRecord, Verdict } from '#shared/proposal-record.ts'

const was = { title: 'Doses', body: 'Name the maximum.' }
const next = { title: 'Doses', body: 'Name the daily maximum.' }
const clause = (id: string, more: Partial<DraftClause> = {}): DraftClause => ({
  id,
  level: 1,
  number: '1',
  from: null,
  texts: { en: was, ja: { title: '用量', body: '上限を示す。' } },
  follows: { ja: textHash(was) },
  ...more,
})
const draft = (clauses: DraftClause[], gone: Draft['gone'] = []): Draft => ({
  authoritative: 'en',
  seq: 1,
  clauses,
  gone,
})
const proposal = (more: Partial<ProposalRecord> = {}): ProposalRecord => ({
  id: 'aaaaaaaaaa',
  clause: 'c_aaaaaa',
  level: 1,
  language: 'en',
  disputes: [],
  by: 'ana',
  at: 1,
  asked: ['ben'],
  base: textHash(was),
  hash: textHash(next),
  state: 'open',
  reviews: [],
  decidedBy: null,
  version: null,
  ...more,
})
const member = (id: string, ...roles: ('lead' | 'panelist')[]) => ({ id, roles, owner: false })
const said = (by: string, verdict: Verdict, hash = textHash(next)) => ({
  id: `${by}${verdict}`,
  by,
  at: 1,
  verdict,
  hash,
})
const rule: ClauseRule = { clause: 'c_aaaaaa', protection: 'propose', owners: ['ben', 'cho'] }

describe('a proposal', () => {
  test('is outdated when the clause says neither what it said nor, once accepted, what was proposed', () => {
    const says = (text: typeof was | undefined) =>
      draft([clause('c_aaaaaa', { texts: text ? { en: text } : {} })])
    expect(isOutdated(proposal(), says(was))).toBe(false)
    expect(isOutdated(proposal(), says(next))).toBe(true)
    expect(isOutdated(proposal(), says(undefined))).toBe(true)
    expect(isOutdated(proposal(), draft([]))).toBe(true)
    expect(isOutdated(proposal({ state: 'accepted' }), says(next))).toBe(false)
    expect(isOutdated(proposal({ state: 'accepted' }), says({ ...was, body: 'Other.' }))).toBe(true)
    expect(isOutdated(proposal({ state: 'rejected' }), says(next))).toBe(false)
    expect(isOutdated(proposal({ base: textHash(undefined), language: 'ja' }), says(was))).toBe(false)
  })

  test('waits for changes as long as the last word of somebody on what it says now asks for them', () => {
    const after = (record: ProposalRecord, ...reviews: ReturnType<typeof said>[]) =>
      reviews.reduce(
        (one, review) =>
          applyProposal({ [one.id]: one }, { kind: 'proposal.reviewed', proposal: one.id, review })[one.id]!,
        record,
      )
    expect(after(proposal(), said('ben', 'request-changes')).state).toBe('changes-asked')
    expect(after(proposal(), said('ben', 'request-changes'), said('cho', 'approve')).state).toBe(
      'changes-asked',
    )
    expect(after(proposal(), said('ben', 'request-changes'), said('ben', 'approve')).state).toBe('open')
    const revised = applyProposal(
      { aaaaaaaaaa: after(proposal(), said('ben', 'request-changes')) },
      { kind: 'proposal.revised', proposal: 'aaaaaaaaaa', base: textHash(was), hash: 'f'.repeat(64) },
    )
    expect(revised.aaaaaaaaaa!.state).toBe('open')
  })

  test('waits for whoever was asked until they have judged it, and for its author when it was sent back', () => {
    expect(waitsFor(proposal(), 'ben')).toBe('asked')
    expect(waitsFor(proposal({ reviews: [said('ben', 'comment')] }), 'ben')).toBe('asked')
    expect(waitsFor(proposal({ reviews: [said('ben', 'approve')] }), 'ben')).toBeUndefined()
    expect(waitsFor(proposal({ reviews: [said('ben', 'approve', 'f'.repeat(64))] }), 'ben')).toBe('asked')
    expect(waitsFor(proposal({ state: 'changes-asked' }), 'ana')).toBe('changes')
    expect(waitsFor(proposal({ state: 'accepted' }), 'ben')).toBeUndefined()
    expect(waitsFor(proposal(), 'cho')).toBeUndefined()
  })

  test('has room for so many reviews', () => {
    const reviews = Array.from({ length: REVIEWS }, () => said('ben', 'comment'))
    expect(refuseReview(proposal({ reviews }), member('cho', 'panelist'), 'approve', '')).toBe(
      'proposal-full',
    )
  })

  test('is accepted by an owner or a lead; past another owner’s objection by a lead with words', () => {
    const now = { rule, draft: draft([clause('c_aaaaaa')]) }
    const objected = proposal({ state: 'changes-asked', reviews: [said('cho', 'request-changes')] })
    const [ben, cho, dan, lena] = [
      member('ben', 'panelist'),
      member('cho', 'panelist'),
      member('dan', 'panelist'),
      member('lena', 'lead'),
    ]
    expect(refuseAccept(proposal(), now, ben, '')).toBeUndefined()
    expect(refuseAccept(proposal(), now, dan, '')).toBe('not-clause-owner')
    expect(refuseAccept(objected, now, ben, 'But.')).toBe('changes-asked')
    expect(refuseAccept(objected, now, cho, '')).toBeUndefined()
    expect(refuseAccept(objected, now, lena, ' ')).toBe('words-needed')
    expect(refuseAccept(objected, now, lena, 'We talked.')).toBeUndefined()
    expect(
      refuseAccept(proposal({ reviews: [said('dan', 'request-changes')] }), now, ben, ''),
    ).toBeUndefined()
  })
})

describe('what accepting does to the draft', () => {
  test('new words that bind leave the translations behind; a translation follows the words of now', () => {
    const now = draft([clause('c_aaaaaa')])
    expect(changeFor(proposal(), next, now)).toEqual({
      set: [
        {
          id: 'c_aaaaaa',
          level: 1,
          from: null,
          texts: { en: next, ja: now.clauses[0]!.texts.ja },
          follows: { ja: textHash(was) },
        },
      ],
      whole: false,
    })
    const old = draft([clause('c_aaaaaa', { texts: { en: next, ja: was } })])
    const [set] = changeFor(proposal({ language: 'ja' }), { title: '用量', body: '一日の上限。' }, old).set
    expect(set!.follows).toEqual({ ja: textHash(next) })
  })

  test('a new clause comes after the one it names, or what that went into, or the last', () => {
    const [a, b] = [clause('c_aaaaaa'), clause('c_bbbbbb')]
    const made = (after: string | null, gone: Draft['gone'] = []) =>
      changeFor(proposal({ clause: 'c_nnnnnn', after }), next, draft([a, b], gone)).after
    expect(made('c_aaaaaa')).toBe('c_aaaaaa')
    expect(made(null)).toBeNull()
    expect(
      made('c_gggggg', [
        { id: 'c_gggggg', into: 'c_hhhhhh' },
        { id: 'c_hhhhhh', into: 'c_aaaaaa' },
      ]),
    ).toBe('c_aaaaaa')
    expect(made('c_gggggg', [{ id: 'c_gggggg', into: null }])).toBe('c_bbbbbb')
    expect(
      made('c_gggggg', [
        { id: 'c_gggggg', into: 'c_hhhhhh' },
        { id: 'c_hhhhhh', into: 'c_gggggg' },
      ]),
    ).toBe('c_bbbbbb')
  })

  test('the draft has room for so many letters and so many clauses', () => {
    const long = { title: 'x', body: 'x'.repeat(BODY_LENGTH) }
    const many = Array.from({ length: DRAFT_LENGTH / BODY_LENGTH }, () =>
      clause('c_bbbbbb', { texts: { en: long } }),
    )
    expect(refuseRoom(proposal(), next, draft(many))).toBe('draft-full')
    const all = Array.from({ length: CLAUSES }, () => clause('c_bbbbbb'))
    expect(refuseRoom(proposal(), next, draft(all))).toBe('too-many-clauses')
    expect(refuseRoom(proposal({ clause: 'c_bbbbbb' }), next, draft(all))).toBeUndefined()
  })

  test('a title is one line, and space inside it stays as it was written', () => {
    expect(asWritten({ title: ' 一行\n二行　三 ', body: 'a\r\nb\n' })).toEqual({
      title: '一行 二行　三',
      body: 'a\nb',
    })
    expect(asRead({ title: 'a  b ', body: '\nx' })).toEqual({ title: 'a  b', body: 'x' })
  })
})

test('a case says itself in either language, and never says more than a reason may', () => {
  const about: Case = {
    external: 'case-1',
    snippet: '',
    path: '/projects/p/disputes/d',
    questions: [
      {
        wording: 'Which is better?',
        outcome: {
          kind: 'several-valid',
          values: [
            { value: 'A', weight: 60 },
            { value: 'B', weight: 40 },
          ],
        },
        causes: [{ camp: 'C', cause: null }],
        noClause: true,
        arguments: [{ letter: 'A', text: 'x'.repeat(1000) }],
      },
    ],
  }
  const said = sayCase(about, 'en').split('\n')
  expect(said.slice(0, 6)).toEqual([
    'Case case-1',
    '',
    'Question: Which is better?',
    'Decided: several answers are valid (“A 60%”, “B 40%”).',
    'Why others answered “C”: the panel was tied on the cause.',
    'No clause covers this.',
  ])
  expect(said[6]!.length).toBeLessThan(270)
  const [question] = about.questions
  const long = sayCase({ ...about, questions: Array.from({ length: 40 }, () => question!) }, 'ja')
  expect(long.length).toBeLessThanOrEqual(PROPOSAL_REASON)
  expect(long.endsWith('\n\n/projects/p/disputes/d')).toBe(true)
  expect(long).toContain('裁定：複数の答えが妥当（「A 60%」、「B 40%」）。')
})
