import { textHash } from './draft.ts'
import type { ClauseChange, ClauseText } from './guideline.ts'
import type { Said } from './publish.ts'
import { type Language, languages } from './text.ts'

/** A clause as one of two texts has it; `meaning` is known where it was published. */
type Compared = Said & { meaning?: string }
type Side = { number: string; texts: Partial<Record<Language, ClauseText>> } | null
export type CompareRow = { id: string; was: Side; now: Side; change: ClauseChange | null; moved: boolean }
type Text = { authoritative: Language; clauses: readonly Compared[] }

/**
 * Two texts clause by clause, in reading order: that of the later one, with what left it where it stood. A clause moved
 * when it hangs elsewhere or passed others, not when its number changed because others came or went.
 */
export function compareTexts(was: Text, now: Text): CompareRow[] {
  const before = new Map(was.clauses.map((clause) => [clause.id, clause]))
  const after = new Map(now.clauses.map((clause) => [clause.id, clause]))
  const stayed = inPlace(was.clauses, now.clauses)
  const [above, below] = [parents(was.clauses), parents(now.clauses)]
  const row = (id: string): CompareRow => {
    const [old, next] = [before.get(id), after.get(id)]
    return {
      id,
      was: sideOf(old),
      now: sideOf(next),
      change: changeOf(old, next, now.authoritative, was.authoritative),
      moved: Boolean(old && next) && (!stayed.has(id) || above.get(id) !== below.get(id)),
    }
  }
  return readingOrder(was.clauses, now.clauses).map(row)
}

const sideOf = (clause: Compared | undefined): Side =>
  clause ? { number: clause.number, texts: clause.texts } : null

function changeOf(
  old: Compared | undefined,
  next: Compared | undefined,
  authoritative: Language,
  before: Language,
): ClauseChange | null {
  if (!old) return 'new'
  if (!next) return 'gone'
  if (textHash(old.texts[before]) !== textHash(next.texts[authoritative]))
    return next.meaning !== undefined && next.meaning === old.meaning ? 'wording' : 'meaning'
  const other = languages.some((language) => textHash(old.texts[language]) !== textHash(next.texts[language]))
  return other ? 'translation' : null
}

/** What each clause hangs below; '' for the top. */
function parents(clauses: readonly Compared[]): Map<string, string> {
  const path: string[] = []
  return new Map(
    clauses.map(({ id, level }) => {
      path.length = Math.min(path.length, level - 1)
      const parent = path.at(-1) ?? ''
      path.push(id)
      return [id, parent]
    }),
  )
}

/** The most clauses that stand in the same order in both: the longest increasing subsequence of their old places. */
function inPlace(was: readonly Compared[], now: readonly Compared[]): Set<string> {
  const place = new Map(was.map(({ id }, i) => [id, i]))
  const common = now.filter(({ id }) => place.has(id)).map(({ id }) => id)
  const at = (i: number) => place.get(common[i]!)!
  const ends: number[] = []
  const previous = common.map((_id, i) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(ends[middle]!) < at(i)) low = middle + 1
      else high = middle
    }
    ends[low] = i
    return low > 0 ? ends[low - 1]! : -1
  })
  const kept = new Set<string>()
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i]!) kept.add(common[i]!)
  return kept
}

/** The later order; a clause that left comes after the one it followed. */
function readingOrder(was: readonly Compared[], now: readonly Compared[]): string[] {
  const standing = new Set(now.map(({ id }) => id))
  const left = new Map<string, string[]>()
  let anchor = ''
  for (const { id } of was)
    if (standing.has(id)) anchor = id
    else left.set(anchor, [...(left.get(anchor) ?? []), id])
  return [...(left.get('') ?? []), ...now.flatMap(({ id }) => [id, ...(left.get(id) ?? [])])]
}
