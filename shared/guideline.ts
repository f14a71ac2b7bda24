import Type from 'typebox'
import { Language } from './text.ts'

/** A clause keeps its id for ever; its number is computed from where it stands. */
export type ClauseText = { title: string; body: string }
/**
 * `hash`: what its authoritative text says. `meaning`: the hash of the text that first meant this; a change that is
 * `wording` keeps it, so that votes and decisions under the old words stand.
 */
export type ClauseHead = { id: string; number: string; level: number; hash: string; meaning: string }
/** How a clause differs from the version before; a clause that only got another number is not named. */
export const clauseChanges = ['new', 'meaning', 'wording', 'translation', 'gone'] as const
export type ClauseChange = (typeof clauseChanges)[number]
/** A published version: immutable. `bindsFrom` null binds from the first vote. */
export type GuidelineHead = {
  version: number
  hash: string
  bindsFrom: number | null
  publishedAt: number
  clauses: ClauseHead[]
  changes: Record<string, ClauseChange>
  /** Clauses that left the text in this version, and the clause their words went into. */
  gone: { id: string; into: string | null }[]
  /** What was not met when it was published all the same, with a reason. */
  overridden: PublishRequirement[]
}
/** What a version should have before it is published; what is missing can be overridden with a reason. */
export const publishRequirements = [
  'owners-approved',
  'no-blocking-comment',
  'proposals-answered',
  'translations-current',
] as const
export type PublishRequirement = (typeof publishRequirements)[number]
/** That whoever is behind a rater has read a version: it binds their later votes, before its moment if need be (law 5). */
export type Acknowledgement = { rater: string; version: number; at: number }
export type GuidelineFact =
  | { kind: 'guideline.published'; guideline: GuidelineHead }
  | { kind: 'guideline.acknowledged'; acknowledged: Acknowledgement[] }
  /** The draft was set from a file or to an older version. */
  | { kind: 'draft.set'; version: number | null; clauses: number }

export const GUIDELINE_LENGTH = 400_000
export const CLAUSES = 2000
const Closed = { additionalProperties: false }
const Markdown = Type.String({ minLength: 1, maxLength: GUIDELINE_LENGTH })
/** One Markdown text per language, the same headings in the same order. */
const Texts = Type.Object({ en: Type.Optional(Markdown), ja: Type.Optional(Markdown) }, Closed)
export const ClauseId = Type.String({ pattern: '^c_[a-z]{6}$' })
export const guidelineCommands = {
  /** Publishes the shared draft, or, where `texts` are given, a version straight from Markdown. */
  'guideline.publish': {
    input: Type.Object(
      {
        texts: Type.Optional(Texts),
        /** Which language binds; with the draft: the draft's own. */
        authoritative: Type.Optional(Language),
        /** `draftHash` of the draft that was looked at. */
        draft: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
        note: Type.String({ minLength: 1, maxLength: 2000 }),
        /** Changed clauses that mean what they meant. Every other change is one of meaning. */
        wording: Type.Optional(Type.Array(ClauseId, { maxItems: CLAUSES, uniqueItems: true })),
        bindsFrom: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
        /** Why it is published although something is missing. */
        reason: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
      },
      Closed,
    ),
    may: ['lead'],
    /** The version that was read, 0 where there was none. */
    ifMatch: true,
  },
  /** Whoever is behind a rater says that they have read a version. */
  'guideline.acknowledge': {
    input: Type.Object({ version: Type.Integer({ minimum: 1 }) }, Closed),
    may: ['rater'],
  },
  /** Sets the draft from Markdown: clauses met again by their heading keep their ids. */
  'draft.import': { input: Type.Object({ texts: Texts, authoritative: Language }, Closed), may: ['lead'] },
  /** Sets the draft to what a version said. */
  'draft.restore': { input: Type.Object({ version: Type.Integer({ minimum: 1 }) }, Closed), may: ['lead'] },
} as const

/**
 * The version a vote answers to: the one it names, else the newest that bound when it was cast or that its rater had
 * acknowledged by then, none where it was cast before the first bound, else (neither version nor time) the first, with
 * `known` false so that the why page can say so (law 5).
 */
export function bindingVersion(
  versions: readonly GuidelineHead[],
  vote: { version: number | null; at: number | null; rater?: string },
  acknowledged: readonly Acknowledgement[] = [],
): { version: GuidelineHead | undefined; known: boolean } {
  const named = versions.find((one) => one.version === vote.version)
  if (named) return { version: named, known: true }
  const sorted = [...versions].sort((a, b) => a.version - b.version)
  if (vote.at === null) return { version: sorted[0], known: false }
  const at = vote.at
  const read = new Set(
    acknowledged.filter((one) => one.rater === vote.rater && one.at <= at).map(({ version }) => version),
  )
  return {
    version: sorted
      .filter((one) => one.bindsFrom === null || one.bindsFrom <= at || read.has(one.version))
      .at(-1),
    known: true,
  }
}

/**
 * Levels without gaps and the numbers that follow from them: 1, 1.1, 1.2, 2 … No clause hangs below one that is not there,
 * and two of one level, with none above between them, are neighbours.
 */
export function clauseNumbers(levels: readonly number[]): { level: number; number: string }[] {
  const above: number[] = []
  const counters: number[] = []
  return levels.map((wanted) => {
    while (above.length > 0 && above.at(-1)! >= wanted) above.pop()
    const level = above.push(wanted)
    counters.length = Math.min(counters.length, level)
    counters[level - 1] = (counters[level - 1] ?? 0) + 1
    return { level, number: counters.join('.') }
  })
}

/**
 * What a version or a draft says, as Markdown that `parseClauses` reads back word for word. A heading that would be
 * read otherwise (as the document's title, with its number taken off) says `{.clause}`, Pandoc's way of naming a class.
 */
export function writeClauses(clauses: readonly { level: number; title: string; body: string }[]): string {
  const [first] = clauses
  const tops = clauses.filter(({ level }) => level === 1).length
  const titled = clauses.length > 1 && tops === 1 && first?.level === 1 && first.body.trim() === ''
  return clauses
    .map(({ level, title, body }, i) => {
      const words = title.replace(/\s*\n\s*/g, ' ').trim()
      const plain = `${'#'.repeat(level)} ${words}`
      const [read] = headingsOf([plain])
      const alone = read?.text === words && !TYPED.test(words) && !(titled && i === 0)
      return `${alone ? plain : `${plain} {.clause}`}\n${body ? `\n${withinBody(body)}\n` : ''}`
    })
    .join('\n')
}

/** Pandoc's mark of a heading that is not counted: in a clause's body it keeps a heading from being a clause. */
const UNCOUNTED = /^(\s{0,3}#{1,6}\s.*?)\s*\{-\}\s*$/
const COUNTED = /^(#{1,6})\s+(.*?)\s*\{\.clause\}\s*$/
/** A number that a writer typed before the words. */
const TYPED = /^(\d+(?:\.\d+)*)(\.?)\s+(?=\S)/

function withinBody(body: string): string {
  const lines = body.split('\n')
  const { inside, open } = fencesOf(lines)
  const headings = new Set(headingsOf(lines).map(({ line }) => line))
  const marked = lines.map((content, line) =>
    headings.has(line) || (!inside[line] && UNCOUNTED.test(content)) ? `${content.trimEnd()} {-}` : content,
  )
  // A fence that nobody closed would swallow the clauses that follow.
  return [...marked, ...(open ? [open] : [])].join('\n')
}

export type ParsedClause = { level: number; number: string; title: string; body: string }

/**
 * Markdown's headings become clauses. A single top heading that opens the text, says nothing itself and has others below
 * it is the document's title, not clause 1; what stands before the first heading is the preamble, which no clause holds.
 */
export function parseClauses(markdown: string): { title: string; preamble: string; clauses: ParsedClause[] } {
  const lines = markdown
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
  const { inside } = fencesOf(lines)
  const between = (from: number, to: number | undefined) =>
    lines
      .slice(from, to)
      .map((content, i) => (inside[from + i] ? content : content.replace(UNCOUNTED, '$1')))
      .join('\n')
      .trim()
  const headings = headingsOf(lines)
  const preamble = between(0, headings[0]?.line)
  const depths = [...new Set(headings.map(({ depth }) => depth))].sort((a, b) => a - b)
  const [first, second] = headings
  const titled =
    second !== undefined &&
    !first!.counted &&
    headings.filter(({ depth }) => depth <= first!.depth).length === 1 &&
    between(first!.line + 1, second.line) === ''
  const title = titled ? headings.shift()!.text : ''
  if (titled) depths.shift()
  const numbers = clauseNumbers(headings.map(({ depth }) => depths.indexOf(depth) + 1))
  const allTyped = headings.length > 1 && headings.every(({ text }) => TYPED.test(text))
  const clauses = headings.map((heading, i) => ({
    ...numbers[i]!,
    title: heading.counted ? heading.text : unnumbered(heading.text, numbers[i]!.number, allTyped),
    body: between(heading.line + 1, headings[i + 1]?.line),
  }))
  return { title, preamble, clauses }
}

/** Without the number a writer typed: "1. Scope" and, where it is the clause's own or all have one, "1.2 Scope"; "2024 rules" stays. */
const unnumbered = (text: string, number: string, allTyped: boolean): string =>
  text.replace(TYPED, (typed, own: string, dot: string) => (dot || own === number || allTyped ? '' : typed))

/** Which lines stand in fenced code (CommonMark 4.5), and the fence that is still open at the end. */
function fencesOf(lines: readonly string[]): { inside: boolean[]; open: string | null } {
  let open: string | null = null
  const inside = lines.map((content) => {
    const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(content) ?? []
    if (open === null) {
      if (fence && !(fence.startsWith('`') && info.includes('`'))) open = fence
      return open !== null
    }
    if (fence.startsWith(open) && !info.trim()) open = null
    return true
  })
  return { inside, open }
}

/** Headings outside fenced code; `counted`: it says of itself that it is a clause, and its words are taken as they are. */
function headingsOf(
  lines: readonly string[],
): { depth: number; line: number; text: string; counted: boolean }[] {
  const { inside } = fencesOf(lines)
  return lines.flatMap((content, line) => {
    if (inside[line] || UNCOUNTED.test(content)) return []
    const counted = COUNTED.exec(content)
    const heading = counted ?? /^(#{1,6})\s+(.+?)(?:\s+#+)?\s*$/.exec(content)
    return heading
      ? [{ depth: heading[1]!.length, line, text: heading[2]!.trim(), counted: counted !== null }]
      : []
  })
}
