import Type from 'typebox'
import { Language } from './text.ts'

/** A clause keeps its id for ever; its number is computed from where it stands. */
export type ClauseText = { title: string; body: string }
export type ClauseHead = { id: string; number: string; level: number; hash: string }
/** A published version: immutable. `bindsFrom` null binds from the first vote. */
export type GuidelineHead = {
  version: number
  hash: string
  bindsFrom: number | null
  publishedAt: number
  clauses: ClauseHead[]
}
export type GuidelineFact = { kind: 'guideline.published'; guideline: GuidelineHead }

export const GUIDELINE_LENGTH = 400_000
export const CLAUSES = 2000
const Closed = { additionalProperties: false }
const Markdown = Type.String({ minLength: 1, maxLength: GUIDELINE_LENGTH })
export const guidelineCommands = {
  'guideline.publish': {
    input: Type.Object(
      {
        /** One Markdown text per language, the same headings in the same order; `authoritative` names the one that binds. */
        texts: Type.Object({ en: Type.Optional(Markdown), ja: Type.Optional(Markdown) }, Closed),
        authoritative: Language,
        note: Type.String({ minLength: 1, maxLength: 2000 }),
        bindsFrom: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
      },
      Closed,
    ),
    may: ['lead'],
    /** The version that was read, 0 where there was none. */
    ifMatch: true,
  },
} as const

/**
 * The version a vote answers to: the one it names, else the newest that bound when it was cast, none where it was cast
 * before the first bound, else (neither version nor time) the first, with `known` false so that the why page can say so (law 5).
 */
export function bindingVersion(
  versions: readonly GuidelineHead[],
  vote: { version: number | null; at: number | null },
): { version: GuidelineHead | undefined; known: boolean } {
  const named = versions.find((one) => one.version === vote.version)
  if (named) return { version: named, known: true }
  const sorted = [...versions].sort((a, b) => a.version - b.version)
  if (vote.at === null) return { version: sorted[0], known: false }
  const at = vote.at
  return {
    version: sorted.filter((one) => one.bindsFrom === null || one.bindsFrom <= at).at(-1),
    known: true,
  }
}

export type ParsedClause = { level: number; number: string; title: string; body: string }

/**
 * Markdown's headings become clauses. A single top heading that opens the text and has others below it is the
 * document's title, not clause 1; what stands before the first clause is the preamble.
 */
export function parseClauses(markdown: string): { title: string; preamble: string; clauses: ParsedClause[] } {
  const lines = markdown.replace(/\r\n?/g, '\n').split('\n')
  const headings = headingsOf(lines)
  const depths = [...new Set(headings.map(({ depth }) => depth))].sort((a, b) => a - b)
  const titled =
    depths.length > 1 &&
    headings[0]!.depth === depths[0] &&
    headings.filter(({ depth }) => depth === depths[0]).length === 1
  const title = titled ? headings.shift()! : undefined
  if (titled) depths.shift()
  const counters: number[] = []
  const clauses = headings.map((heading, i) => {
    const level = depths.indexOf(heading.depth) + 1
    counters.length = level
    counters[level - 1] = (counters[level - 1] ?? 0) + 1
    for (let i = 0; i < level; i++) counters[i] ??= 1
    const body = lines
      .slice(heading.line + 1, headings[i + 1]?.line ?? lines.length)
      .join('\n')
      .trim()
    return { level, number: counters.join('.'), title: heading.text, body }
  })
  const preamble = lines
    .slice(title ? title.line + 1 : 0, headings[0]?.line ?? lines.length)
    .join('\n')
    .trim()
  return { title: title?.text ?? '', preamble, clauses }
}

/** Headings outside fenced code, without the number a writer may have typed before the words. */
function headingsOf(lines: readonly string[]): { depth: number; line: number; text: string }[] {
  let fence = false
  return lines.flatMap((content, line) => {
    if (/^\s*(```|~~~)/.test(content)) fence = !fence
    const heading = fence ? null : /^(#{1,6})\s+(.+?)\s*#*\s*$/.exec(content)
    return heading
      ? [{ depth: heading[1]!.length, line, text: heading[2]!.replace(/^(\d+\.)*\d+\.?\s+/, '') }]
      : []
  })
}
