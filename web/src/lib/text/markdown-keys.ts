import { type ChangeSpec, EditorSelection, type Line } from '@codemirror/state'
import type { Command, EditorView, KeyBinding } from '@codemirror/view'
import { signs } from '#shared/example.ts'

export type Tool =
  | 'bold'
  | 'heading'
  | 'list'
  | 'numbered'
  | 'quote'
  | 'table'
  | 'code'
  | 'link'
  | 'right'
  | 'wrong'
  | 'edge'

/** Whether a word is being composed, when no mark may come between; or nothing may be written at all. */
const busy = (view: EditorView) => view.composing || view.state.readOnly

/** Puts a mark on both sides of what is chosen, or takes it away. */
const around =
  (mark: string): Command =>
  (view) => {
    if (busy(view)) return false
    const long = mark.length
    const change = view.state.changeByRange(({ from, to }) => {
      const has =
        view.state.sliceDoc(Math.max(0, from - long), from) + view.state.sliceDoc(to, to + long) ===
        mark + mark
      if (has)
        return {
          changes: [
            { from: from - long, to: from },
            { from: to, to: to + long },
          ],
          range: EditorSelection.range(from - long, to - long),
        }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(from + long, to + long),
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

/** Puts a mark before every chosen line, in place of another of its kind, or takes it away when all of them have it. */
const before =
  (markOf: (i: number) => string, same: RegExp, other: RegExp): Command =>
  (view) => {
    if (busy(view)) return false
    const lines = chosenLines(view)
    const marked = lines.every(({ text }) => same.test(text))
    const changes = lines.map(({ from, text }, i): ChangeSpec => {
      if (marked) return { from, to: from + same.exec(text)![0].length }
      return { from, to: from + (other.exec(text)?.[0].length ?? 0), insert: markOf(i) }
    })
    const made = view.state.changes(changes)
    const { anchor, head } = view.state.selection.main
    // A caret at the beginning of its line goes on behind the mark.
    const selection = { anchor: made.mapPos(anchor, 1), head: made.mapPos(head, 1) }
    view.dispatch({ changes: made, selection, userEvent: 'input', scrollIntoView: true })
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

/** A table of two columns below the line of the caret, its first cell chosen. */
const table: Command = (view) => {
  if (busy(view)) return false
  const line = view.state.doc.lineAt(view.state.selection.main.head)
  const gap = line.text === '' ? '' : '\n\n'
  const insert = `${gap}|   |   |\n| --- | --- |\n|   |   |\n`
  view.dispatch({
    changes: { from: line.to, insert },
    selection: { anchor: line.to + gap.length + 2 },
    userEvent: 'input',
    scrollIntoView: true,
  })
  return true
}

const item = new RegExp(`^\\s*(([*+-]|\\d+[.)])\\s+)?([${signs.join('')}]\\s+)?`)
const example = (sign: (typeof signs)[number]) => before(() => `- ${sign} `, new RegExp(`^- ${sign} `), item)

export const tools: Record<Tool, Command> = {
  bold: around('**'),
  code: around('`'),
  heading: before(() => '## ', /^#{1,6} /, /^#{1,6} /),
  list: before(() => '- ', /^[-*+] (?![✓✗◇] )/, item),
  numbered: before((i) => `${i + 1}. `, /^\d+[.)] /, item),
  quote: before(() => '> ', /^> ?/, /^$/),
  right: example('✓'),
  wrong: example('✗'),
  edge: example('◇'),
  table,
  link,
}
export const toolKeys: KeyBinding[] = [
  { key: 'Mod-b', run: tools.bold },
  { key: 'Mod-k', run: link },
]
