import { type Extension, Prec, type SelectionRange } from '@codemirror/state'
import { EditorView, keymap, ViewPlugin, type ViewUpdate } from '@codemirror/view'

/** A `#` with what was typed behind it, and where on the screen it stands. */
export type Citing = { from: number; to: number; words: string; x: number; y: number }
/** What the list does at keys while it is open. `option`: the id of the element that is chosen in it. */
export type CiteList = {
  id: string
  show(citing: Citing | null): void
  step(by: 1 | -1): void
  choose(): boolean
  option(): string | undefined
}

// Not within a word or an address, and no heading, for which a space follows.
const TYPED = /(?<![\p{L}\p{N}_&/(#[\]])#([^\s#[\]()]{0,30})$/u
const TYPED_JA = /(?<=[\u3000-\u9fff\uff00-\uffef])#([^\s#[\]()]{0,30})$/u

/** Clauses unfold at a `#`: when its letters are there for good, never while a word is being composed. */
export function citing(list: CiteList): Extension {
  let open = false
  const show = (view: EditorView, found: Omit<Citing, 'x' | 'y'> | null) => {
    if (!found && !open) return
    open = found !== null
    // Where it stands on the screen is known once the letters are drawn.
    view.requestMeasure({
      read: () => (found ? view.coordsAtPos(found.from) : null),
      write: (at) => list.show(found && at ? { ...found, x: at.left, y: at.bottom } : null),
    })
  }
  const look = (view: EditorView) => show(view, view.composing ? null : typedAt(view))
  const opened = (does: () => boolean) => () => open && does()
  const moved = (by: 1 | -1) => {
    list.step(by)
    return true
  }
  const shut = (view: EditorView) => {
    if (!open) return false
    show(view, null)
    return true
  }
  return [
    ViewPlugin.fromClass(
      class {
        update(update: ViewUpdate) {
          const typed = update.transactions.some(
            (one) => one.isUserEvent('input') || one.isUserEvent('delete'),
          )
          if (typed || (open && (update.docChanged || update.selectionSet))) look(update.view)
          else if (open && update.focusChanged && !update.view.hasFocus) show(update.view, null)
        }
      },
    ),
    EditorView.domEventObservers({ compositionend: (_event, view) => void setTimeout(() => look(view)) }),
    EditorView.contentAttributes.of((): Record<string, string> => {
      const option = open ? list.option() : undefined
      return {
        'aria-haspopup': 'listbox',
        ...(option && { 'aria-controls': list.id, 'aria-activedescendant': option }),
      }
    }),
    Prec.highest(
      keymap.of([
        { key: 'ArrowDown', run: opened(() => moved(1)) },
        { key: 'ArrowUp', run: opened(() => moved(-1)) },
        { key: 'Enter', run: opened(() => list.choose()) },
        { key: 'Tab', run: opened(() => list.choose()) },
        { key: 'Escape', run: shut },
      ]),
    ),
  ]
}

function typedAt({ state }: EditorView): Omit<Citing, 'x' | 'y'> | null {
  const { main }: { main: SelectionRange } = state.selection
  if (!main.empty || state.readOnly) return null
  const line = state.doc.lineAt(main.head)
  const before = line.text.slice(0, main.head - line.from)
  const found = TYPED.exec(before) ?? TYPED_JA.exec(before)
  return found ? { from: line.from + found.index, to: main.head, words: found[1]! } : null
}

/** Puts a clause in place of what was typed to find it. */
export function putClause(
  view: EditorView,
  { from, to }: { from: number; to: number },
  id: string,
  title: string,
) {
  const words = title.replace(/[[\]]/g, '').trim() || id
  const insert = `[${words}](#${id})`
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: 'input.complete',
    scrollIntoView: true,
  })
  view.focus()
}
