import { m } from '#lib/paraglide/messages.js'
import type { Present } from '#shared/live-text.ts'

const COLOURS = 6

/** A person's colour, the same for everybody and at every visit. */
export function colourOf({ id, seat }: Present): string {
  const sum = [...(id || seat)].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  return `var(--caret-${(sum % COLOURS) + 1})`
}

/** Their name, or where names are not for this reader their seat; who writes without one is a lead. */
export const callOf = ({ name, seat }: Present): string =>
  name || (seat ? m.dispute_seat({ letter: seat }) : m.role_lead())

type Shown = { user?: Present & { color?: string; colorLight?: string } } | null
/** What the editor draws a caret from, put to a presence as it comes in. */
export function caretOf(state: Shown): Shown {
  if (!state?.user) return state
  const color = colourOf(state.user)
  const colorLight = `color-mix(in oklab, ${color} 22%, transparent)`
  return { ...state, user: { ...state.user, name: callOf(state.user), color, colorLight } }
}
