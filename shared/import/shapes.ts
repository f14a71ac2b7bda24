/** Values of each column, in the file's order, as many as were looked at. */
export type Samples = Readonly<Record<string, readonly unknown[]>>

const filledOf = (values: readonly unknown[]) =>
  values.filter((value) => value !== '' && value !== null && value !== undefined)
const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** Few short values that repeat. */
export function isCategory(values: readonly unknown[]): boolean {
  const texts = filledOf(values).map(textOf)
  const distinct = new Set(texts).size
  if (texts.length === 0 || texts.some((text) => text.length > 60)) return false
  return distinct <= 12 || (distinct <= 101 && distinct <= texts.length / 5)
}

/** Running text: most values long, or with blanks or Japanese punctuation between. */
export function isLong(values: readonly unknown[]): boolean {
  const texts = filledOf(values).map(textOf)
  if (texts.length === 0) return false
  const words = (text: string) => /[。？！]|\S+\s+\S+\s+\S+\s+\S+/.test(text) && !/\d:\d\d/.test(text)
  const long = texts.filter((text) => text.length > 60 || words(text)).length
  return long > texts.length / 2
}

export function isPictureName(value: unknown): boolean {
  return typeof value === 'string' && /^[^:?#]+\.(png|jpe?g|gif|webp|avif)$/i.test(value)
}

/** Columns that may be ids, in order; columns that may be answers, the fewest distinct values last. */
export function shapesOfVotes(
  columns: readonly string[],
  samples: Samples,
): { ids: string[]; categories: string[] } {
  const distinct = new Map(
    columns.map((column) => [column, new Set(filledOf(samples[column] ?? []).map(textOf)).size]),
  )
  const full = columns.filter((column) => filledOf(samples[column] ?? []).length > 0)
  const categories = full.filter((column) => isCategory(samples[column] ?? []))
  const most = [...categories].sort((a, b) => distinct.get(b)! - distinct.get(a)!)
  return { ids: full.filter((column) => !isLong(samples[column] ?? [])), categories: most }
}

/** Whether the first row names the columns: no cell is a number, a time or empty, and none comes again below it. */
export function looksLikeHeader(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const distinct = new Set(first.map((cell) => cell.trim()))
  if (distinct.has('') && first.findIndex((cell) => cell.trim() === '') < first.length - 1)
    return rows.length === 0
  return !first.some((cell, column) => {
    const text = cell.trim()
    const below = rows.slice(0, 500).map((row) => row[column]?.trim())
    return (
      /^[-+]?\d+([.,]\d+)?$/.test(text) ||
      /^\d{4}-\d\d-\d\d/.test(text) ||
      (text !== '' && below.includes(text))
    )
  })
}
