import { m } from '#lib/paraglide/messages.js'
import type { Present } from '#shared/live-text.ts'

const colours = [
  'light-dark(#0b63a5, #6cb6f5)',
  'light-dark(#00735c, #4fc3a1)',
  'light-dark(#8a2be2, #c79bff)',
  'light-dark(#b34700, #f5a25b)',
  'light-dark(#a3195b, #ff8fc0)',
  'light-dark(#5b6500, #c3cf5a)',
]

/** A person's colour, the same for everybody and at every visit. */
export function colourOf({ id, seat }: Present): string {
  const sum = [...(id || seat)].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  return colours[sum % colours.length]!
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
