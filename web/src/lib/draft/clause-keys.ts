import { EditorSelection, type Extension, Prec } from '@codemirror/state'
import { type Command, EditorView, keymap } from '@codemirror/view'
import type { Desk } from '#lib/draft/desk.svelte.ts'
import { add, level, part, step } from '#lib/draft/shape.ts'
import type { Field } from '#shared/draft.ts'

/** A list goes on at Enter; an item in which nothing stands ends it. */
const goOn: Command = (view) => {
  const { main } = view.state.selection
  if (view.composing || view.state.readOnly || !main.empty) return false
  const line = view.state.doc.lineAt(main.head)
  const mark = /^(\s*)([-*+]|(\d{1,9})([.)]))( [✓✗◇])? /.exec(line.text)
  if (!mark || main.head < line.from + mark[0].length) return false
  if (line.text.trim() === mark[0].trim()) {
    view.dispatch({ changes: { from: line.from, to: line.to }, userEvent: 'input' })
    return true
  }
  const [, space, bullet, count, dot, sign = ''] = mark
  const next = `\n${space}${count ? `${Number(count) + 1}${dot}` : bullet}${sign} `
  view.dispatch({
    changes: { from: main.head, insert: next },
    selection: EditorSelection.cursor(main.head + next.length),
    userEvent: 'input',
    scrollIntoView: true,
  })
  return true
}

/** Whether the caret cannot go further that way within its text. */
function atEdge(view: EditorView, way: 'up' | 'down'): boolean {
  const { main } = view.state.selection
  if (!main.empty || view.composing) return false
  const to = view.moveVertically(main, way === 'down')
  const end = way === 'down' ? view.state.doc.length : 0
  return (
    to.head === main.head ||
    (to.head === end && view.coordsAtPos(to.head)?.top === view.coordsAtPos(main.head)?.top)
  )
}

/** The keys of a clause in hand: through the clauses as through one text, and what is done to the whole of one. */
export function clauseKeys(desk: Desk, clause: string, field: Field): Extension {
  const done = (does: () => void): Command => {
    return (view) => {
      if (view.composing) return false
      does()
      return true
    }
  }
  const up: Command = (view) => {
    if (!atEdge(view, 'up')) return false
    if (field === 'body') desk.take(clause, 'title')
    else desk.next(-1, 'body', 'end')
    return true
  }
  const down: Command = (view) => {
    if (!atEdge(view, 'down')) return false
    if (field === 'title') desk.take(clause, 'body', 'start')
    else desk.next(1, 'title', 'start')
    return true
  }
  return Prec.high([
    keymap.of([
      { key: 'Escape', run: done(() => desk.leave()) },
      { key: 'Enter', run: field === 'title' ? done(() => desk.take(clause, 'body', 'start')) : goOn },
      { key: 'ArrowUp', run: up },
      { key: 'ArrowDown', run: down },
      { key: 'Alt-PageUp', run: done(() => desk.next(-1, field)) },
      { key: 'Alt-PageDown', run: done(() => desk.next(1, field)) },
      { key: 'Alt-ArrowUp', run: done(() => step(desk, clause, 'up')) },
      { key: 'Alt-ArrowDown', run: done(() => step(desk, clause, 'down')) },
      { key: 'Mod-]', run: done(() => level(desk, clause, 1)) },
      { key: 'Mod-[', run: done(() => level(desk, clause, -1)) },
      { key: 'Mod-Enter', run: done(() => add(desk, clause)) },
      { key: 'Mod-Shift-Enter', run: done(() => part(desk)) },
    ]),
    EditorView.domEventHandlers({
      focus: () => {
        const { hand } = desk
        if (hand?.clause === clause && hand.field !== field)
          desk.hand = { clause, language: hand.language, field }
      },
    }),
  ])
}
