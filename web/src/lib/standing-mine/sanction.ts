import { m } from '#lib/paraglide/messages.js'
import type { Consequence, SanctionVerdict } from '#shared/bar.ts'
import type { MySanction } from '#shared/bar-view.ts'

const proposed: Record<Consequence, () => string> = {
  notice: m.sanction_mine_notice,
  pause: m.sanction_mine_pause,
  removal: m.sanction_mine_removal,
}
const imposed: Record<Consequence, () => string> = {
  notice: m.sanction_mine_imposed_notice,
  pause: m.sanction_mine_imposed_pause,
  removal: m.sanction_mine_imposed_removal,
}
/** What it is now, and what that means; every outcome is said as loudly as any other. */
export function sanctionWords({ state, follows }: Pick<MySanction, 'state' | 'follows'>): [string, string] {
  switch (state) {
    case 'proposed':
      return [proposed[follows](), m.sanction_mine_nothing_yet()]
    case 'imposed':
      return [imposed[follows](), m.sanction_mine_imposed_more()]
    case 'dropped':
      return [m.sanction_mine_dropped(), m.sanction_mine_dropped_more()]
    case 'withdrawn':
      return [m.sanction_mine_withdrawn(), m.sanction_mine_withdrawn_more()]
    case 'lifted':
      return [m.sanction_mine_lifted(), m.sanction_mine_lifted_more()]
  }
}
const verdicts: Record<SanctionVerdict, () => string> = {
  impose: m.sanction_mine_verdict_impose,
  drop: m.sanction_mine_verdict_drop,
  lift: m.sanction_mine_verdict_lift,
}
export const verdictWord = (verdict: SanctionVerdict): string => verdicts[verdict]()

/** Open ones and those that hold come first on the page; what is over stands below. */
export const isPressing = ({ state }: Pick<MySanction, 'state'>): boolean =>
  state === 'proposed' || state === 'imposed'
