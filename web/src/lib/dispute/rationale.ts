const heading = /^#{1,6}\s/

/**
 * A rationale as it is read: its headings below the page's own, and none under which nothing stands. What was signed
 * stays as it is.
 */
export function shownRationale(text: string): string {
  const lines = text.split('\n')
  const filled = (i: number): boolean => {
    const next = lines.slice(i + 1).find((line) => line.trim() !== '')
    return next !== undefined && !heading.test(next)
  }
  return lines
    .filter((line, i) => !heading.test(line) || filled(i))
    .map((line) => line.replace(/^#{1,2}(?=\s)/, '###'))
    .join('\n')
}
