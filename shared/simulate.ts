import { isBelow } from './bar.ts'
import { type Hidden, shownOf } from './cell.ts'
import type { Basis } from './mark.ts'
import type { Rate } from './standing.ts'

/** A bar that nobody has set: who would fall if it were. Any basis may be tried; only two may be set. */
export type Trial = { basis: Basis; bar: number; minimum: number; question: string | null }
export type SimulationRow = {
  rater: string
  external: string
  kind: string
  /** On the basis asked for, as it would feed the bar. */
  rate: Rate | null
  majority: Rate | null
  decision: Rate | null
  falls: boolean
  byMajority: boolean
  byDecision: boolean
}
export type SimulatedGroups = {
  name: string
  rows: { value: string; raters: number; falls: number; onlyByMajority: number }[]
  hidden: Hidden | null
}
export type Simulation = Trial & {
  /** External ids: who would fall, and who by the majority but not by what panels decided. */
  falls: string[]
  onlyByMajority: string[]
  /** Raters of whom the basis says anything, and of whom enough. */
  looked: number
  enough: number
  /** The lowest upper bound first. */
  rows: SimulationRow[]
  groups: SimulatedGroups[]
  /** How far panelists agree with each other: no bar may stand above it. */
  agreement: Rate | null
}
/** Rows one answer holds; the lists of who falls are whole. */
export const SIMULATED_ROWS = 2000

type Rates = ReadonlyMap<string, Rate | null>
type Known = {
  raters: readonly Pick<SimulationRow, 'rater' | 'external' | 'kind'>[]
  own: Rates
  majority: Rates
  decision: Rates
  /** By the attribute's name, what is said of each rater. */
  attributes: ReadonlyMap<string, ReadonlyMap<string, string>>
  agreement: Rate | null
}

/** Who would fall, by the very rule a review goes by. */
export function simulate(trial: Trial, known: Known): Simulation {
  const { bar, minimum } = trial
  const below = (rate: Rate | null) => isBelow(rate, bar, minimum)
  const rows = known.raters.map((one): SimulationRow => {
    const [rate, majority, decision] = [known.own, known.majority, known.decision].map(
      (rates) => rates.get(one.rater) ?? null,
    ) as [Rate | null, Rate | null, Rate | null]
    const said = { rate, majority, decision, falls: below(rate) }
    return { ...one, ...said, byMajority: below(majority), byDecision: below(decision) }
  })
  const looked = rows.filter(({ rate }) => rate !== null)
  const shown = rows.filter(({ rate, majority }) => rate !== null || majority !== null).sort(lowestFirst)
  return {
    ...trial,
    falls: externals(rows.filter(({ falls }) => falls)),
    onlyByMajority: externals(rows.filter(onlyByMajority)),
    looked: looked.length,
    enough: looked.filter(({ rate }) => rate!.effective >= minimum).length,
    rows: shown.slice(0, SIMULATED_ROWS),
    groups: [...known.attributes].map(([name, values]) => groupsOf(name, values, shown)),
    agreement: known.agreement,
  }
}

const onlyByMajority = ({ byMajority, byDecision }: SimulationRow) => byMajority && !byDecision
const externals = (rows: readonly SimulationRow[]) => rows.map(({ external }) => external).sort()
const upper = ({ rate, majority }: SimulationRow) => rate?.high ?? 1 + (majority?.high ?? 1)
const lowestFirst = (a: SimulationRow, b: SimulationRow) =>
  upper(a) - upper(b) || (a.external < b.external ? -1 : 1)

/** Whom it hits: never of so few that it says who. Raters of whom nothing is said are no group. */
function groupsOf(
  name: string,
  values: ReadonlyMap<string, string>,
  rows: readonly SimulationRow[],
): SimulatedGroups {
  const described = rows.filter(({ rater }) => values.has(rater))
  const cells = [...Map.groupBy(described, ({ rater }) => values.get(rater)!)].map(([value, own]) => ({
    value,
    raters: own.length,
    falls: own.filter(({ falls }) => falls).length,
    onlyByMajority: own.filter(onlyByMajority).length,
  }))
  const { shown, hidden } = shownOf(cells)
  return { name, rows: shown.sort((a, b) => b.raters - a.raters || (a.value < b.value ? -1 : 1)), hidden }
}
