import { readableRounds, sightOf, type Viewer } from './dispute-view.ts'
import type { DisputeRecord } from './record.ts'
import type { Language } from './text.ts'
import { rationaleHeadings as en } from './words/rationale.en.ts'
import { rationaleHeadings as ja } from './words/rationale.ja.ts'

/**
 * The text in which a panel reasons its decision together. A dispute has one for each time it is decided: number `n` is
 * written after `n` signings, so what is reopened begins a fresh one and the old stays as it was signed.
 */
export type RationaleId = { dispute: string; n: number }
export const rationaleId = ({ dispute, n }: RationaleId): string => `${dispute}-${n}`
export function readRationaleId(id: string): RationaleId | null {
  const parts = /^([a-z]{10})-(0|[1-9]\d{0,3})$/.exec(id)
  return parts ? { dispute: parts[1]!, n: Number(parts[2]) } : null
}

/**
 * The rounds that were signed and left, in their order. A decision pulled from the consent list is signed and yet lies
 * open again in its own round: it is written up in the same text.
 */
const signedRounds = (dispute: DisputeRecord): number[] => [
  ...new Set(
    Object.values(dispute.decisions)
      .filter(({ state }) => state !== 'drafted')
      .map(({ round }) => round)
      .filter((round) => round < dispute.round || dispute.state === 'decided')
      .sort((a, b) => a - b),
  ),
]

/** The number of the text that belongs to this moment: the one being written, or, once decided, the one that was signed. */
export function rationaleNow(dispute: DisputeRecord): number {
  const signed = signedRounds(dispute).length
  return dispute.state === 'decided' ? Math.max(0, signed - 1) : signed
}

/** The opened rounds that text `n` reasons about; none before they are opened. */
function roundsOf(dispute: DisputeRecord, n: number): number[] {
  const signed = signedRounds(dispute)
  if (n > signed.length) return []
  const opened =
    dispute.state === 'revealed' || dispute.state === 'decided' ? dispute.round : dispute.round - 1
  const [first, last] = [(signed[n - 1] ?? 0) + 1, signed[n] ?? opened]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}

/** Whether text `n` exists: it opens with the first reveal after the signing before it (law 1). */
export const rationaleOpen = (dispute: DisputeRecord, n: number): boolean => roundsOf(dispute, n).length > 0

/** Its seats, leads, owners and auditors read it, once they may read every ballot it speaks of. */
export function mayRead(dispute: DisputeRecord, viewer: Viewer, n: number): boolean {
  const rounds = roundsOf(dispute, n)
  return (
    dispute.state !== 'withdrawn' &&
    rounds.length > 0 &&
    sightOf(dispute, viewer) !== 'outside' &&
    rounds.every(readableRounds(dispute, viewer))
  )
}

/** While the ballots lie open: whoever sat and cast in this round, leads and owners. */
export function mayWrite(dispute: DisputeRecord, viewer: Viewer, n: number): boolean {
  if (dispute.state !== 'revealed' || n !== rationaleNow(dispute) || !mayRead(dispute, viewer, n))
    return false
  const cast = Object.values(dispute.ballots).some(
    ({ round, seat }) =>
      round === dispute.round &&
      dispute.seats[seat]?.member === viewer.id &&
      dispute.seats[seat]?.state === 'seated',
  )
  return cast || viewer.owner || viewer.roles.includes('lead')
}

/** How a fresh text begins, in the language of its item. */
export const firstRationale = (language: string | null): string =>
  headings[language === 'ja' || language?.startsWith('ja-') ? 'ja' : 'en']
    .map((words) => `## ${words}\n\n`)
    .join('\n')
const headings: Record<Language, readonly string[]> = { en, ja }

/** Nothing but its headings: nobody has written anything yet. */
export const isUnwritten = (text: string): boolean =>
  [en, ja].some((words) => text.replace(/[#\s]/g, '') === words.join('').replace(/[#\s]/g, ''))
