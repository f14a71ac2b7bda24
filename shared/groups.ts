import { bootstrap } from './agreement/bootstrap.ts'
import { type Hidden, shownOf, whyUnsaid } from './cell.ts'
import type { MarkWord } from './mark.ts'
import type { Unsaid } from './unsaid.ts'

/** One vote as the majority and a panel see it. `weight`: 1 over its item's chance of being drawn. */
export type JudgedVote = {
  rater: string
  item: string
  majority: MarkWord
  decision: MarkWord
  weight: number
}

export type GroupShare = { wrong: number; share: number; low: number; high: number }
export type GroupRow = {
  /** Null: raters of whom the attribute says nothing; of a whole, everybody. */
  value: string | null
  raters: number
  /** Votes that a decision calls right or wrong: both bases speak of the same ones. */
  votes: number
  /** Of these, votes that no majority says anything of. */
  tied: number
  /** Beside them, votes that panels excused. */
  excused: number
  majority: GroupShare | null
  decision: GroupShare | null
  /** Marked wrong by the majority minus by decision: above 0 the majority punishes. */
  difference: { mean: number; low: number; high: number } | null
  unsaid: Unsaid | null
}
export type GroupTable = { rows: GroupRow[]; whole: GroupRow; hidden: Hidden | null }
export type GroupsView = {
  attributes: { name: string; values: number; raters: number }[]
  attribute: string | null
  question: string | null
  /** Of items drawn at random: rates. */
  sampled: GroupTable
  /** Of items picked from the queue, the hard ones: no rates. */
  picked: GroupTable
}

/** Does the majority punish a group? Raters are drawn again, not votes: one rater's votes are not independent. */
export function groupTable(
  votes: readonly JudgedVote[],
  values: ReadonlyMap<string, string>,
  seed: number,
): GroupTable {
  const compared = votes.filter(isCompared)
  const people = Map.groupBy(
    new Set(compared.map(({ rater }) => rater)),
    (rater) => values.get(rater) ?? null,
  )
  const cells = [...people].map(([value, raters]) => ({ value, raters: raters.length }))
  const { shown, hidden } = shownOf(cells)
  const byValue = Map.groupBy(votes, ({ rater }) => values.get(rater) ?? null)
  const rows = shown.map(({ value }) => rowOf(value, byValue.get(value) ?? [], seed))
  return { rows: rows.sort(largestFirst), whole: rowOf(null, votes, seed), hidden }
}

const isCompared = ({ decision }: JudgedVote) => decision === 'right' || decision === 'wrong'
const largestFirst = (a: GroupRow, b: GroupRow) =>
  Number(a.value === null) - Number(b.value === null) ||
  b.raters - a.raters ||
  ((a.value ?? '') < (b.value ?? '') ? -1 : 1)

function rowOf(value: string | null, votes: readonly JudgedVote[], seed: number): GroupRow {
  const compared = votes.filter(isCompared)
  const raters = sumsByRater(compared)
  const counts = {
    value,
    raters: raters.length,
    votes: compared.length,
    tied: compared.filter(({ majority }) => majority === 'none').length,
    excused: votes.filter(({ decision }) => decision === 'excused').length,
  }
  const unsaid = whyUnsaid(compared, raters.length)
  if (unsaid) {
    const kept = unsaid.code === 'too-few-raters' ? { raters: 0, votes: 0, tied: 0, excused: 0 } : {}
    return { ...counts, ...kept, majority: null, decision: null, difference: null, unsaid }
  }
  const share = (basis: 'majority' | 'decision'): GroupShare => {
    const { mean, low, high } = ratioOver(raters, (one) => one[basis], seed)
    return { wrong: compared.filter((vote) => vote[basis] === 'wrong').length, share: mean, low, high }
  }
  const difference = ratioOver(raters, ({ majority, decision }) => majority - decision, seed)
  return { ...counts, majority: share('majority'), decision: share('decision'), difference, unsaid: null }
}

type Sums = { weight: number; majority: number; decision: number }
function sumsByRater(votes: readonly JudgedVote[]): Sums[] {
  return [...Map.groupBy(votes, ({ rater }) => rater).values()].map((own) => {
    const sum = (these: readonly JudgedVote[]) => these.reduce((total, { weight }) => total + weight, 0)
    return {
      weight: sum(own),
      majority: sum(own.filter(({ majority }) => majority === 'wrong')),
      decision: sum(own.filter(({ decision }) => decision === 'wrong')),
    }
  })
}

/** The weighted mean of something over all votes, and between what it lies when whole units are drawn again. */
export function ratioOver<Unit extends { weight: number }>(
  units: readonly Unit[],
  of: (unit: Unit) => number,
  seed: number,
): { mean: number; low: number; high: number } {
  const kinds = [...Map.groupBy(units, (unit) => `${of(unit)}/${unit.weight}`).values()]
  const sums = kinds.map(([one]) => [of(one!), one!.weight] as const)
  const ratio = (times: ArrayLike<number>) => {
    let [top, bottom] = [0, 0]
    for (const [kind, [sum, weight]] of sums.entries()) {
      top += times[kind]! * sum
      bottom += times[kind]! * weight
    }
    return bottom === 0 ? null : top / bottom
  }
  const sizes = kinds.map((kind) => kind.length)
  const mean = ratio(sizes) ?? 0
  const drawn = bootstrap(sizes, ratio, { seed })
  // Percentiles: of few raters many draws tie with the estimate, and BCa takes ties for a bias.
  return { mean, ...(drawn?.percentile ?? { low: mean, high: mean }) }
}
