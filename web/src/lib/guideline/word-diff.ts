import { diffLines, diffWords, diffWordsWithSpace } from 'diff'
import type { Language } from '#shared/text.ts'

/** A stretch of two texts: in both, only in the one before, or only in the one after. */
export type Piece = { kind: 'same' | 'del' | 'ins'; text: string }
/** What went and what came at one place, and what both say after it. */
type Step = { del: string; ins: string; same: string }

/** Longest search for the fewest changed words, ms; two texts that have little in common are compared by lines. */
const PATIENCE = 300
const segmenters = new Map<Language, Intl.Segmenter>()
const segmenterOf = (language: Language) =>
  segmenters.get(language) ??
  segmenters.set(language, new Intl.Segmenter(language, { granularity: 'word' })).get(language)!

/** What changed from one text to the other, word by word; Japanese words are found by the segmenter. */
export function wordDiff(was: string, now: string, language: Language): Piece[] {
  if (was === now) return now === '' ? [] : [{ kind: 'same', text: plain(now) }]
  // Where nothing but the Markdown differs, it is the Markdown that is shown.
  const [before, after] = plain(was) === plain(now) ? [was, now] : [plain(was), plain(now)]
  return pieces(before, after, language)
}

/** Examples as they are read: by their sign, and a real item by its name alone. */
const plain = (text: string): string =>
  text.replace(/\[([^\]\n]+)\]\(item:[a-z]+\)/g, '$1').replace(/^- (?=[✓✗◇])/gm, '')

function pieces(was: string, now: string, language: Language): Piece[] {
  const how = { intlSegmenter: segmenterOf(language), timeout: PATIENCE }
  const words = diffWords(was, now, how)
  // Space alone may differ, as where a paragraph was parted in two; then the space is what is shown.
  const spaced = words && !words.some(({ added, removed }) => added || removed)
  const parts = (spaced ? diffWordsWithSpace(was, now, how) : words) ?? diffLines(was, now)
  const steps: Step[] = [{ del: '', ins: '', same: '' }]
  for (const { added, removed, value } of parts) {
    if (!added && !removed) steps.at(-1)!.same += value
    else if (steps.at(-1)!.same !== '') steps.push({ del: '', ins: '', same: '' })
    if (added) steps.at(-1)!.ins += value
    if (removed) steps.at(-1)!.del += value
  }
  return whole(steps).flatMap(({ del, ins, same }) => [
    ...(del ? [{ kind: 'del' as const, text: del }] : []),
    ...(ins ? [{ kind: 'ins' as const, text: ins }] : []),
    ...(same ? [{ kind: 'same' as const, text: same }] : []),
  ])
}

/**
 * A sentence written anew shares some words with the old one by chance. What both say counts as changed where it is
 * shorter than what changed on either side (the semantic clean-up of Fraser's diff-match-patch).
 */
function whole(steps: readonly Step[]): Step[] {
  const kept: Step[] = []
  for (const step of steps) {
    kept.push({ ...step })
    while (kept.length > 1) {
      const [before, after] = [kept.at(-2)!, kept.at(-1)!]
      const { length } = before.same
      const weight = ({ del, ins }: Step) => Math.max(del.length, ins.length)
      if (before.same.includes('\n') || length > weight(before) || length > weight(after)) break
      const joined = {
        del: before.del + before.same + after.del,
        ins: before.ins + before.same + after.ins,
        same: after.same,
      }
      kept.splice(-2, 2, joined)
    }
  }
  return kept
}
