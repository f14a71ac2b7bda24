/** What a spreadsheet would run as a formula, in half and full width, and what hides one from a quick look. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these control characters are what is looked for.
const dangerous = /^'*[=+\-@\t\r\n\u0000＝＋－＠]/
const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** One line of CSV (RFC 4180) that no spreadsheet takes for a formula: such cells get a leading quote, numbers stay numbers. */
export function csvRow(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** For files that people open: with the mark that makes spreadsheets read UTF-8. */
export const csvMark = '\ufeff'

function csvCell(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean' || typeof cell === 'bigint') return String(cell)
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  const safe = dangerous.test(text) && !number.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The cell as it was before `csvRow` made it safe: what a mended file of ours is read back with. */
export function plainCell(text: string): string {
  return text.startsWith("'") && dangerous.test(text) ? text.slice(1) : text
}
