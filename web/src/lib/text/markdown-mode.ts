import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language'
import { tags } from '@lezer/highlight'

/** What stands at the beginning of a line, and what stands within; the first that fits names the token. */
const atStart: [RegExp, string][] = [
  [/^#{1,6}(?=\s).*/, 'heading'],
  [/^>(?=\s|$)/, 'quote'],
  [/^\s*([-*+]|\d{1,9}[.)])(?=\s)/, 'list'],
]
const within: [RegExp, string][] = [
  [/^\*\*(?=\S)[^*]+\*\*/, 'strong'],
  [/^\*(?=\S)[^*]+\*/, 'emphasis'],
  [/^`[^`]+`/, 'monospace'],
  [/^\[[^\]]*\]\([^)]*\)/, 'link'],
]

/** Markdown as far as these texts use it, a line at a time; the whole grammar would bring HTML, JavaScript and CSS along. */
const parser: StreamParser<null> = {
  name: 'markdown',
  token(stream) {
    const found = (stream.sol() ? [...atStart, ...within] : within).find(([pattern]) => stream.match(pattern))
    if (found) return found[1]
    stream.next()
    stream.eatWhile(/[^*`[]/)
    return null
  },
}

/** Classes only: how they look stands in the component's own styles. */
const style = HighlightStyle.define([
  { tag: tags.heading, class: 'md-heading' },
  { tag: tags.quote, class: 'md-mark' },
  { tag: tags.list, class: 'md-mark' },
  { tag: tags.strong, class: 'md-strong' },
  { tag: tags.emphasis, class: 'md-emphasis' },
  { tag: tags.monospace, class: 'md-code' },
  { tag: tags.link, class: 'md-link' },
])

export const markdownMode = [StreamLanguage.define(parser), syntaxHighlighting(style)]
