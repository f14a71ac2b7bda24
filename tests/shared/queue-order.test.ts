import { describe, expect, test } from 'vitest'
import type { Value } from '#shared/question.ts'
import { MAX_MODEL_LABELS, UNDECIDED, WITHOUT_LABEL } from '#shared/queue-learned.ts'
import { orderLone, orderQueue } from '#shared/queue-order.ts'
import { sayReasons } from '#shared/reason.ts'
import { question, votesOf } from '../support/votes.ts'

/**
 * Two raters who always see the truth and three who err in turns; on one item the three outvote the two.
 */
function expertsAndGuessers() {
  const rows: [string, string, Value][] = []
  for (let at = 0; at < 40; at++) {
    const truth = at % 2 === 0 ? 'A' : 'B'
    const other = truth === 'A' ? 'B' : 'A'
    rows.push([`i${at}`, 'x1', truth], [`i${at}`, 'x2', truth])
    for (const guesser of [0, 1, 2]) rows.push([`i${at}`, `g${guesser}`, at % 3 === guesser ? other : truth])
  }
  for (const rater of ['x1', 'x2']) rows.push(['odd', rater, 'B'])
  for (const guesser of [0, 1, 2]) rows.push(['odd', `g${guesser}`, 'A'])
  rows.push(['tie', 'x1', 'A'], ['tie', 'g0', 'B'], ['alone', 'x1', 'A'])
  return rows
}

describe('the order of the queue', () => {
  const asked = question('single', ['A', 'B'])
  const { votes, items } = votesOf(expertsAndGuessers())
  const at = (name: string) => items.indexOf(name)
  const queue = orderQueue(asked, votes)

  test('a majority against the reliable stands first and says why, in both languages', () => {
    expect(items[queue.order[0]!]).toBe('odd')
    const reasons = queue.reasons(at('odd'))
    expect(reasons).toEqual([
      { code: 'split', counts: [3, 2] },
      { code: 'minority-best', votes: 2, value: 'B' },
      { code: 'rank', rank: 1, of: 41, band: 'first' },
    ])
    expect(sayReasons(asked, reasons, 'en')).toBe(
      '3–2, and the two are among your most reliable raters on B; among the majorities likeliest to be wrong (1 of 41)',
    )
    expect(sayReasons(asked, reasons, 'ja')).toBe(
      '3対2。少数派の2名は「B」について最も信頼できる評価者の中にいる。多数派が誤っている見込みが最も高い項目の一つ（41件中1番目）',
    )
  })

  test('no reason gives the probability away as a number', () => {
    for (const item of queue.order) {
      const p = queue.pMajorityWrong(item)
      expect(JSON.stringify(queue.reasons(item))).not.toMatch(/0\.\d|%/)
      if (p !== null) expect(p).toBeGreaterThanOrEqual(0)
    }
  })

  test('ties stand after the majorities without an estimate; one vote is not in the queue', () => {
    expect(items[queue.order.at(-1)!]).toBe('tie')
    expect(queue.pMajorityWrong(at('tie'))).toBeNull()
    expect(queue.rank[at('tie')]).toBe(0)
    expect(queue.reasons(at('tie'))).toEqual([{ code: 'split', counts: [1, 1] }, { code: 'tie' }])
    expect([...queue.order]).not.toContain(at('alone'))
    expect(queue.pMajorityWrong(at('alone'))).toBeNull()
    expect(queue.reasons(at('alone'))).toEqual([{ code: 'one-vote' }])
  })

  test('decided items stand last, have no estimate, and teach the rest', () => {
    const decided = new Int32Array(votes.items).fill(UNDECIDED)
    decided[at('odd')] = votes.values.indexOf('B')
    const after = orderQueue(asked, { ...votes, decided })
    expect(items[after.order.at(-1)!]).toBe('odd')
    expect(after.pMajorityWrong(at('odd'))).toBeNull()
    expect(after.reasons(at('odd'))).toEqual([{ code: 'split', counts: [3, 2] }, { code: 'decided' }])
    const [expert] = [votes.rater[0]!]
    expect(after.skill![expert]!).toBeGreaterThan(queue.skill![expert]!)
  })

  test('an item decided without one label is out of the queue and teaches nothing', () => {
    const decided = new Int32Array(votes.items).fill(UNDECIDED)
    decided[at('odd')] = WITHOUT_LABEL
    const after = orderQueue(asked, { ...votes, decided })
    expect(items[after.order.at(-1)!]).toBe('odd')
    expect(after.skill).toEqual(queue.skill)
  })

  test('the same votes always give the same order, equal ones in the order of the items', () => {
    expect(orderQueue(asked, votes).order).toEqual(queue.order)
    const alike = votesOf(
      [...'cab'].flatMap((item) => [...'pqr'].map((rater) => [item, rater, 'A'] as [string, string, Value])),
    )
    expect([...orderQueue(asked, alike.votes).order]).toEqual([0, 1, 2])
  })

  test('a changed vote supersedes the one before', () => {
    const changed = votesOf([...expertsAndGuessers(), ['odd', 'g0', 'B'], ['odd', 'g1', 'B']])
    const again = orderQueue(asked, changed.votes)
    expect(again.reasons(changed.items.indexOf('odd'))[0]).toEqual({ code: 'split', counts: [4, 1] })
  })
})

describe('other types of question', () => {
  test('numbers are ordered by the margin alone, and the reason says so', () => {
    const asked = question('number', [])
    const { votes, items } = votesOf([
      ['calm', 'a', 3],
      ['calm', 'b', 3],
      ['calm', 'c', 3],
      ['calm', 'd', 4],
      ['torn', 'a', 3],
      ['torn', 'b', 3],
      ['torn', 'c', 3],
      ['torn', 'd', 9],
      ['torn', 'e', 9],
    ])
    const queue = orderQueue(asked, votes)
    expect([...queue.order].map((item) => items[item])).toEqual(['torn', 'calm'])
    expect(queue.pMajorityWrong(0)).toBeNull()
    expect(queue.skill).toBeNull()
    expect(queue.reasons(1)).toEqual([
      { code: 'split', counts: [3, 2] },
      { code: 'by-margin', rank: 1, of: 2 },
    ])
    expect(sayReasons(asked, queue.reasons(1), 'en')).toContain('ordered by the margin alone')
  })

  test('more different answers than a model can hold are ordered by the margin', () => {
    const options = Array.from({ length: MAX_MODEL_LABELS + 1 }, (_, at) => `o${at}`)
    const { votes } = votesOf(
      options.flatMap((value) => [...'abc'].map((rater): [string, string, Value] => [value, rater, value])),
    )
    expect(orderQueue(question('single', options), votes).pMajorityWrong(0)).toBeNull()
    const fewer = votesOf(
      options
        .slice(1)
        .flatMap((value) => [...'abc'].map((rater): [string, string, Value] => [value, rater, value])),
    )
    expect(orderQueue(question('single', options), fewer.votes).pMajorityWrong(0)).not.toBeNull()
  })

  test('the tolerance forms the camps that are ordered', () => {
    const { votes } = votesOf([
      ['i', 'a', 3],
      ['i', 'b', 4],
      ['i', 'c', 5],
      ['i', 'd', 9],
    ])
    const reasons = orderQueue(question('number', [], { tolerance: 1 }), votes).reasons(0)
    expect(reasons[0]).toEqual({ code: 'split', counts: [3, 1] })
    expect(orderQueue(question('number', []), votes).reasons(0)[0]).toEqual({
      code: 'split',
      counts: [1, 1, 1, 1],
    })
  })

  test('an ordinal answer within the tolerance of the majority is not held against it', () => {
    const rows = [...'ijklmn'].flatMap((item, at): [string, string, Value][] => [
      [item, 'a', 'mid'],
      [item, 'b', at % 2 ? 'mid' : 'high'],
      [item, 'c', 'mid'],
      [item, 'd', 'low'],
    ])
    const { votes } = votesOf(rows)
    const options = ['low', 'mid', 'high']
    const strict = orderQueue(question('ordinal', options), votes).pMajorityWrong(0)!
    const lenient = orderQueue(question('ordinal', options, { tolerance: 1 }), votes).pMajorityWrong(0)!
    expect(lenient).toBeLessThan(strict)
  })

  test('sets are modelled option by option, and the reason names the option in doubt', () => {
    const asked = question('multi', ['angry', 'rude', 'sad'])
    const rows: [string, string, Value][] = []
    for (let at = 0; at < 30; at++) {
      const truth = [...(at % 2 ? ['rude'] : []), ...(at % 3 ? ['sad'] : [])]
      for (const rater of ['x1', 'x2', 'g1']) rows.push([`i${at}`, rater, truth])
      rows.push([`i${at}`, 'g2', at % 5 ? truth : ['rude']])
    }
    for (const rater of ['g1', 'g2', 'g3']) rows.push(['odd', rater, ['rude', 'sad']])
    for (const rater of ['x1', 'x2']) rows.push(['odd', rater, ['sad']])
    const { votes, items } = votesOf(rows)
    const queue = orderQueue(asked, votes)
    const odd = items.indexOf('odd')
    expect(queue.order[0]).toBe(odd)
    expect(queue.pMajorityWrong(odd)).toBeGreaterThan(queue.pMajorityWrong(0)!)
    expect(queue.reasons(odd)).toContainEqual({ code: 'option-doubt', option: 'rude' })
    expect(sayReasons(asked, queue.reasons(odd), 'en')).toMatch(/^3–2, and most of the doubt is about rude; /)
  })
})

test('lone dissents: a word first, then a note, upheld dissents, skill', () => {
  const dissent = { stood: false, noted: false, upheld: 0, skill: 0.5 }
  const found = orderLone([
    { ...dissent, item: 5 },
    { ...dissent, item: 4, skill: 0.9 },
    { ...dissent, item: 3, upheld: 2 },
    { ...dissent, item: 2, noted: true },
    { ...dissent, item: 1, stood: true },
    { ...dissent, item: 0 },
  ])
  expect(found.map(({ item }) => item)).toEqual([1, 2, 3, 4, 0, 5])
})
