import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { m } from '#lib/paraglide/messages.js'
import { counted } from '#lib/words.ts'

/** What a clause cannot take is said in words, and nothing is pasted by halves. */
type Pasting = { letters: number; say(words: string): void; before(): void }

/** What comes from a word processor or a page becomes Markdown; its code comes with the first such paste. */
export function pasting({ letters, say, before }: Pasting): Extension {
  const put = (view: EditorView, words: string): boolean => {
    const { from, to } = view.state.selection.main
    const length = view.state.doc.length - (to - from) + words.length
    if (length > letters) {
      say(m.draft_paste_long({ length: counted(words.length), limit: counted(letters) }))
      return false
    }
    before()
    view.dispatch(view.state.replaceSelection(words), { userEvent: 'input.paste', scrollIntoView: true })
    return true
  }
  return EditorView.domEventHandlers({
    paste(event, view) {
      const { clipboardData: data } = event
      if (!data || view.state.readOnly) return false
      const html = data.getData('text/html')
      const plain = data.getData('text/plain').replace(/\r\n?/g, '\n').replaceAll('\0', '')
      if ([...data.files].some(({ type }) => type.startsWith('image/')) && !plain) {
        event.preventDefault()
        say(m.draft_paste_image())
        return true
      }
      event.preventDefault()
      if (!html || plain.length > letters || !hasShape(html)) {
        if (plain) put(view, plain)
        return true
      }
      void import('#lib/draft/from-html.ts').then(
        ({ markdownOf }) => {
          const { markdown, images, active } = markdownOf(html)
          if (!put(view, parted(view, markdown) || plain)) return
          const left = [
            images > 0 && m.draft_paste_images({ count: images }),
            active > 0 && m.draft_paste_active({ count: active }),
          ].filter((words) => words !== false)
          say([m.draft_pasted(), ...left].join(' '))
        },
        () => put(view, plain),
      )
      return true
    },
  })
}

/** Headings, lists and paragraphs do not go on in the line they are put into. */
function parted(view: EditorView, markdown: string): string {
  const { from } = view.state.selection.main
  const line = view.state.doc.lineAt(from)
  const within = view.state.sliceDoc(line.from, from).trim() !== ''
  return within && /\n|^(#|[-*+] |\d+\. |>|\|)/.test(markdown) ? `\n\n${markdown}` : markdown
}

/** Whether there is more to it than letters: other editors put their plain text into the clipboard as a page, too. */
const hasShape = (html: string): boolean =>
  /<(h[1-6]|ul|ol|li|table|blockquote|strong|b|em|i|a|pre|code|img|script|style)[\s>]/i.test(html)
