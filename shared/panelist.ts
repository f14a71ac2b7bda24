import Type from 'typebox'
import { Id } from './text.ts'

/** What seating knows of a panelist. Languages as items name them; none means any. Minutes a week; null: the policy's. */
export type PanelistRecord = {
  languages: string[]
  expertise: string[]
  minutes: number | null
  /** Whether they have said which raters they are: nobody sits before that (law 2). */
  declared: boolean
  raters: string[]
  /** The one dispute a guest may sit in. */
  guest: string | null
}
export const unknownPanelist: PanelistRecord = {
  languages: [],
  expertise: [],
  minutes: null,
  declared: false,
  raters: [],
  guest: null,
}

const Closed = { additionalProperties: false }
const Word = Type.String({ minLength: 1, maxLength: 60 })
/** Rater ids as the labelling tool writes them. */
const External = Type.String({ minLength: 1, maxLength: 300 })

export const panelistCommands = {
  'panelist.describe': {
    input: Type.Object(
      {
        /** Oneself where nobody is named; only a lead names another. */
        member: Type.Optional(Id),
        languages: Type.Array(Type.String({ minLength: 2, maxLength: 35 }), {
          maxItems: 20,
          uniqueItems: true,
        }),
        expertise: Type.Array(Word, { maxItems: 30, uniqueItems: true }),
        minutes: Type.Union([Type.Integer({ minimum: 5, maximum: 3000 }), Type.Null()]),
      },
      Closed,
    ),
    may: ['panelist', 'lead'],
  },
  'panelist.declare': {
    input: Type.Object({ raters: Type.Array(External, { maxItems: 200, uniqueItems: true }) }, Closed),
    may: ['panelist'],
  },
} as const

export type PanelistFact =
  | {
      kind: 'panelist.described'
      member: string
      languages: string[]
      expertise: string[]
      minutes: number | null
    }
  /** `raters`: those of the declared that this project knows. */
  | { kind: 'panelist.declared'; member: string; raters: string[] }
  /** Sits in that one dispute alone; null: in the whole project from now on. */
  | { kind: 'guest.joined'; member: string; guest: string | null }

/** Why somebody cannot take a seat, in the order in which it is said. */
export type Unfit = 'sat-before' | 'barred' | 'undeclared' | 'new-panelist' | 'conflict' | 'language'

/** Who may sit (law 2): whoever has declared, is done with their first cases, did not vote on the item, reads its language, has not sat here before and had no part in what is heard again. */
export function unfit(
  panelist: Pick<PanelistRecord, 'declared' | 'languages'>,
  about: { satBefore: boolean; barred?: boolean; isNew?: boolean; voted: boolean; language: string | null },
): Unfit | null {
  if (about.satBefore) return 'sat-before'
  if (about.barred) return 'barred'
  if (!panelist.declared) return 'undeclared'
  if (about.isNew) return 'new-panelist'
  if (about.voted) return 'conflict'
  return readsLanguage(panelist.languages, about.language) ? null : 'language'
}

/** By primary subtag: who reads `en` reads `en-GB`. No language named, of the panelist or the item, is any. */
function readsLanguage(languages: readonly string[], language: string | null): boolean {
  if (languages.length === 0 || language === null || language === '') return true
  return languages.some((one) => primary(one) === primary(language))
}
const primary = (tag: string) => tag.trim().toLowerCase().split(/[-_]/)[0]!

/** Minutes that one who could sit gives in a week, what of this week's is used, and seats not yet decided. */
export type Workload = { perWeek: number; used: number; load: number }
/** `notBlind`: a ballot of theirs would be reported apart. */
type Able = Workload & { expertise: readonly string[]; notBlind: boolean; chance: string }

/** Who is asked first: those with minutes left this week, then those who would sit blind, then shared expertise, then the least load for their minutes, then chance. */
export function seatingOrder(tags: readonly string[], needed: number): (a: Able, b: Able) => number {
  const wanted = new Set(tags.map(folded))
  const full = (one: Able) => (one.used + needed <= one.perWeek ? 0 : 1)
  const shared = (one: Able) => new Set(one.expertise.map(folded).filter((word) => wanted.has(word))).size
  return (a, b) =>
    full(a) - full(b) ||
    Number(a.notBlind) - Number(b.notBlind) ||
    shared(b) - shared(a) ||
    a.load / a.perWeek - b.load / b.perWeek ||
    (a.chance < b.chance ? -1 : 1)
}
const folded = (word: string) => word.normalize('NFKC').trim().toLowerCase()

export type Panelists = Record<string, PanelistRecord>
export function applyPanelist(panelists: Panelists, fact: PanelistFact): Panelists {
  const { kind, member, ...said } = fact
  const known = panelists[member] ?? unknownPanelist
  switch (fact.kind) {
    case 'panelist.described':
      return { ...panelists, [member]: { ...known, ...(said as typeof fact) } }
    case 'panelist.declared':
      return { ...panelists, [member]: { ...known, declared: true, raters: fact.raters } }
    case 'guest.joined':
      return { ...panelists, [member]: { ...known, guest: fact.guest } }
  }
}
