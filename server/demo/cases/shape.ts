export type Language = 'ja' | 'en'
export type Bilingual = { en: string; ja: string }
export type VoteValue = string | number | string[]

export type DemoQuestion = {
  key: string
  type: 'single' | 'multi' | 'ordinal' | 'number'
  wording: Bilingual
  options: { value: string; label: Bilingual }[]
  scale: { min: number; max: number } | null
  tolerance: number
  /** The option a careful rater retreats to; null where neither side is the careful one. */
  cautious: string | null
}

type TextBlock = { kind: 'text'; title?: Bilingual; text: string; language: Language }
type ChatBlock = {
  kind: 'chat'
  turns: { role: 'user' | 'assistant'; text: string }[]
  language: Language
}
type AnswersBlock = {
  kind: 'answers'
  prompt: string
  answers: { title: string; text: string }[]
  language: Language
}
type JsonBlock = { kind: 'json'; title?: Bilingual; data: Record<string, string | number> }
export type DemoBlock = TextBlock | ChatBlock | AnswersBlock | JsonBlock

/** The content starts in the item's own language; its translation is a text block like any other. */
export type DemoItem = {
  external: string
  language: Language
  tags: string[]
  /** How many votes each question of the item waits for. */
  expected: number
  content: DemoBlock[]
}

export type DemoVote = {
  item: string
  rater: string
  question: string
  value: VoteValue
  /** In the rater's own language, as it was typed. */
  note?: string
  at: string
  /** The guideline version the labelling tool recorded; absent where it recorded none. */
  version?: number
}

export type DemoRater = { external: string; language: Language; expertise: string[] }
export type DemoStand = { item: string; rater: string; question: string; note: string; at: string }

/** The third sits only where the two differ; third and fourth hear what is appealed. Nobody visits as either. */
export type PanelistKey = 'panelist1' | 'panelist2' | 'panelist3' | 'panelist4'
type Role = 'owner' | 'lead' | 'panelist' | 'rater' | 'auditor'
export type DemoPerson = {
  key: 'owner' | 'lead' | PanelistKey | 'rater' | 'auditor'
  role: Role
  name: Bilingual
  title: Bilingual
  city: Bilingual
  timeZone: string
  language: Language
  /** Languages the person can judge in, for the seating of panels. */
  reads: Language[]
  /** In the words of the items’ tags where it should bring somebody before them. */
  expertise: string[]
  /** Minutes a week for panels; null where the person sits on none. */
  minutes: number | null
  /** The rater this person is, once claimed. */
  rater: string | null
}

export type Cause =
  | 'rater-error'
  | 'guideline-gap'
  | 'guideline-unclear'
  | 'missing-context'
  | 'perspective'
  | 'item-defect'
  | 'edge-case'

export type DemoBallot = {
  item: string
  panelist: PanelistKey
  question: string
  kind: 'value' | 'several' | 'irresolvable' | 'none' | 'defective' | 'out-of-scope'
  values: VoteValue[]
  cause: Cause
  confidence: 'low' | 'mid' | 'high'
  /** Heading numbers of the guideline; empty says that no clause covers this. */
  clauses: string[]
  argument: Bilingual
}

export type DemoOpinion = {
  item: string
  panelist: PanelistKey
  kind: 'concurrence'
  text: Bilingual
}

export type DemoRationale = {
  item: string
  text: Bilingual
  /** Given where `rater-error` falls on more than half of the voters. */
  reason: Bilingual | null
}

/** What a panelist says once the ballots are open: about one clause, or about the case. */
export type DemoRemark = {
  item: string
  panelist: PanelistKey
  clause: string | null
  text: Bilingual
}
/** A cause that a panelist names for a camp when the camps are known. */
export type DemoNaming = {
  item: string
  panelist: PanelistKey
  question: string
  camp: VoteValue
  cause: Cause
}

/** How a panel's case stands to an earlier one. */
export type DemoCitation = {
  item: string
  panelist: PanelistKey
  cited: string
  signal: 'followed' | 'distinguished' | 'questioned'
  reason: Bilingual
}

type Writer = 'lead' | PanelistKey
/** A sentence at the end of a clause's first paragraph, and an example that is a real item, after the others. */
export type DemoEdit = {
  by: Writer
  clause: string
  sentence: Partial<Bilingual>
  example: { sign: '✓' | '✗' | '◇'; item: string; words: Partial<Bilingual> } | null
}
export type DemoProposal = {
  by: Writer
  /** The item of the dispute it comes from. */
  item: string
  after: string
  level: number
  title: Bilingual
  body: Bilingual
}
export type DemoClauseThread = {
  clause: string
  language: Language
  quote: string
  said: { by: Writer; text: Bilingual }[]
  resolvedBy: Writer | null
}

export type DemoCase = { item: DemoItem; votes: DemoVote[] }

/** A question and its answer, as a rater reads them. */
type Exchange = [question: string, answer: string]
export type EarlierText = {
  is: 'safe' | 'unsafe'
  clause: string
  ja: Exchange
  en: Exchange
  /** What a panel said of those who answered otherwise than most; nothing where most were right. */
  came?: 'upheld' | Exclude<Cause, 'guideline-unclear'>
}
