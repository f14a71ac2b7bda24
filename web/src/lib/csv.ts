import { csvMark, csvRow } from '#shared/csv.ts'

/** Rows as a CSV that Excel opens rightly. */
export const csvOf = (rows: readonly (readonly string[])[]): string => csvMark + rows.map(csvRow).join('')

/** Hands a text to the person as a file. */
export function download(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers begin the download only after this turn of the loop.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
