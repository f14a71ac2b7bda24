import { type Hidden, shownOf, whyUnsaid } from './cell.ts'
import { agrees } from './decision.ts'
import { ratioOver } from './groups.ts'
import { type Question, readValue, type Value } from './question.ts'
import type { DecisionRecord } from './record.ts'
import type { Unsaid } from './unsaid.ts'

export const driftWays = ['question', 'group', 'month'] as const
export type DriftBy = (typeof driftWays)[number]
/**
 * How much more cautious than its panel somebody was in one case, from −1 to 1. `unit`: what is drawn again to say how
 * sure that is, an item or, within a group, a rater. `weight`: 1 over the item's chance of being drawn.
 */
export type DriftCase = { key: string; unit: string; item: string; lean: number; weight: number }
export type DriftRow = {
  /** A question's key, a month as 2026-11, or what an attribute says; empty for the whole. */
  key: string
  /** Decided cases; by group, votes of its raters on them. */
  n: number
  raters: number | null
  /** Above 0: more cautious than the panel. */
  drift: { mean: number; low: number; high: number } | null
  unsaid: Unsaid | null
}
export type DriftTable = { rows: DriftRow[]; whole: DriftRow; hidden: Hidden | null }
export type DriftView = {
  by: DriftBy
  attributes: string[]
  attribute: string | null
  questions: { key: string; cautious: string }[]
  /** Why there is nothing at all to say. */
  unsaid: Unsaid | null
  sampled: DriftTable
  picked: DriftTable
}

/** Whether an answer stands at the pole that a careful rater errs towards. */
export function isCautious(question: Question, value: Value): boolean {
  if (question.cautious === null) return false
  if (Array.isArray(value)) return value.includes(question.cautious)
  const pole = readValue(question, question.cautious)
  return 'value' in pole && agrees(question, value, pole.value)
}

/** How cautious a decision is, 0 to 1; null where it names no answer that could lean either way. */
export function cautionOf(
  question: Question,
  { kind, values }: Pick<DecisionRecord, 'kind' | 'values'>,
): number | null {
  if (['irresolvable', 'none', 'defective', 'out-of-scope'].includes(kind) || values.length === 0) return null
  const total = values.reduce((sum, { weight }) => sum + weight, 0)
  const cautious = values.filter(({ value }) => isCautious(question, value))
  return cautious.reduce((sum, { weight }) => sum + weight, 0) / total
}

/** The majority against its panel; whole items are drawn again, whatever was asked about them. */
export function driftTable(cases: readonly DriftCase[], seed: number): DriftTable {
  const rows = [...Map.groupBy(cases, ({ key }) => key)].map(([key, own]) => rowOf(key, own, null, seed))
  return { rows: rows.sort(byKey), whole: rowOf('', cases, null, seed), hidden: null }
}

/** Each group's raters against the panel; groups of too few stay unsaid, and so does who they would be. */
export function driftByGroup(cases: readonly DriftCase[], seed: number): DriftTable {
  const groups = [...Map.groupBy(cases, ({ key }) => key)].map(([key, own]) => ({
    key,
    own,
    raters: peopleIn(own),
  }))
  const { shown, hidden } = shownOf(groups)
  const rows = shown.map(({ key, own, raters }) => rowOf(key, own, raters, seed))
  return { rows: rows.sort(byKey), whole: rowOf('', cases, peopleIn(cases), seed), hidden }
}

const byKey = (a: DriftRow, b: DriftRow) => (a.key < b.key ? -1 : 1)
const peopleIn = (cases: readonly DriftCase[]) => new Set(cases.map(({ unit }) => unit)).size

function rowOf(key: string, cases: readonly DriftCase[], raters: number | null, seed: number): DriftRow {
  const unsaid = whyUnsaid(cases, raters)
  if (unsaid) {
    const few = unsaid.code === 'too-few-raters'
    return { key, n: few ? 0 : cases.length, raters: few ? null : raters, drift: null, unsaid }
  }
  const units = [...Map.groupBy(cases, ({ unit }) => unit).values()].map((own) => ({
    weight: own.reduce((sum, { weight }) => sum + weight, 0),
    lean: own.reduce((sum, { weight, lean }) => sum + weight * lean, 0),
  }))
  return { key, n: cases.length, raters, drift: ratioOver(units, ({ lean }) => lean, seed), unsaid: null }
}
