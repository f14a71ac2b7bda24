import { m } from '#lib/paraglide/messages.js'
import type { RaterBar } from '#lib/raters/views.ts'
import { percent } from '#lib/standing-mine/rate.ts'
import { RATE_FROM } from '#shared/standing.ts'
import type { Dissents, Headline } from '#shared/standing-view.ts'

/** Where the bases part, in one sentence: how often a majority called them wrong, and what panels said of that. */
export function headlineOf({ wrong, upheld, undecided }: Headline): string {
  if (wrong === 0) return m.rater_head_never()
  if (undecided === wrong) return m.rater_head_open({ count: wrong })
  if (upheld === 0) return m.rater_head_none({ count: wrong, decided: wrong - undecided })
  if (upheld < wrong) return m.rater_head({ count: wrong, upheld })
  return wrong === 1 ? m.rater_head_one() : m.rater_head_all({ count: wrong })
}

/** How often a dissent of theirs won: counted, with its share where there is enough to say one. */
export function dissentsOf({ n, upheld, undecided, rate }: Dissents): string[] {
  if (n === 0 && undecided === 0) return []
  const open = undecided > 0 ? [m.rater_dissents_open({ count: undecided })] : []
  if (n === 0 || rate === null) return [m.rater_dissents_none(), ...open]
  return [m.rater_dissents({ count: n, upheld }), shareOf(n, rate), ...open]
}

function shareOf(n: number, { share, low, high }: NonNullable<Dissents['rate']>): string {
  if (n < RATE_FROM) return m.rater_dissents_few({ n, from: RATE_FROM })
  const [from, to] = [low, high].map((end) => Math.round(end * 100))
  return m.rater_dissents_rate({ share: percent(share), low: from!, high: to! })
}

const barStates: Record<RaterBar['state'], () => string> = {
  'no-bar': m.barstate_no_bar,
  'too-few': m.barstate_too_few,
  above: m.barstate_above,
  unsure: m.barstate_unsure,
  below: m.barstate_below,
  proposed: m.barstate_proposed,
  noticed: m.barstate_noticed,
  paused: m.barstate_paused,
  removed: m.barstate_removed,
}
export const barStateWord = (state: RaterBar['state']): string => barStates[state]()
