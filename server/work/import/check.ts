import { type Block, type FindUpload, readContent } from '#shared/content.ts'
import { explainFault, type Fault, importLimits, type Mapping, type RejectedRow } from '#shared/import.ts'
import { sayMisread } from '#shared/question/misread.ts'
import type { Question, Value } from '#shared/question.ts'
import { ATTRIBUTE_VALUE } from '#shared/rater-note.ts'
import type { Language } from '#shared/text.ts'
import { answerReader, MisreadAnswer, type ValueMap } from './answers.ts'
import {
  type Cell,
  RowFault,
  readId,
  readKind,
  readLanguage,
  readNumberWithin,
  readTags,
  readText,
  readTime,
  readWhole,
  refuseUnstorable,
} from './cells.ts'
import { type Cells, noneSkipped, type RawRow, type Skipped } from './row.ts'

export interface VoteRow {
  line: number
  item: string
  rater: string
  raterKind: 'human' | 'model'
  question: string
  value: Value
  note: string | null
  confidence: number | null
  /** Milliseconds since 1970, UTC. */
  at: number | null
  seconds: number | null
  version: number | null
  /** The vote's id in the tool it comes from. */
  ref: string | null
  expected: number | null
  language: string | null
  tags: string[] | null
  /** What the row says of its rater, in the order of the mapping's attributes; null where the file says nothing of raters. */
  attributes: readonly (string | null)[] | null
}

export interface ItemRow {
  line: number
  item: string
  content: Block[]
  expected: number | null
  language: string | null
  tags: string[] | null
}

export interface CheckPlan {
  /** Held against the columns and questions by `refuseMapping` before. */
  mapping: Mapping
  questions: readonly Question[]
  /** In which rejections speak. */
  language: Language
  valueMap?: ValueMap
  findUpload?: FindUpload
}

export interface Checked {
  votes: VoteRow[]
  /** Items whose content stands in the rows themselves, each once, when it is first met. */
  items: ItemRow[]
  rejected: RejectedRow[]
  skipped: Skipped
}

const A_YEAR = 366 * 86_400

/** Turns batches of rows into votes, one for each answer; a row with anything wrong in it makes no vote at all. */
export function checkRows(plan: CheckPlan): (rows: readonly RawRow[]) => Checked {
  const { mapping, language } = plan
  const answersOf = answerReader(mapping, plan.questions, plan.valueMap ?? {})
  const itemOf = itemReader(plan)
  const met = new Set<string>()
  return (rows) => {
    const checked: Checked = { votes: [], items: [], rejected: [], skipped: noneSkipped() }
    for (const row of rows) {
      if (row.skip) checked.skipped[row.skip] += 1
      else if (row.fault) checked.rejected.push(rejected(row.line, null, row.fault, language))
      else {
        try {
          const item = itemIdOf(mapping, row.cells)
          const fresh = mapping.content.length > 0 && !met.has(item) ? itemOf(row) : undefined
          const answers = answersOf(row.cells)
          if (answers.length === 0) checked.skipped.unanswered += 1
          else addVotes(checked.votes, voteOf(mapping, row, item), answers)
          if (fresh) checked.items.push(fresh)
          if (fresh) met.add(item)
        } catch (error) {
          checked.rejected.push(rejectedBy(error, row.line, language))
        }
      }
    }
    return checked
  }
}

/** Turns batches of an items file into items with their content. */
export function checkItems(
  plan: Omit<CheckPlan, 'questions'>,
): (rows: readonly RawRow[]) => Pick<Checked, 'items' | 'rejected' | 'skipped'> {
  const itemOf = itemReader(plan)
  return (rows) => {
    const checked = { items: [] as ItemRow[], rejected: [] as RejectedRow[], skipped: noneSkipped() }
    for (const row of rows) {
      if (row.skip) checked.skipped[row.skip] += 1
      else if (row.fault) checked.rejected.push(rejected(row.line, null, row.fault, plan.language))
      else {
        try {
          checked.items.push(itemOf(row))
        } catch (error) {
          checked.rejected.push(rejectedBy(error, row.line, plan.language))
        }
      }
    }
    return checked
  }
}

type VoteOfRow = Omit<VoteRow, 'question' | 'value'>

function addVotes(
  votes: VoteRow[],
  shared: VoteOfRow,
  answers: readonly { question: string; value: Value }[],
) {
  for (const { question, value } of answers) votes.push({ ...shared, question, value })
}

const itemIdOf = (mapping: Mapping, cells: Cells) =>
  readId({ column: mapping.item!, value: cells[mapping.item!] }, 'item-empty')

function voteOf(mapping: Mapping, { line, cells }: RawRow, item: string): VoteOfRow {
  const cell = (column: string) => ({ column, value: cells[column] })
  const { rater, raterKind, note, confidence, at, seconds, version, ref, expected, language, tags } = mapping
  const { attributes } = mapping
  return {
    line,
    item,
    rater: readId(cell(rater!), 'rater-empty'),
    raterKind: raterKind ? readKind(cell(raterKind)) : 'human',
    note: note ? readText(cell(note), importLimits.noteCharacters) : null,
    confidence: confidence ? readNumberWithin(cell(confidence), 0, 100) : null,
    at: at ? readTime(cell(at)) : null,
    seconds: seconds ? readNumberWithin(cell(seconds), 0, A_YEAR) : null,
    version: version ? readWhole(cell(version), 'version-invalid') : null,
    ref: ref ? readText(cell(ref), importLimits.idCharacters) : null,
    expected: expected ? readWhole(cell(expected), 'expected-invalid') : null,
    language: language ? readLanguage(cell(language)) : null,
    tags: tags ? readTags(cell(tags)) : null,
    attributes: attributes ? attributes.map(({ column }) => attributeIn(cell(column))) : null,
  }
}

const attributeIn = (cell: Cell) => readText(cell, ATTRIBUTE_VALUE)?.normalize('NFC').trim() ?? null

function itemReader({
  mapping,
  findUpload = () => undefined,
}: Pick<CheckPlan, 'mapping' | 'findUpload'>): (row: RawRow) => ItemRow {
  const { expected, language, tags } = mapping
  return ({ line, cells }) => {
    const cell = (column: string) => ({ column, value: cells[column] })
    const item = itemIdOf(mapping, cells)
    for (const { column } of mapping.content) refuseUnstorable(cell(column))
    const content = readContent(mapping.content, cells, findUpload)
    if ('fault' in content) throw new RowFault(content.column, content.fault)
    return {
      line,
      item,
      content: content.blocks,
      expected: expected ? readWhole(cell(expected), 'expected-invalid') : null,
      language: language ? readLanguage(cell(language)) : null,
      tags: tags ? readTags(cell(tags)) : null,
    }
  }
}

function rejectedBy(error: unknown, row: number, language: Language): RejectedRow {
  if (error instanceof RowFault) return rejected(row, error.column, error.fault, language)
  if (!(error instanceof MisreadAnswer)) throw error
  const { code, found, options, scale, suggestion } = error.misread
  const params = {
    found,
    ...(options.length > 0 && { options: options.length }),
    ...(scale && { min: scale.min, max: scale.max }),
  }
  return { row, column: error.column, ...sayMisread(error.misread, language), code, params, suggestion }
}

function rejected(row: number, column: string | null, why: Fault, language: Language): RejectedRow {
  return {
    row,
    column,
    ...explainFault(why, language)!,
    code: why.code,
    params: why.params,
    suggestion: null,
  }
}
