import Type from 'typebox'
import { Id, oneOf } from './text.ts'

/** What a panel says of an earlier decision: it follows it, its own case differs, or it doubts it. */
export const citationSignals = ['followed', 'distinguished', 'questioned'] as const
export type CitationSignal = (typeof citationSignals)[number]
/** How a decision stands among those that cite it; superseded is what became of it. Null: nobody has spoken of it. */
export type PrecedentSignal = CitationSignal | 'superseded'
/** A dispute's word on the decision of another item. `by`: who said it for the panel. */
export type CitationRecord = {
  id: string
  dispute: string
  decision: string
  signal: CitationSignal
  by: string
  at: number
}

const Closed = { additionalProperties: false }
export const citationCommands = {
  'precedent.cite': {
    input: Type.Object(
      { dispute: Id, decision: Id, signal: oneOf(citationSignals), reason: Type.String({ maxLength: 2000 }) },
      Closed,
    ),
    may: ['panelist', 'lead'],
  },
  'precedent.uncite': {
    input: Type.Object({ dispute: Id, decision: Id }, Closed),
    may: ['panelist', 'lead'],
  },
} as const

export type CitationFact =
  | { kind: 'precedent.cited'; citation: CitationRecord }
  | { kind: 'precedent.uncited'; citation: string }

/** The signal of a decision, the gravest first: it was superseded, somebody doubts it, differs from it, follows it. */
export function signalOf(
  state: 'signed' | 'superseded',
  signals: readonly CitationSignal[],
): PrecedentSignal | null {
  if (state === 'superseded') return 'superseded'
  return (
    (['questioned', 'distinguished', 'followed'] as const).find((signal) => signals.includes(signal)) ?? null
  )
}
