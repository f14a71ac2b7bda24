import { readTurns } from '../content.ts'
import {
  type ContentKind,
  importLimits,
  type Mapping,
  ownColumnPrefix,
  readable,
  type SingleRole,
  singleRoles,
} from '../import.ts'
import { saidOfRaters } from './attributes.ts'
import {
  keyFrom,
  type NamedRole,
  namedContent,
  namedQuestion,
  namedRole,
  namesAnswer,
  REVOTE_ITEM,
} from './names.ts'
import { isCategory, isLong, isPictureName, type Samples, shapesOfVotes } from './shapes.ts'

export type Tier = 'sure' | 'guess' | 'unmapped'
export interface ColumnGuess {
  column: string
  /** A role of `Mapping`, `value`, `attribute` or a kind of content; null when the column is not kept. */
  role: SingleRole | 'value' | 'attribute' | ContentKind | null
  tier: Tier
  /** Three values as the file has them, shortened. */
  samples: string[]
}
export interface MappingGuess {
  mapping: Mapping
  columns: ColumnGuess[]
}

interface Draft {
  mapping: Mapping
  tiers: Map<string, { role: NonNullable<ColumnGuess['role']>; tier: Tier }>
}

/** What each column of a file probably is, by its name in English or Japanese, then by the shape of its values. */
export function guessMapping(columns: readonly string[], samples: Samples): MappingGuess {
  const draft: Draft = { mapping: { values: [], content: [] }, tiers: new Map() }
  const others = columns.filter((column) => !column.startsWith(ownColumnPrefix))
  takeSingles(draft, others, samples)
  takeAttributes(draft, others, samples)
  takeValues(draft, others, samples)
  takeContent(draft, others, samples)
  takeByShape(draft, others, samples)
  return {
    mapping: draft.mapping,
    columns: columns.map((column) => {
      const { role = null, tier = 'unmapped' } = draft.tiers.get(column) ?? {}
      return { column, role, tier, samples: threeOf(samples[column] ?? []) }
    }),
  }
}

function threeOf(values: readonly unknown[]): string[] {
  const filled = values.filter((value) => value !== '' && value !== null && value !== undefined)
  return [...new Set(filled.slice(0, 100).map(readable))].slice(0, 3)
}

function free(draft: Draft, columns: readonly string[]): string[] {
  return columns.filter((column) => !draft.tiers.has(column))
}

function takeSingles(draft: Draft, columns: readonly string[], samples: Samples) {
  for (const role of singleRoles) {
    const candidates = columns
      .flatMap((column) => ({ column, named: nameOf(column, samples) }))
      .filter(({ named }) => named?.role === role)
      .sort((a, b) => a.named!.rank - b.named!.rank)
    const best = candidates[0]
    if (best) take(draft, role, best.column, candidates.length > 1 || best.column === 'id' ? 'guess' : 'sure')
  }
}

/** A column called “question” may hold the text raters read: then its values are long or many. */
function nameOf(column: string, samples: Samples): { role: NamedRole; rank: number } | undefined {
  if (column === `data.${REVOTE_ITEM}`) return { role: 'item', rank: -1 }
  if (namedQuestion(column) || namedContent(column) || namesAnswer(column)) return
  const named = namedRole(column)
  if (named?.role === 'question' && !isCategory(samples[column] ?? [])) return { role: 'text', rank: 0 }
  return named
}

function take(draft: Draft, role: SingleRole, column: string, tier: Tier) {
  draft.mapping[role] = column
  draft.tiers.set(column, { role, tier })
}

/** A language that follows the rater and not the item is the rater's. */
function takeAttributes(draft: Draft, columns: readonly string[], samples: Samples) {
  const { item, rater, language } = draft.mapping
  if (!rater) return
  const found = saidOfRaters([...free(draft, columns), ...(language ? [language] : [])], samples, {
    item,
    rater,
  })
  for (const { column, tier } of found.slice(0, importLimits.attributes)) {
    if (column === language) delete draft.mapping.language
    draft.mapping.attributes = [...(draft.mapping.attributes ?? []), { column, name: column }]
    draft.tiers.set(column, { role: 'attribute', tier })
  }
}

function takeValues(draft: Draft, columns: readonly string[], samples: Samples) {
  const open = free(draft, columns)
  const own = open.filter((column) => namedQuestion(column))
  const generic = own.length > 0 ? [] : open.filter((column) => nameOf(column, samples)?.role === 'value')
  for (const [n, column] of own.entries())
    answer(draft, column, keyFrom(namedQuestion(column)!, n + 1), 'sure')
  const alone = generic.length === 1 || draft.mapping.question !== undefined
  for (const [n, column] of generic.entries()) {
    if (alone && n > 0) break
    answer(draft, column, alone ? null : keyFrom(column, n + 1), alone ? 'sure' : 'guess')
  }
}

function answer(draft: Draft, column: string, question: string | null, tier: Tier) {
  draft.mapping.values.push({ column, question })
  draft.tiers.set(column, { role: 'value', tier })
}

function takeContent(draft: Draft, columns: readonly string[], samples: Samples) {
  for (const column of free(draft, columns)) {
    const values = samples[column] ?? []
    const own = namedContent(column)
    const role = nameOf(column, samples)?.role
    const isContent =
      own !== undefined || ['text', 'prompt', 'chat', 'image'].includes(role ?? '') || namesAnswer(column)
    if (!isContent && !isLong(values)) continue
    const name = own ?? column
    const block = blockOf(own === undefined ? role : namedRole(own)?.role, name, values)
    draft.mapping.content.push({ column, block, title: name })
    draft.tiers.set(column, { role: block, tier: isContent ? 'sure' : 'guess' })
  }
}

function blockOf(role: NamedRole | undefined, name: string, values: readonly unknown[]): ContentKind {
  const filled = values.filter((value) => value !== '' && value !== null && value !== undefined)
  if (filled.length > 0 && filled.every((value) => readTurns(value))) return 'chat'
  if (filled.some((value) => typeof value === 'object')) return 'json'
  if (role === 'image' && filled.every(isPictureName)) return 'image'
  if (role === 'prompt') return 'prompt'
  return namesAnswer(name) ? 'answer' : 'text'
}

/** What no name told: the answer repeats most, the first of the others is the item, the next the rater. */
function takeByShape(draft: Draft, columns: readonly string[], samples: Samples) {
  const { ids, categories } = shapesOfVotes(free(draft, columns), samples)
  if (draft.mapping.values.length === 0) {
    const known = draft.mapping.item !== undefined && draft.mapping.rater !== undefined
    const answers = known ? categories : categories.slice(-1)
    for (const [n, column] of answers.entries())
      answer(draft, column, answers.length > 1 ? keyFrom(column, n + 1) : null, 'guess')
  }
  const rest = ids.filter((column) => !draft.tiers.has(column))
  if (!draft.mapping.item && rest[0]) take(draft, 'item', rest.shift()!, 'guess')
  if (!draft.mapping.rater && rest[0]) take(draft, 'rater', rest.shift()!, 'guess')
}

/** An items file: the column of the item, every other column a titled block in its order. */
export function guessItemsMapping(columns: readonly string[], samples: Samples): Mapping {
  const named = (wanted: NamedRole) => columns.find((column) => namedRole(column)?.role === wanted)
  const item = named('item') ?? columns[0]
  const [language, tags, expected] = [named('language'), named('tags'), named('expected')]
  const singles = {
    ...(item && { item }),
    ...(language && { language }),
    ...(tags && { tags }),
    ...(expected && { expected }),
  }
  const taken = new Set<string>(Object.values(singles))
  const content = columns
    .filter((column) => !taken.has(column) && !column.startsWith(ownColumnPrefix))
    .map((column) => {
      const title = namedContent(column) ?? column
      return { column, block: blockOf(namedRole(title)?.role, title, samples[column] ?? []), title }
    })
  return { ...singles, values: [], content }
}
