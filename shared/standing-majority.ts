import type { MarkWord } from './mark.ts'
import { canonical, type Question, questionType, type Value } from './question.ts'
import { majorityMarks, split } from './split.ts'

/** What the majority of the votes on one item says of each value among them. Values are canonical strings. */
export type MajorityWord = {
  majority: string | null
  of: ReadonlyMap<string, { mark: MarkWord; others: number | null }>
}
/** Ways to divide that are remembered: most items divide as others have before them. */
const KEPT = 20_000

/** Reads the majority of votes on this question; the order of the votes says nothing. */
export function majorityReader(question: Question): (votes: readonly string[]) => MajorityWord {
  const known = new Map<string, MajorityWord>()
  return (votes) => {
    const sorted = [...votes].sort()
    const key = sorted.join('\u0000')
    const before = known.get(key)
    if (before) return before
    const word = wordOf(question, sorted)
    if (known.size < KEPT) known.set(key, word)
    return word
  }
}

function wordOf(question: Question, votes: readonly string[]): MajorityWord {
  const values = votes.map((vote) => JSON.parse(vote) as Value)
  const divided = split(question, values)
  const marks = majorityMarks(question, values, divided)
  const { agrees } = questionType(question.type)
  const counts = new Map<string, { value: Value; votes: number; at: number }>()
  votes.forEach((vote, at) => {
    const known = counts.get(vote)
    if (known) known.votes += 1
    else counts.set(vote, { value: values[at]!, votes: 1, at })
  })
  const of = new Map(
    [...counts].map(([vote, { value, at }]) => {
      let agreeing = -1
      for (const other of counts.values()) if (agrees(question, value, other.value)) agreeing += other.votes
      const others = votes.length < 2 ? null : agreeing / (votes.length - 1)
      return [vote, { mark: marks[at]!, others }]
    }),
  )
  return { majority: divided.majority === null ? null : canonical(divided.majority), of }
}
