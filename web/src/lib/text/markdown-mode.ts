import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language'
import { RangeSetBuilder } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { signs } from '#shared/example.ts'

/** What a stretch of text is: its words, and the marks around them, which are dimmed. */
type Piece = [length: number, token: string | null]
type State = { ahead: Piece[]; heading: boolean; fence: boolean }
const around =
  (mark: number, token: string) =>
  ([whole]: RegExpExecArray): Piece[] => [
    [mark, 'mark'],
    [whole.length - 2 * mark, token],
    [mark, 'mark'],
  ]
const within: [RegExp, (found: RegExpExecArray) => Piece[]][] = [
  [/^\*\*(?=\S)[^*]+\*\*/, around(2, 'strong')],
  [/^\*(?=\S)[^*]+\*/, around(1, 'emphasis')],
  [/^`[^`]+`/, around(1, 'monospace')],
  [
    /^\[([^\]]*)\]\(([^)]*)\)/,
    ([, words, address]) => [
      [1, 'mark'],
      [words!.length, 'link'],
      [address!.length + 3, 'mark'],
    ],
  ],
]
const sign = new RegExp(`^(\\s*[-*+] )([${signs.join('')}])(?=\\s)`)

/** What the beginning of a line says, and whether the rest of it is a heading. */
function atStart(rest: string): { pieces: Piece[]; heading: boolean } {
  const heading = /^(#{1,6}\s+)/.exec(rest)
  if (heading) return { pieces: [[heading[1]!.length, 'mark']], heading: true }
  const example = sign.exec(rest)
  if (example) {
    const token = { '✓': 'right', '✗': 'wrong', '◇': 'edge' }[example[2]!]!
    const pieces: Piece[] = [
      [example[1]!.length, 'mark'],
      [1, token],
    ]
    return { pieces, heading: false }
  }
  const other = /^(\s*([-*+]|\d{1,9}[.)])(?=\s)|>\s?|\|?\s*:?-{3,}[\s|:-]*$|(```|~~~).*)/.exec(rest)
  return { pieces: other ? [[other[0].length, 'mark']] : [], heading: false }
}

/** Markdown as far as these texts use it, a line at a time; the whole grammar would bring HTML, JavaScript and CSS along. */
const parser: StreamParser<State> = {
  name: 'markdown',
  startState: () => ({ ahead: [], heading: false, fence: false }),
  copyState: (state) => ({ ...state, ahead: [...state.ahead] }),
  token(stream, state) {
    if (stream.sol()) {
      const rest = stream.string
      state.ahead = []
      state.heading = false
      if (/^\s*(```|~~~)/.test(rest)) state.fence = !state.fence
      else if (state.fence) {
        stream.skipToEnd()
        return 'monospace'
      }
      const { pieces, heading } = atStart(rest)
      state.ahead = pieces
      state.heading = heading
    }
    if (state.ahead.length === 0) state.ahead = piecesAt(stream.string.slice(stream.pos))
    const [length, token] = state.ahead.shift()!
    stream.pos += length
    return token ?? (state.heading ? 'heading' : null)
  },
  tokenTable: {
    mark: tags.processingInstruction,
    right: tags.inserted,
    wrong: tags.deleted,
    edge: tags.changed,
  },
}

function piecesAt(rest: string): Piece[] {
  for (const [pattern, pieces] of within) {
    const found = pattern.exec(rest)
    if (found) return pieces(found).filter(([length]) => length > 0)
  }
  const plain = /^.[^*`[]*/s.exec(rest)
  return [[plain?.[0].length ?? 1, null]]
}

/** Classes only: how they look stands in the component's own styles. */
const style = HighlightStyle.define([
  { tag: tags.heading, class: 'md-heading' },
  { tag: tags.processingInstruction, class: 'md-mark' },
  { tag: tags.strong, class: 'md-strong' },
  { tag: tags.emphasis, class: 'md-emphasis' },
  { tag: tags.monospace, class: 'md-code' },
  { tag: tags.link, class: 'md-link' },
  { tag: tags.inserted, class: 'md-right' },
  { tag: tags.deleted, class: 'md-wrong' },
  { tag: tags.changed, class: 'md-edge' },
])

export const markdownMode = [StreamLanguage.define(parser), syntaxHighlighting(style)]

const kinds: [RegExp, Decoration][] = [
  [/^\s*([-*+]|\d{1,9}[.)])\s/, Decoration.line({ class: 'md-item' })],
  [/^>/, Decoration.line({ class: 'md-quote' })],
  [/^\s*\|/, Decoration.line({ class: 'md-row' })],
]

/** Lines look like what they will be read as: an item hangs, a quote is set in. Nothing moves while a word is composed. */
export const lineLooks = ViewPlugin.fromClass(
  class {
    looks: DecorationSet
    constructor(view: EditorView) {
      this.looks = looksOf(view)
    }
    update({ docChanged, viewportChanged, view, changes }: ViewUpdate) {
      if (view.composing) this.looks = this.looks.map(changes)
      else if (docChanged || viewportChanged) this.looks = looksOf(view)
    }
  },
  { decorations: ({ looks }) => looks },
)

function looksOf({ visibleRanges, state }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of visibleRanges)
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at)
      const kind = kinds.find(([pattern]) => pattern.test(line.text))
      if (kind) builder.add(line.from, line.from, kind[1])
      at = line.to + 1
    }
  return builder.finish()
}
