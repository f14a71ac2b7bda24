import { m } from '#lib/paraglide/messages.js'
import type { CitationSignal, PrecedentSignal } from '#shared/citation.ts'

/** Each signal has a shape of its own, so that none is told by its colour. The gravest comes last. */
export const signals = ['followed', 'distinguished', 'questioned', 'superseded'] as const
export const signalShape: Record<PrecedentSignal, string> = {
  followed: '◆',
  distinguished: '▲',
  questioned: '■',
  superseded: '⬣',
}
const words: Record<PrecedentSignal, [() => string, (of: { count: number }) => string]> = {
  followed: [m.signal_followed, m.signal_followed_count],
  distinguished: [m.signal_distinguished, m.signal_distinguished_count],
  questioned: [m.signal_questioned, m.signal_questioned_count],
  superseded: [m.signal_superseded, m.signal_superseded_count],
}
export const signalWord = (signal: PrecedentSignal): string => words[signal][0]()
export const signalCount = (signal: PrecedentSignal, count: number): string => words[signal][1]({ count })

const said: Record<CitationSignal, [own: () => string, other: () => string, line: () => string]> = {
  followed: [m.signal_follows, m.signal_follows_other, m.signal_follows_line],
  distinguished: [m.signal_distinguishes, m.signal_distinguishes_other, m.signal_distinguishes_line],
  questioned: [m.signal_doubts, m.signal_doubts_other, m.signal_doubts_line],
}
/** What a panel says of a decision: "This panel follows it"; of `other` panels, what a later one says. */
export const sayingWord = (signal: CitationSignal, other = false): string => said[signal][other ? 1 : 0]()
export const sayingLine = (signal: CitationSignal): string => said[signal][2]()
