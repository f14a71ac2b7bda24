import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'

/** Words somebody speaks of: UTF-16 places in the text, and whether they are the ones looked at. */
export type Marked = { from: number; to: number; looked?: boolean }

const set = StateEffect.define<readonly Marked[]>()
const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const put = transaction.effects.find((effect) => effect.is(set))
    if (!put) return marks.map(transaction.changes)
    const length = transaction.newDoc.length
    const ranges = (put.value as readonly Marked[])
      .filter(({ from, to }) => from < to && to <= length)
      .map(({ from, to, looked }) =>
        Decoration.mark({ class: looked ? 'spoken looked' : 'spoken' }).range(from, to),
      )
    return Decoration.set(ranges, true)
  },
  provide: (marks) => EditorView.decorations.from(marks),
})

/** Lets an editor show which of its words are spoken of. */
export const marking = field
/** Nothing is drawn anew while a word is being composed; the marks move along with the letters. */
export function drawMarks(view: EditorView, marks: readonly Marked[]): void {
  if (!view.composing) view.dispatch({ effects: set.of(marks) })
}
