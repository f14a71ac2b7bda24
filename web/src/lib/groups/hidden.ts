import { m } from '#lib/paraglide/messages.js'
import type { Hidden } from '#shared/cell.ts'

/** That cells are put away, and how many people are in them as far as that may be said. */
export function hiddenWords({ values, raters }: Hidden): string {
  const said = m.cell_hidden({ count: values })
  return raters === null ? `${said}${m.cell_hidden_end()}` : `${said}${m.cell_hidden_raters({ raters })}`
}
