import type { Desk } from '#lib/draft/desk.svelte.ts'
import { add, step } from '#lib/draft/shape.ts'
import { isEditable } from '#lib/keys.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Shell } from '#lib/shell/shell.svelte.ts'

/** The keys of the draft while nothing is in hand; those of a clause in hand are its editor's. */
export const useDraftKeys = (shell: Shell, desk: Desk, comment: () => void): (() => void) =>
  shell.useKeys([
    { press: 'j', words: m.draft_key_next, does: () => desk.next(1) },
    { press: 'k', words: m.draft_key_previous, does: () => desk.next(-1) },
    { press: 'e', words: m.draft_key_edit, does: () => desk.at && desk.take(desk.at) },
    { press: 'n', words: m.draft_key_new, does: () => add(desk, desk.at ?? null) },
    { press: 'c', words: m.draft_key_comment, does: comment },
  ])

/** Keys with a modifier. Where something is typed they are the field's own, so these are not the shell's. */
export function pressed(desk: Desk, event: KeyboardEvent): void {
  const { target, key, altKey, shiftKey } = event
  if (event.defaultPrevented || event.isComposing || isEditable(target) || !desk.draft?.text.writable) return
  if (document.querySelector('dialog[open]')) return
  const undo = (event.metaKey || event.ctrlKey) && !altKey && key.toLowerCase() === 'z'
  const way = altKey
    ? ({ ArrowUp: 'up', ArrowDown: 'down' } as const)[key as 'ArrowUp' | 'ArrowDown']
    : undefined
  if (undo) shiftKey ? desk.again() : desk.back()
  else if (way && desk.at) step(desk, desk.at, way)
  else return
  event.preventDefault()
}
