import {
  cautionOf,
  type DriftBy,
  type DriftCase,
  type DriftTable,
  type DriftView,
  driftByGroup,
  driftTable,
  isCautious,
} from '#shared/drift.ts'
import { split } from '#shared/split.ts'
import type { Reader } from '../store/store.ts'
import { type DecidedCase, decidedCases } from './drift-case.ts'
import { attributesOf } from './groups-attribute.ts'
import { questionsOf } from './round.ts'

export type DriftAsked = { by: DriftBy; attribute: string | null; seed: number }

/** Whether the crowd is more cautious than its experts, where a question has a cautious pole. */
export async function driftView(
  read: Reader,
  project: string,
  { by, attribute, seed }: DriftAsked,
): Promise<DriftView> {
  const questions = (await questionsOf(read, project)).flatMap(({ key, cautious }) =>
    cautious === null ? [] : [{ key, cautious }],
  )
  const attributes = by === 'group' ? await attributesOf(read, project) : new Map<string, never>()
  const name = by === 'group' ? (attribute ?? [...attributes.keys()][0] ?? null) : null
  const values = (name === null ? undefined : attributes.get(name)) ?? new Map<string, string>()
  const found: Record<'sampled' | 'picked', DriftCase[]> = { sampled: [], picked: [] }
  if (questions.length > 0)
    for await (const one of decidedCases(read, project))
      found[one.sampled ? 'sampled' : 'picked'].push(...casesOf(one, by, values))
  const table = (cases: DriftCase[]): DriftTable =>
    by === 'group' ? driftByGroup(cases, seed) : driftTable(cases, seed)
  const nothing =
    questions.length === 0 ? 'no-cautious' : name === null && by === 'group' ? 'no-attributes' : null
  return {
    by,
    attributes: [...attributes.keys()],
    attribute: name,
    questions,
    unsaid: nothing === null ? null : { code: nothing, n: 0, of: 0 },
    sampled: table(found.sampled),
    picked: table(found.picked),
  }
}

/** What one decided case says: its majority against the panel, or each described rater's vote. A tie leans nowhere. */
function casesOf(
  { item, question, decision, weight, votes }: DecidedCase,
  by: DriftBy,
  values: ReadonlyMap<string, string>,
): DriftCase[] {
  const panel = cautionOf(question, decision)
  if (question.cautious === null || panel === null) return []
  const leans = (cautious: boolean) => Number(cautious) - panel
  if (by === 'group')
    return votes.flatMap(({ rater, value, late }) => {
      const key = values.get(rater)
      if (key === undefined || late) return []
      return [{ key, unit: rater, item, lean: leans(isCautious(question, value)), weight }]
    })
  const { majority } = split(
    question,
    votes.map(({ value }) => value),
  )
  if (majority === null) return []
  const key = by === 'question' ? question.key : monthOf(decision.signedAt ?? 0)
  return [{ key, unit: item, item, lean: leans(isCautious(question, majority)), weight }]
}

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)
