import { m } from '#lib/paraglide/messages.js'
import type { DisputeRecord, Recusal, SeatRecord } from '#shared/record.ts'

/** Seats that were left, by letter. */
export const leftSeats = (dispute: DisputeRecord): SeatRecord[] =>
  Object.values(dispute.seats)
    .filter(({ state }) => state !== 'seated')
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))

const words: Record<Recusal, () => string> = {
  conflict: m.panel_left_conflict,
  expertise: m.panel_left_expertise,
  time: m.panel_left_time,
  sensitive: m.panel_left_sensitive,
  other: m.panel_left_other,
}
/** Why somebody does not sit any more, without a shadow on them. */
export const leftWord = ({ state, why }: SeatRecord): string =>
  state === 'replaced' ? m.panel_left_replaced() : words[why ?? 'other']()
