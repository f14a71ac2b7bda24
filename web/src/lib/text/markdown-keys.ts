import { type ChangeSpec, EditorSelection, type Line } from '@codemirror/state'
import type { Command, EditorView, KeyBinding } from '@codemirror/view'

export type Tool = 'bold' | 'heading' | 'list' | 'quote' | 'link'

/** Whether a word is being composed, when no mark may come between; or nothing may be written at all. */
const busy = (view: EditorView) => view.composing || view.state.readOnly

/** Puts two stars around what is chosen, or takes them away. */
const bold: Command = (view) => {
  if (busy(view)) return false
  const change = view.state.changeByRange(({ from, to }) => {
    const around = view.state.sliceDoc(Math.max(0, from - 2), from) + view.state.sliceDoc(to, to + 2)
    if (around === '****')
      return {
        changes: [
          { from: from - 2, to: from },
          { from: to, to: to + 2 },
        ],
        range: EditorSelection.range(from - 2, to - 2),
      }
    return {
      changes: [
        { from, insert: '**' },
        { from: to, insert: '**' },
      ],
      range: EditorSelection.range(from + 2, to + 2),
    }
  })
  view.dispatch(view.state.update(change, { userEvent: 'input', scrollIntoView: true }))
  return true
}

function chosenLines({ state }: EditorView): Line[] {
  const lines = new Map<number, Line>()
  for (const { from, to } of state.selection.ranges)
    for (let at = state.doc.lineAt(from); ; at = state.doc.line(at.number + 1)) {
      lines.set(at.number, at)
      if (at.to >= to) break
    }
  return [...lines.values()]
}

/** Puts a mark before every chosen line, or takes it away when all of them have it. */
const before =
  (mark: string, other: RegExp): Command =>
  (view) => {
    if (busy(view)) return false
    const lines = chosenLines(view)
    const marked = lines.every(({ text }) => text.startsWith(mark))
    const changes = lines.map(({ from, text }): ChangeSpec => {
      if (marked) return { from, to: from + mark.length }
      return { from, to: from + (other.exec(text)?.[0].length ?? 0), insert: mark }
    })
    view.dispatch({ changes, userEvent: 'input', scrollIntoView: true })
    return true
  }

/** Makes a link of what is chosen and leaves the address chosen, to be typed over. */
const link: Command = (view) => {
  if (busy(view)) return false
  const { from, to } = view.state.selection.main
  const words = view.state.sliceDoc(from, to)
  const address = 'https://'
  const start = from + words.length + 3
  view.dispatch({
    changes: { from, to, insert: `[${words}](${address})` },
    selection: words === '' ? { anchor: from + 1 } : { anchor: start, head: start + address.length },
    userEvent: 'input',
    scrollIntoView: true,
  })
  return true
}

export const tools: Record<Tool, Command> = {
  bold,
  heading: before('## ', /^#{1,6} /),
  list: before('- ', /^([*+]|\d+[.)]) /),
  quote: before('> ', /^$/),
  link,
}
export const toolKeys: KeyBinding[] = [
  { key: 'Mod-b', run: bold },
  { key: 'Mod-k', run: link },
]
