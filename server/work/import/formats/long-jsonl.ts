import { fault, readable } from '#shared/import.ts'
import { BATCH_ROWS, type Cells, type Importer, type RawRow, ROW_CHARACTERS } from '../row.ts'
import { Unreadable } from '../unreadable.ts'

/** One JSON object a line. */
export const longJsonl: Importer = {
  name: 'long-jsonl',
  regular: false,
  sniff(head, name) {
    const first = head.trimStart().split('\n', 1)[0]!.trim()
    if (!first.startsWith('{')) return 0
    const known = /\.(jsonl|ndjson)$/i.test(name)
    const whole = first.endsWith('}')
    return known ? 0.85 : whole ? 0.7 : 0
  },
  async *rows(source) {
    let line = 0
    let carried = ''
    let batch: RawRow[] = []
    for await (const text of source.text()) {
      const lines = (carried + text).split('\n')
      carried = lines.pop()!
      if (carried.length > ROW_CHARACTERS)
        throw new Unreadable('record-too-large', { limit: '1 MiB' }, line + lines.length + 1)
      for (const one of lines) {
        line += 1
        if (one.trim() !== '') batch.push(readLine(one, line))
        if (batch.length < BATCH_ROWS) continue
        yield batch
        batch = []
      }
    }
    if (carried.trim() !== '') batch.push(readLine(carried, line + 1))
    if (batch.length > 0) yield batch
  },
}

function readLine(text: string, line: number): RawRow {
  try {
    const value: unknown = JSON.parse(text)
    if (value && typeof value === 'object' && !Array.isArray(value)) return { line, cells: value as Cells }
    return { line, cells: {}, fault: fault('json-not-object', { found: readable(text) }) }
  } catch {
    return { line, cells: {}, fault: fault('json-broken', { found: readable(text) }) }
  }
}
