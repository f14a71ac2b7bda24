import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLAUSE_MAP, type DraftChange, type DraftClause, META, readDraft } from '#shared/draft.ts'
import { between, isPosition } from '../../server/live/clause-places.ts'
import { applyChange } from '../../server/live/draft-change.ts'
import { rewrite } from '../../server/live/rewrite.ts'
import { entryOf, outline, place, wordsOf } from '../support/draft.ts'

const [a, b, c, d] = ['c_aaaaaa', 'c_bbbbbb', 'c_cccccc', 'c_dddddd']
const patient = () => ({ left: 1000 })
const texts = (title: string, body = '') => ({ en: { title, body } })
const clause = (id: string, title: string, body = '', level = 1): Omit<DraftClause, 'number'> => ({
  id,
  level,
  from: null,
  texts: texts(title, body),
  follows: {},
})
const whole = (...set: Omit<DraftClause, 'number'>[]): DraftChange => ({ set, whole: true })
const part = (set: Omit<DraftClause, 'number'>[], more: Partial<DraftChange> = {}): DraftChange => ({
  set,
  whole: false,
  ...more,
})
const apply = (doc: Y.Doc, change: DraftChange, seq = 2) =>
  doc.transact(() => [...applyChange(doc, change, seq, patient())])
function draftOf(...set: Omit<DraftClause, 'number'>[]) {
  const doc = new Y.Doc()
  apply(doc, whole(...set), 1)
  return doc
}
const places = (doc: Y.Doc) => [a, b, c, d].map((id) => entryOf(doc, id)?.pos)
const three = () => draftOf(clause(a, 'A', 'one'), clause(b, 'B', 'two', 2), clause(c, 'C', 'three'))

describe('a change to the draft', () => {
  test('sets words, levels and order', () => {
    const doc = three()
    expect(outline(doc)).toEqual([`1 ${a} A: one`, `1.1 ${b} B: two`, `2 ${c} C: three`])
    expect(doc.getMap(META).get('seq')).toBe(1)
  })
  test('said again changes nothing', () => {
    const doc = three()
    let updates = 0
    doc.on('update', () => updates++)
    const before = readDraft(doc)
    apply(doc, whole(clause(a, 'A', 'one'), clause(b, 'B', 'two', 2), clause(c, 'C', 'three')), 1)
    expect(readDraft(doc)).toEqual(before)
    const state = Y.encodeStateAsUpdate(doc)
    expect(updates).toBe(1)
    expect(state.length).toBeLessThan(2000)
  })
  test('touches only the words that differ, so that what hangs on others stays', () => {
    const doc = draftOf(clause(a, 'A', 'Never diagnose. Always name the dose, and ask a doctor.'))
    const text = wordsOf(doc, a)
    const dose = Y.createRelativePositionFromTypeIndex(text, text.toString().indexOf('dose'))
    apply(doc, part([clause(a, 'A', 'Do not ever diagnose. Always name the exact dose, or ask a nurse.')]))
    const at = Y.createAbsolutePositionFromRelativePosition(dose, doc)!
    expect(text.toString().slice(at.index, at.index + 4)).toBe('dose')
    expect(text.toString()).toBe('Do not ever diagnose. Always name the exact dose, or ask a nurse.')
  })
  test('keeps positions that sort right already', () => {
    const doc = three()
    const [first, second, third] = places(doc)
    apply(
      doc,
      whole(clause(a, 'A', 'one'), clause(d, 'D'), clause(b, 'B', 'two', 2), clause(c, 'C', 'three')),
    )
    expect([places(doc)[0], places(doc)[1], places(doc)[2]]).toEqual([first, second, third])
    expect(readDraft(doc).clauses.map(({ id }) => id)).toEqual([a, d, b, c])
    apply(doc, whole(clause(c, 'C', 'three'), clause(a, 'A', 'one'), clause(b, 'B', 'two', 2)), 3)
    expect(readDraft(doc).clauses.map(({ id }) => id)).toEqual([c, a, b])
    expect([places(doc)[0], places(doc)[1]]).toEqual([first, second])
    expect(readDraft(doc).gone).toEqual([{ id: d, into: null }])
  })
  test('with whole takes every other clause out, and one that comes again stands again', () => {
    const doc = three()
    apply(doc, whole(clause(b, 'B', 'two', 2)))
    expect(readDraft(doc).gone).toEqual([
      { id: a, into: null },
      { id: c, into: null },
    ])
    apply(doc, whole(clause(b, 'B', 'two', 2), clause(c, 'C', 'again')), 3)
    expect(outline(doc)).toEqual([`1 ${b} B: two`, `2 ${c} C: again`])
    expect(entryOf(doc, c)).toEqual({ pos: expect.any(String), level: 1 })
  })
  test('puts a new clause after the one it names, at the beginning, or at the end', () => {
    const doc = three()
    apply(doc, part([clause(d, 'D')], { after: a }))
    expect(readDraft(doc).clauses.map(({ id }) => id)).toEqual([a, d, b, c])
    apply(doc, part([clause('c_eeeeee', 'E')], { after: null }), 3)
    apply(doc, part([clause('c_ffffff', 'F')]), 4)
    apply(doc, part([clause('c_gggggg', 'G')], { after: 'c_zzzzzz' }), 5)
    expect(readDraft(doc).clauses.map(({ id }) => id)).toEqual([
      'c_eeeeee',
      a,
      d,
      b,
      c,
      'c_ffffff',
      'c_gggggg',
    ])
  })
  test('leaves clauses alone that read otherwise than it knew: words, new ones, and their leaving', () => {
    const doc = three()
    wordsOf(doc, b).insert(0, 'unpublished ')
    place(doc, c, { ...entryOf(doc, c), into: a })
    place(doc, d, { pos: between(entryOf(doc, c).pos, null, 1)[0], level: 1 })
    wordsOf(doc, d, 'title').insert(0, 'D')
    const unless = { [a]: texts('A', 'one'), [b]: texts('B', 'two'), [c]: texts('C', 'three') }
    const set = [clause(a, 'A', 'published'), clause(b, 'B', 'published'), clause(c, 'C', 'published')]
    apply(doc, { set, whole: true, unless })
    expect(outline(doc)).toEqual([`1 ${a} A: published`, `1.1 ${b} B: unpublished two`, `2 ${d} D: `])
    expect(readDraft(doc).gone).toEqual([{ id: c, into: a }])
    apply(doc, { set: [], whole: true, unless: { [a]: texts('A', 'published') } }, 3)
    expect(readDraft(doc).clauses.map(({ id }) => id)).toEqual([b, d])
  })
  test('empties a language that a clause no longer has, and keeps what a translation follows', () => {
    const doc = draftOf({
      ...clause(a, 'A', 'one'),
      texts: { en: { title: 'A', body: 'one' }, ja: { title: '甲', body: '一' } },
      follows: { ja: 'f'.repeat(64) },
    })
    expect(readDraft(doc).clauses[0]).toMatchObject({
      texts: { ja: { title: '甲', body: '一' } },
      follows: { ja: 'f'.repeat(64) },
    })
    apply(doc, part([clause(a, 'A', 'one')]))
    expect(readDraft(doc).clauses[0]).toMatchObject({ texts: texts('A', 'one'), follows: {} })
  })
  test('deals positions anew where there is no room between', () => {
    const doc = draftOf(clause(a, 'A'), clause(b, 'B'))
    const close = `a0${'0'.repeat(150)}1`
    doc.getMap(CLAUSE_MAP).set(b, { pos: close, level: 1 })
    apply(doc, part([clause(c, 'C')], { after: a }))
    expect(readDraft(doc).clauses.map(({ id }) => id)).toEqual([a, c, b])
    for (const pos of places(doc).slice(0, 3)) expect(pos!.length).toBeLessThan(10)
  })
})

describe('rewriting a text', () => {
  const rewritten = (from: string, to: string, left = 1000) => {
    const text = new Y.Doc().getText('x')
    text.insert(0, from)
    rewrite(text, to, { left })
    return text.toString()
  }
  test.each([
    ['', 'words'],
    ['words', ''],
    ['同意なしに写真を公開しない', '本人の同意なしに写真や動画を公開してはならない'],
    ['a 👍🏽 b', 'a 👎🏽 b 👍'],
    ['😀', '😁'],
    ['one two three '.repeat(50), 'one 2 three '.repeat(49)],
    ['x'.repeat(5000), 'y'.repeat(5000)],
  ])('%j becomes %j', (from, to) => {
    expect(rewritten(from, to)).toBe(to)
    expect(rewritten(from, to, 0)).toBe(to)
  })
  test('twenty thousand words that have nothing in common do not take for ever', () => {
    const words = (seed: number) =>
      Array.from({ length: 20_000 }, (_, i) => ((i * seed * 7919) % 9973).toString(36)).join(' ')
    const since = performance.now()
    expect(rewritten(words(3), words(5))).toBe(words(5))
    expect(performance.now() - since).toBeLessThan(10_000)
  })
})

test('positions that are none are told from those that are', () => {
  for (const pos of between(null, null, 2000)) expect(isPosition(pos)).toBe(true)
  for (const odd of ['', 'zz', 'a', 'a00', '0', '!', 'A00000000000000000000000000'])
    expect(isPosition(odd)).toBe(false)
})
