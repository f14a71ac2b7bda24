import { setWrong } from './agreement/by-option.ts'
import { type Majority, majority as majorityOf } from './agreement/majority.ts'
import { majorityWrong } from './agreement/majority-wrong.ts'
import { type Reliability, reliability } from './agreement/reliability.ts'
import { latestByItem, type VotesByItem } from './agreement/votes.ts'
import { canonical, type Question, questionType, type Value } from './question.ts'

/** With more different answers than this no model of labels fits, nor its memory. */
export const MAX_MODEL_LABELS = 32
/** With more options than this a set is not modelled option by option. */
export const MAX_MODEL_OPTIONS = 64

export const UNDECIDED = -1
/** Decided, but not for one label (several valid, irresolvable…): out of the queue, and nothing to learn from. */
export const WITHOUT_LABEL = -2

/** The votes on one question in the order they were cast: a later vote of a rater on an item supersedes. */
export interface QuestionVotes {
  /** The value each label stands for, each once; decided values included. */
  values: readonly Value[]
  item: Int32Array
  rater: Int32Array
  label: Int32Array
  items: number
  raters: number
  /** The decided label of each item, or one of the two below. */
  decided?: Int32Array
}

/** What is known of every item once the models have run. */
export interface Learned {
  question: Question
  votes: QuestionVotes
  grouped: VotesByItem
  majority: Majority
  p: Float64Array | null
  doubt: Float64Array | null
  /** P(an answer given against the majority is right); null without a model of labels. */
  dissent: Float64Array | null
  skill: Float64Array | null
  reliability: Reliability | null
  /** For sets: the option each majority is likeliest to be wrong about. */
  option: Int32Array | null
  options: readonly string[]
}

/** Runs the rater model that fits the question over its votes. */
export function learnQueue(question: Question, votes: QuestionVotes): Learned {
  const grouped = latestByItem({ ...votes, labels: votes.values.length })
  const majority = question.tolerance === 0 ? majorityOf(grouped) : campMajority(question, votes, grouped)
  const { model, agrees } = questionType(question.type)
  const decided = votes.decided ?? null
  const none = {
    p: null,
    doubt: null,
    dissent: null,
    skill: null,
    reliability: null,
    option: null,
    options: [],
  }
  const base = { question, votes, grouped, majority, ...none }
  if (model === 'labels' && votes.values.length <= MAX_MODEL_LABELS) {
    const table =
      question.tolerance === 0
        ? null
        : Uint8Array.from(
            votes.values.flatMap((a) => votes.values.map((b) => (agrees(question, a, b) ? 1 : 0))),
          )
    const found = majorityWrong(grouped, { majority: majority.label, decided, agrees: table })
    return { ...base, ...found, reliability: reliability(grouped, found.model) }
  }
  const options = [...new Set(votes.values.flatMap((value) => (Array.isArray(value) ? value : [])))].sort()
  if (model === 'options' && options.length <= MAX_MODEL_OPTIONS) {
    const sets = votes.values.map((value) => new Set((value as string[]).map((one) => options.indexOf(one))))
    return { ...base, ...setWrong(grouped, sets, options.length, majority.label, decided), options }
  }
  return base
}

/** Majorities of camps that are formed with a tolerance. */
function campMajority(question: Question, { values }: QuestionVotes, grouped: VotesByItem): Majority {
  const type = questionType(question.type)
  const labelOf = new Map(values.map((value, label) => [canonical(value), label]))
  const label = new Int32Array(grouped.items).fill(-1)
  const margin = new Float64Array(grouped.items)
  const camps = new Int32Array(grouped.items)
  for (let item = 0; item < grouped.items; item++) {
    const [from, to] = [grouped.start[item]!, grouped.start[item + 1]!]
    if (from === to) continue
    const cast = Array.from(grouped.label.subarray(from, to), (one) => values[one]!)
    const found = type.camps(question, cast)
    const [first, second] = [found[0]!, found[1]?.votes ?? 0]
    camps[item] = found.length
    margin[item] = (first.votes - second) / (to - from)
    if (first.votes > second) label[item] = labelOf.get(canonical(first.value))!
  }
  return { label, margin, camps }
}
