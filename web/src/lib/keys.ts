import { tinykeys } from 'tinykeys'

/** One key of a screen: what to press (tinykeys' way of writing), what it does, in words. `says` is how the sheet shows it. */
export type Key = { press: string; words: () => string; does: (event: KeyboardEvent) => void; says?: string }

const STORED = 'single-keys'
export const singleKeys = {
  get on(): boolean {
    return localStorage.getItem(STORED) !== 'off'
  },
  set on(on: boolean) {
    if (on) localStorage.removeItem(STORED)
    else localStorage.setItem(STORED, 'off')
  },
}

/** Whether letters typed there become text. */
export function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  return (
    target instanceof HTMLInputElement &&
    !/^(button|checkbox|radio|range|submit|reset|file|color)$/.test(target.type)
  )
}

/** Listens for keys until the returned function is called; an effect returns it. */
export function listen(keys: readonly Key[], target: Window | HTMLElement = window): () => void {
  return tinykeys(
    target,
    Object.fromEntries(keys.flatMap((key) => spellings(key).map((press) => [press, guarded(key)]))),
    // Its own rule passes over radio buttons and boxes too; ours, below, knows where letters become text.
    { ignore: () => false },
  )
}

// A sign such as `?` needs Shift on some keyboards and not on others.
function spellings({ press }: Key): string[] {
  return /^[^\p{L}\p{N}\s]$/u.test(press) ? [press, `Shift+${press}`] : [press]
}

const withModifier = /\$mod|Control|Meta|Alt/

function guarded(key: Key) {
  const single = !withModifier.test(key.press) && !/^(Escape|F\d+)$/.test(key.press)
  return (event: KeyboardEvent) => {
    // While a Japanese word is being composed every key belongs to the input method.
    if (event.isComposing || event.keyCode === 229) return
    if (single && (!singleKeys.on || isEditable(event.target) || document.querySelector('dialog[open]')))
      return
    event.preventDefault()
    key.does(event)
  }
}
