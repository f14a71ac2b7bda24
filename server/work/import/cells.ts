import { readMoment } from '#shared/import/moment.ts'
import { type Fault, fault, importLimits, readable } from '#shared/import.ts'
import { parseNumber } from '#shared/question/cell.ts'
import { unstorable } from '#shared/text.ts'

/** Thrown inside the check of one row and caught there: the row is rejected and nothing else. */
export class RowFault extends Error {
  readonly column: string | null
  readonly fault: Fault
  constructor(column: string | null, why: Fault) {
    super(why.code)
    this.column = column
    this.fault = why
  }
}

/** A column as it is read from one row. */
export interface Cell {
  column: string
  value: unknown
}

export function refuseUnstorable({ column, value }: Cell) {
  if (typeof value === 'number' || value === null || value === undefined || !unstorable(value)) return
  const code = JSON.stringify(value).includes('\\u0000') ? 'nul-character' : 'lone-surrogate'
  throw new RowFault(column, fault(code, { found: readable(value) }))
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

export function readId({ column, value }: Cell, empty: 'item-empty' | 'rater-empty'): string {
  if (isEmpty(value)) throw new RowFault(column, fault(empty))
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new RowFault(column, fault('id-not-text', { found: readable(value) }))
  refuseUnstorable({ column, value })
  const id = String(value).trim()
  if (id.length <= importLimits.idCharacters) return id
  throw new RowFault(
    column,
    fault('id-too-long', { length: id.length, found: readable(id), limit: importLimits.idCharacters }),
  )
}

export function readText({ column, value }: Cell, limit: number): string | null {
  if (isEmpty(value)) return null
  refuseUnstorable({ column, value })
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length <= limit) return text
  throw new RowFault(column, fault('text-too-long', { length: text.length, found: readable(text), limit }))
}

export function readNumberWithin({ column, value }: Cell, min: number, max: number): number | null {
  if (isEmpty(value)) return null
  const number = typeof value === 'number' ? value : parseNumber(String(value))
  if (number !== null && number >= min && number <= max) return number
  throw new RowFault(column, fault('number-invalid', { found: readable(value), min, max }))
}

export function readWhole(
  { column, value }: Cell,
  code: 'version-invalid' | 'expected-invalid',
): number | null {
  if (isEmpty(value)) return null
  const number = parseNumber(String(value).replace(/^\s*v(?:ersion)?\s*/i, ''))
  if (number !== null && Number.isInteger(number) && number >= 1 && number <= 10_000) return number
  throw new RowFault(column, fault(code, { found: readable(value) }))
}

export function readTime({ column, value }: Cell): number | null {
  if (isEmpty(value)) return null
  const at = readMoment(value)
  if (at !== undefined) return at
  throw new RowFault(column, fault('time-unreadable', { found: readable(value) }))
}

const models = /^(model|machine|ai|llm|モデル|機械)$/
export function readKind({ column, value }: Cell): 'human' | 'model' {
  if (isEmpty(value)) return 'human'
  const kind = String(value).normalize('NFKC').trim().toLowerCase()
  if (models.test(kind)) return 'model'
  if (/^(human|person|人|人間)$/.test(kind)) return 'human'
  throw new RowFault(column, fault('kind-unknown', { found: readable(value) }))
}

export function readLanguage({ column, value }: Cell): string | null {
  if (isEmpty(value)) return null
  const code = String(value).normalize('NFKC').trim().replaceAll('_', '-')
  if (code.length <= 35 && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(code)) return code
  throw new RowFault(column, fault('language-invalid', { found: readable(value) }))
}

export function readTags({ column, value }: Cell): string[] | null {
  if (isEmpty(value)) return null
  refuseUnstorable({ column, value })
  const parts = Array.isArray(value) ? value.map(String) : String(value).split(/[|;,、；｜]/)
  const tags = [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
  const { tags: most, tagCharacters: limit } = importLimits
  if (tags.length <= most && tags.every((tag) => tag.length <= limit)) return tags
  throw new RowFault(column, fault('tags-too-many', { count: tags.length, most, limit }))
}
