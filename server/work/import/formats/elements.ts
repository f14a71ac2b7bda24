import { readable } from '#shared/import.ts'
import { TASK_CHARACTERS } from '../row.ts'
import { Unreadable } from '../unreadable.ts'

/** One object of a list, still text, and the line where it begins. */
export interface Element {
  line: number
  text: string
}

/**
 * The objects of a JSON list (or of JSON objects one after another) as they stream by, so that a list of any length
 * needs the memory of its longest object. Only brackets and strings are looked at; the objects are parsed by others.
 */
export async function* elements(chunks: AsyncIterable<string>): AsyncGenerator<Element> {
  let [line, begun, depth, size] = [1, 0, 0, 0]
  let [list, closed, quoted, escaped] = [false, false, false, false]
  let parts: string[] = []
  for await (const chunk of chunks) {
    let start = depth > 0 ? 0 : -1
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i)
      if (c === 10) line += 1
      if (escaped) escaped = false
      else if (quoted) {
        if (c === 92) escaped = true
        else if (c === 34) quoted = false
      } else if (depth === 0) {
        if (c === 123 && !closed) [start, begun, depth] = [i, line, 1]
        else if (c === 91 && !list) list = true
        else if (c === 93 && list && !closed) closed = true
        else if (c > 32 && c !== 44) throw broken(chunk.slice(i), line)
      } else if (c === 34) quoted = true
      else if (c === 123 || c === 91) depth += 1
      else if ((c === 125 || c === 93) && --depth === 0) {
        parts.push(chunk.slice(start, i + 1))
        yield { line: begun, text: parts.join('') }
        ;[parts, start, size] = [[], -1, 0]
      }
    }
    if (start >= 0) {
      parts.push(chunk.slice(start))
      size += chunk.length
    }
    if (size > TASK_CHARACTERS) throw new Unreadable('record-too-large', { limit: '16 MiB' }, begun)
  }
  if (depth > 0) throw broken(parts.join('').slice(-200), begun)
  if (list && !closed) throw broken('', line)
}

function broken(text: string, line: number): Unreadable {
  return new Unreadable('json-broken', { found: readable(text.trim().slice(0, 80)) || '…' }, line)
}
