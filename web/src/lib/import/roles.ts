import { m } from '#lib/paraglide/messages.js'
import {
  type ContentKind,
  contentBlocks,
  type Mapping,
  type SingleRole,
  singleRoles,
} from '#shared/import.ts'
import { ATTRIBUTE_NAME } from '#shared/rater-note.ts'

/** What a column is, as one word of a list: '' is not kept, `value:` is the answer to whatever question is meant. */
export type ColumnRole = '' | SingleRole | 'attribute' | ContentKind | `value:${string}`

export const singleWords: Record<SingleRole, () => string> = {
  item: m.import_role_item,
  rater: m.import_role_rater,
  question: m.import_role_question,
  note: m.import_role_note,
  confidence: m.import_role_confidence,
  at: m.import_role_at,
  seconds: m.import_role_seconds,
  version: m.import_role_version,
  raterKind: m.import_role_rater_kind,
  expected: m.import_role_expected,
  language: m.import_role_language,
  tags: m.import_role_tags,
  ref: m.import_role_ref,
}
export const contentWords: Record<ContentKind, () => string> = {
  text: m.import_block_text,
  chat: m.import_block_chat,
  prompt: m.import_block_prompt,
  answer: m.import_block_answer,
  image: m.import_block_image,
  json: m.import_block_json,
  blocks: m.import_block_blocks,
}
/** What an item can be told by its own file. */
export const itemRoles = ['item', 'language', 'tags', 'expected'] as const satisfies readonly SingleRole[]

const isSingle = (role: string): role is SingleRole => (singleRoles as readonly string[]).includes(role)
const isContent = (role: string): role is ContentKind => (contentBlocks as readonly string[]).includes(role)

export function roleOf(mapping: Mapping, column: string): ColumnRole {
  const single = singleRoles.find((role) => mapping[role] === column)
  if (single) return single
  const value = mapping.values.find((one) => one.column === column)
  if (value) return `value:${value.question ?? ''}`
  if (mapping.attributes?.some((one) => one.column === column)) return 'attribute'
  return mapping.content.find((one) => one.column === column)?.block ?? ''
}

/** The mapping with this column in that role. A role that one column plays is taken from the column that had it. */
export function withRole(
  mapping: Mapping,
  columns: readonly string[],
  column: string,
  role: ColumnRole,
): Mapping {
  const title = mapping.content.find((one) => one.column === column)?.title ?? column
  const { attributes = [], ...rest } = mapping
  const others = attributes.filter((one) => one.column !== column)
  const said =
    role === 'attribute'
      ? inOrder([...others, { column, name: column.slice(0, ATTRIBUTE_NAME) }], columns)
      : others
  const next: Mapping = {
    ...rest,
    values: mapping.values.filter((one) => one.column !== column),
    content: mapping.content.filter((one) => one.column !== column),
    ...(said.length > 0 ? { attributes: said } : {}),
  }
  for (const single of singleRoles) if (next[single] === column) delete next[single]
  if (isSingle(role)) next[role] = column
  else if (isContent(role)) next.content = inOrder([...next.content, { column, block: role, title }], columns)
  else if (role !== '' && role !== 'attribute')
    next.values = inOrder(
      [...next.values, { column, question: role.slice('value:'.length) || null }],
      columns,
    )
  return next
}

/** Blocks are shown in the order of the file's columns. */
function inOrder<Placed extends { column: string }>(placed: Placed[], columns: readonly string[]): Placed[] {
  return placed.sort((a, b) => columns.indexOf(a.column) - columns.indexOf(b.column))
}
