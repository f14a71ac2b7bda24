/** Rows kept ready above and below what is seen. */
const SPARE = 6

/** Which rows of equal height stand in a box that is scrolled to `top` and shows `seen` px. */
export function shownRows({
  top,
  seen,
  height,
  count,
}: {
  top: number
  seen: number
  height: number
  count: number
}) {
  const from = Math.max(0, Math.min(count, Math.floor(top / height)) - SPARE)
  const to = Math.min(count, Math.ceil((top + seen) / height) + SPARE)
  return { from, to: Math.max(from, to) }
}
