/**
 * Examples in a clause are list lines of its body that begin with a sign: right, wrong, or an edge case. One that is a
 * real item links to it: `- ✓ Slurred speech, told to call: [med-009](item:abcdefghij)`.
 */
export const signs = ['✓', '✗', '◇'] as const
export type Sign = (typeof signs)[number]
/** `item`: the real item it is, by its id. */
export type Example = { sign: Sign; words: string; item: string | null }

const LINE = /^\s*[-*+]\s+([✓✗◇])\s+(.*)$/
const ITEM = /\[([^\]]*)\]\(item:([a-z]{10})\)/

/** The examples of a clause's body, in their order; none from within fenced code. */
export function examplesIn(body: string): Example[] {
  let fence = false
  return body.split('\n').flatMap((line) => {
    if (/^\s*(```|~~~)/.test(line)) fence = !fence
    const found = fence ? null : LINE.exec(line)
    if (!found) return []
    const words = found[2]!.trim()
    return [{ sign: found[1] as Sign, words, item: ITEM.exec(words)?.[2] ?? null }]
  })
}
