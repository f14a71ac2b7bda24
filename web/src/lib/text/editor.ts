import { defaultKeymap } from '@codemirror/commands'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { yCollab, ySyncAnnotation, yUndoManagerKeymap } from 'y-codemirror.next'
import { type Tool, toolKeys, tools } from '#lib/text/markdown-keys.ts'
import { markdownMode } from '#lib/text/markdown-mode.ts'
import type { Wire } from '#lib/text/wire.ts'

export type Look = { labelledBy: string; describedBy: string; readonly: boolean; letters: number }
export type Editor = {
  /** Does what a button of the toolbar says, where the caret is. */
  use(tool: Tool): void
  setReadonly(so: boolean): void
  destroy(): void
}

/** An editor on a shared text. Undo takes back only what this person wrote. */
export function openEditor(parent: HTMLElement, { text, awareness, gate }: Wire, look: Look): Editor {
  const reading = new Compartment()
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        EditorView.cspNonce.of(nonce()),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        keymap.of([...toolKeys, ...yUndoManagerKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({
          'aria-labelledby': look.labelledBy,
          'aria-describedby': look.describedBy,
          spellcheck: 'true',
        }),
        reading.of(readingOf(look.readonly)),
        noLonger(look.letters),
        markdownMode,
        // With the undo manager it makes by itself, which follows this editor's own changes alone.
        yCollab(text, awareness),
        EditorView.domEventObservers({
          compositionstart: () => gate.hold(),
          // The last letters reach the text only after this event.
          compositionend: () => void setTimeout(gate.release),
        }),
      ],
    }),
  })
  return {
    use(tool) {
      tools[tool](view)
      view.focus()
    },
    setReadonly: (so) => view.dispatch({ effects: reading.reconfigure(readingOf(so)) }),
    destroy() {
      gate.release()
      view.destroy()
    },
  }
}

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

/** What the page's content security policy lets style sheets of ours be known by. */
const nonce = (): string => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
