import { m } from '#lib/paraglide/messages.js'
import type { Unfit } from '#shared/panelist.ts'

const words: Record<Unfit, () => string> = {
  'sat-before': m.panel_unfit_sat,
  barred: m.panel_unfit_barred,
  undeclared: m.panel_unfit_undeclared,
  'new-panelist': m.panel_unfit_new,
  conflict: m.panel_unfit_conflict,
  language: m.panel_unfit_language,
}
/** Why somebody cannot take a seat. */
export const unfitWord = (unfit: Unfit): string => words[unfit]()
