import { defaultKeymap } from '@codemirror/commands'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { yCollab, ySyncAnnotation, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { type Tool, toolKeys, tools } from '#lib/text/markdown-keys.ts'
import { lineLooks, markdownMode } from '#lib/text/markdown-mode.ts'
import type { Wire } from '#lib/text/wire.ts'

export type Look = {
  labelledBy: string
  describedBy: string
  readonly: boolean
  letters: number
  /** A text of one line: a title, without Markdown. */
  line?: boolean
  lang?: string
  /** Undo for more than this one text. */
  undo?: Y.UndoManager
  /** What its page adds: keys, lists that unfold, marks. */
  more?: Extension
}
export type Editor = {
  view: EditorView
  text: Y.Text
  /** Does what a button of the toolbar says, where the caret is. */
  use(tool: Tool): void
  setReadonly(so: boolean): void
  destroy(): void
}

/** An editor on one text of a shared document. Undo takes back only what this person wrote. */
export function openEditor(parent: HTMLElement, wire: Wire, root: string, look: Look): Editor {
  const reading = new Compartment()
  const text = wire.doc.getText(root)
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        EditorView.cspNonce.of(nonce()),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        look.more ?? [],
        keymap.of([...(look.line ? [] : toolKeys), ...yUndoManagerKeymap, ...defaultKeymap]),
        contentOf(look),
        reading.of(readingOf(look.readonly)),
        noLonger(look.letters),
        look.line ? oneLine : [markdownMode, lineLooks],
        // Changes of this editor alone are followed, into its own undo manager or the page's.
        yCollab(text, wire.awareness, { undoManager: look.undo ?? new Y.UndoManager(text) }),
        composing(wire),
      ],
    }),
  })
  return {
    view,
    text,
    use(tool) {
      tools[tool](view)
      view.focus()
    },
    setReadonly: (so) => view.dispatch({ effects: reading.reconfigure(readingOf(so)) }),
    destroy() {
      wire.gate.release()
      view.destroy()
    },
  }
}

const composing = ({ gate }: Wire) =>
  EditorView.domEventObservers({
    compositionstart: () => gate.hold(),
    // The last letters reach the text only after this event.
    compositionend: () => void setTimeout(gate.release),
  })

const contentOf = (look: Look) =>
  EditorView.contentAttributes.of({
    'aria-labelledby': look.labelledBy,
    'aria-describedby': look.describedBy,
    spellcheck: 'true',
    ...(look.lang && { lang: look.lang }),
    ...(look.line && { 'aria-multiline': 'false', enterkeyhint: 'next' }),
  })

const readingOf = (so: boolean) => [
  EditorState.readOnly.of(so),
  EditorView.editable.of(!so),
  // What cannot be written in can still be reached, scrolled and read by keyboard.
  so
    ? EditorView.contentAttributes.of({
        tabindex: '0',
        role: 'textbox',
        'aria-readonly': 'true',
        'aria-multiline': 'true',
      })
    : [],
]

/** What somebody types or pastes stops at the limit; what others wrote is the server's to judge. */
const noLonger = (letters: number) =>
  EditorState.changeFilter.of(
    (transaction) =>
      transaction.annotation(ySyncAnnotation) !== undefined ||
      transaction.newDoc.length <= Math.max(letters, transaction.startState.doc.length),
  )

/** A break that somebody types or pastes into a title is a space. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.annotation(ySyncAnnotation) || transaction.newDoc.lines === 1)
    return transaction
  const changes: { from: number; to: number; insert: string }[] = []
  transaction.changes.iterChanges((from, to, _start, _end, inserted) =>
    changes.push({ from, to, insert: inserted.toString().replace(/\s*\n\s*/g, ' ') }),
  )
  return { changes, userEvent: 'input', scrollIntoView: true }
})

/** What the page's content security policy lets style sheets of ours be known by. */
const nonce = (): string => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
