import { type AppealRecord, openAppeals } from './appeal.ts'
import type { MarkRecord } from './mark.ts'

/** What of one vote somebody wants to appeal, as far as it says whether they may. */
export type Filing = {
  /** What the basis says of the vote; null: nothing. */
  mark: MarkRecord['mark'] | null
  /** The vote came after the decision, which is said to count nowhere. */
  late: boolean
  /** An appeal against the same is open: it covers every mark of the decision. */
  open: boolean
  /** The rater's own appeal was answered already, and nothing has been decided since. */
  answered: boolean
  /** Null: there is no limit in time. */
  window: { opens: number | null; closes: number | null } | null
  left: number
  /** Why its case cannot be heard now, whatever the mark. */
  busy: 'in-dispute' | 'heard-again' | 'appealed-already' | 'appeal-decision' | null
}
export function refuseFiling({ mark, late, open, busy, answered, window, left }: Filing, now: number) {
  if (mark === null) return 'no-mark'
  if (open) return 'appealed-already'
  if (mark === 'right') return 'mark-right'
  if (late) return 'vote-late'
  if (busy) return busy
  if (answered) return 'appeal-answered'
  if (window?.opens === null) return 'appeal-early'
  if (window && window.closes !== null && now >= window.closes) return 'appeal-late'
  if (left === 0) return 'no-appeals-left'
}

/**
 * May this member say whether it is heard? Somebody uninvolved may. Where nobody is, whoever neither filed it nor voted
 * may, and that it was so stands in the record.
 */
export function refuseAnswering(
  { state }: Pick<AppealRecord, 'state'>,
  about: { involved: boolean; party: boolean; nobodyElse: boolean },
) {
  if (state !== 'filed') return 'appeal-settled'
  if (about.involved && (about.party || !about.nobodyElse)) return 'appeal-involved'
}

/** Taking it back costs nothing until the fresh panel has opened its ballots. */
export function refuseTakingBack({ state }: Pick<AppealRecord, 'state'>, hearing: string | null) {
  if (!openAppeals.includes(state)) return 'appeal-settled'
  if (hearing === 'revealed' || hearing === 'decided') return 'appeal-revealed'
}

type Said = Pick<MarkRecord, 'mark' | 'cause'>
/** Overturned is what says another word of a vote it covers, or names another cause; else what was appealed stands. */
export const answerOf = (
  marks: readonly { was: Said | null; now: Said | null }[],
): 'overturned' | 'upheld' =>
  marks.some(({ was, now }) => was?.mark !== now?.mark || was?.cause !== now?.cause) ? 'overturned' : 'upheld'
