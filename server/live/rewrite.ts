import { diffChars, diffLines, diffWordsWithSpace } from 'diff'
import type * as Y from 'yjs'

/** Texts up to this long are compared letter by letter, longer ones by words. */
const SHORT = 200
/** How far apart two texts may be before they are compared more roughly. */
const EDITS = 1000
/** How long the comparing of two texts may take, ms, for it cannot be interrupted. */
const AT_ONCE_MS = 15
/** How long all the comparing of one change may still take, ms: after it whole passages are replaced. */
export type Patience = { left: number }

type Part = { value: string; added: boolean; removed: boolean }

/** Makes a text say something else, and touches only what differs: what hangs on the other words stays where it is. */
export function rewrite(text: Y.Text, next: string, patience: Patience): void {
  const was = text.toString()
  if (was === next || was.trim() === next) return
  const { start, end } = alike(was, next)
  let at = start
  for (const { value, added, removed } of partsOf(
    was.slice(start, was.length - end),
    next.slice(start, next.length - end),
    patience,
  )) {
    if (added) text.insert(at, value)
    if (removed) text.delete(at, value.length)
    else at += value.length
  }
}

function partsOf(was: string, next: string, patience: Patience): Part[] {
  const { left } = patience
  const since = performance.now()
  const options = { maxEditLength: EDITS, timeout: Math.max(0, Math.min(left, AT_ONCE_MS)) }
  const short = was.length <= SHORT && next.length <= SHORT
  const found =
    left > 0 && was && next
      ? short
        ? diffChars(was, next, options)
        : (diffWordsWithSpace(was, next, options) ?? diffLines(was, next, options))
      : undefined
  patience.left -= performance.now() - since
  return found ?? [removal(was), addition(next)].filter(({ value }) => value)
}
const removal = (value: string): Part => ({ value, added: false, removed: true })
const addition = (value: string): Part => ({ value, added: true, removed: false })

/** How much two texts have in common at their beginning and end, without cutting a letter in two. */
function alike(a: string, b: string): { start: number; end: number } {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  if (isHalf(a, start) || isHalf(b, start)) start--
  let end = 0
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  if (isHalf(a, a.length - end) || isHalf(b, b.length - end)) end--
  return { start, end }
}

/** Whether a cut here would part the two units of one letter. */
const isHalf = (text: string, at: number): boolean =>
  /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '')
