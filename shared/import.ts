import Type from 'typebox'
import { ATTRIBUTE_NAME } from './rater-note.ts'
import { Key, type Language, schemaOf } from './text.ts'
import { type FaultWords, type ImportCode, importEn } from './words/import.en.ts'
import { importJa } from './words/import.ja.ts'

/** Everything that comes in has a limit; a row past one is rejected in words, a file past one refused. */
export const importLimits = {
  columns: 500,
  columnCharacters: 200,
  idCharacters: 1_000,
  noteCharacters: 20_000,
  contentCharacters: 100_000,
  tags: 50,
  tagCharacters: 200,
  foundCharacters: 80,
  attributes: 20,
} as const

const Column = schemaOf(() => Type.String({ minLength: 1, maxLength: importLimits.columnCharacters }))
/** `blocks` is a list of content blocks as Gogi itself writes them. */
export const contentBlocks = ['text', 'chat', 'prompt', 'answer', 'image', 'json', 'blocks'] as const
export type ContentKind = (typeof contentBlocks)[number]
const ContentColumn = Type.Object(
  {
    column: Column,
    block: Type.Unsafe<ContentKind>({ type: 'string', enum: contentBlocks }),
    title: Type.String({ maxLength: 200 }),
  },
  { additionalProperties: false },
)
/** A column of answers. Question null: the column `question` names it, or the one question declared is meant. */
const ValueColumn = Type.Object(
  { column: Column, question: Type.Union([Key, Type.Null()]) },
  { additionalProperties: false },
)

/** A column that says something of the rater, the same in each of their rows, under the name it is known by here. */
const AttributeColumn = Type.Object(
  { column: Column, name: Type.String({ minLength: 1, maxLength: ATTRIBUTE_NAME }) },
  { additionalProperties: false },
)

/** Roles that one column plays. The words are those of the text form: `item=task,rater=worker`. */
export const singleRoles = [
  'item',
  'rater',
  'question',
  'note',
  'confidence',
  'at',
  'seconds',
  'version',
  'raterKind',
  'expected',
  'language',
  'tags',
  'ref',
] as const
export type SingleRole = (typeof singleRoles)[number]

/** Which column of a file is what; a column that is nowhere in it is not kept, see `lostColumns`. */
export const Mapping = schemaOf(() =>
  Type.Object(
    {
      item: Type.Optional(Column),
      rater: Type.Optional(Column),
      question: Type.Optional(Column),
      note: Type.Optional(Column),
      confidence: Type.Optional(Column),
      at: Type.Optional(Column),
      seconds: Type.Optional(Column),
      version: Type.Optional(Column),
      raterKind: Type.Optional(Column),
      expected: Type.Optional(Column),
      language: Type.Optional(Column),
      tags: Type.Optional(Column),
      ref: Type.Optional(Column),
      values: Type.Array(ValueColumn, { maxItems: importLimits.columns }),
      content: Type.Array(ContentColumn, { maxItems: importLimits.columns }),
      attributes: Type.Optional(Type.Array(AttributeColumn, { maxItems: importLimits.attributes })),
    },
    { additionalProperties: false },
  ),
)
export type Mapping = Type.Static<typeof Mapping>

/** Why something cannot be imported: a code of this room or of a type of question, and what its words are filled with. */
export interface Fault {
  code: string
  params: Readonly<Record<string, string | number>>
}
export function fault(code: ImportCode, params: Fault['params'] = {}): Fault {
  return { code, params }
}

/** A row that cannot become votes. `row` is its line in the file, the first line being 1. */
export interface RejectedRow extends FaultWords {
  row: number
  column: string | null
  code: string
  params: Fault['params']
  /** The value most likely meant by an answer that is none of the declared ones. */
  suggestion: string | null
}

/** The words of a fault, or undefined when its code is not one of this room. */
export function explainFault(why: Fault, language: Language): FaultWords | undefined {
  const words = (language === 'ja' ? importJa : importEn)[why.code as ImportCode] as FaultWords | undefined
  return (
    words && { found: fill(words.found, why), expected: fill(words.expected, why), fix: fill(words.fix, why) }
  )
}

function fill(sentence: string, { params }: Fault): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

/** A cell as it can be shown inside a sentence: one line, whole characters, not too long. */
export function readable(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const start = text.slice(0, 4 * importLimits.foundCharacters).toWellFormed()
  const line = start.replace(/\p{Cc}+/gu, ' ')
  const characters = [...line]
  if (characters.length <= importLimits.foundCharacters) return line
  return `${characters.slice(0, importLimits.foundCharacters).join('')}…`
}

/** Columns whose content no part of the mapping keeps: named in every report, never dropped in silence. */
export function lostColumns(mapping: Mapping, columns: readonly string[]): string[] {
  const kept = new Set<string>(singleRoles.flatMap((role) => mapping[role] ?? []))
  for (const { column } of [...mapping.values, ...mapping.content, ...(mapping.attributes ?? [])])
    kept.add(column)
  return columns.filter((column) => !kept.has(column) && !column.startsWith(ownColumnPrefix))
}

/** Columns that we ourselves add to rejected rows; read back, they are neither kept nor lost. */
export const ownColumnPrefix = 'gogi:'

/** The column that names the question plays no part when only one question is declared and one column answers it. */
export function bindQuestion(mapping: Mapping, declared: readonly string[]): Mapping {
  const [only] = declared
  const [value] = mapping.values
  if (declared.length !== 1 || !only || mapping.values.length !== 1 || !value || mapping.question)
    return mapping
  return { ...mapping, values: [{ column: value.column, question: only }] }
}

/**
 * Why a file with these columns cannot be read by this mapping. `named`: the distinct names in the column that names
 * the question, so far as they are known.
 */
export function refuseMapping(
  mapping: Mapping,
  file: { columns: readonly string[]; declared: readonly string[]; named?: readonly string[] },
): Fault | undefined {
  const columns = listed(file.columns)
  for (const { role, column } of mappedColumns(mapping)) {
    if (!file.columns.includes(column))
      return fault('column-missing', { column: readable(column), columns, role })
  }
  if (!mapping.item) return fault('item-unmapped', { columns })
  if (!mapping.rater) return fault('rater-unmapped', { columns })
  const [first] = mapping.values
  const [only] = file.declared
  if (!first) return fault('value-unmapped', { columns, question: only ?? 'question' })
  const answered =
    mapping.question && file.named
      ? file.named
      : mapping.values.map((value) => value.question ?? value.column)
  if (file.declared.length === 1 && only && new Set(answered).size > 1) {
    return fault('two-questions', {
      count: answered.length,
      found: listed(answered),
      declared: only,
      column: first.column,
    })
  }
  for (const { question } of mapping.values) {
    if (question && !file.declared.includes(question))
      return fault('question-undeclared', { question, declared: listed(file.declared) })
    if (!question && !mapping.question && file.declared.length !== 1) {
      return fault('value-unmapped', { columns, question: only ?? 'question' })
    }
  }
}

function mappedColumns(mapping: Mapping): { role: string; column: string }[] {
  const singles = singleRoles
    .flatMap((role) => ({ role, column: mapping[role] ?? '' }))
    .filter(({ column }) => column)
  const values = mapping.values.map(({ column, question }) => ({
    role: question ? `value:${question}` : 'value',
    column,
  }))
  const others = [
    ...mapping.content.map(({ column, block }) => ({ role: block, column })),
    ...(mapping.attributes ?? []).map(({ column, name }) => ({ role: `attribute:${name}`, column })),
  ]
  return [...singles, ...values, ...others]
}

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map(readable).join(', ')
  return names.length > 12 ? `${shown}, … (${names.length})` : shown || '–'
}
