import type { Question, Value } from '#shared/question.ts'
import { pairOf } from '#shared/queue.ts'
import { type Lane, laneOf, type Split, split } from '#shared/split.ts'

/** Splits remembered while a question is learned; the same votes are split once. */
const KEPT = 50_000

export interface KnownSplit {
  lane: Lane | null
  state: Split['state']
  margin: number
  entropy: number
  n: number
  /** The camps and the majority as the page shows them. */
  camps: string
  majority: string
  /** The values of the two largest camps; null below two camps. */
  pair: { name: string; a: Value; b: Value } | null
  /** The value of the one who stands alone against all others, else null. */
  alone: Value | null
}

/** Splits the votes on one question, given as labels: most items divide as others have before them. */
export function splitter(question: Question, values: readonly Value[]) {
  const known = new Map<string, KnownSplit>()
  return (labels: Int32Array, expected: number): KnownSplit => {
    const key = `${labels.length < Math.max(2, expected) ? '…' : ''}${labels.slice().sort().join()}`
    const before = known.get(key)
    if (before) return before
    const found = describe(question, labels, values, expected)
    if (known.size < KEPT) known.set(key, found)
    return found
  }
}

function describe(
  question: Question,
  labels: Int32Array,
  values: readonly Value[],
  expected: number,
): KnownSplit {
  const cast = Array.from(labels, (label) => values[label]!)
  const found = split(question, cast, expected < 0 ? undefined : expected)
  const [first, second] = found.camps
  const lane = laneOf(found)
  return {
    lane,
    state: found.state,
    margin: found.margin,
    entropy: found.entropy,
    n: found.n,
    camps: JSON.stringify(found.camps.map(({ value, votes }) => ({ value, votes }))),
    majority: JSON.stringify(found.majority),
    pair:
      first && second ? { name: pairOf(first.value, second.value), a: first.value, b: second.value } : null,
    alone: lane === 'lone' ? second!.value : null,
  }
}
