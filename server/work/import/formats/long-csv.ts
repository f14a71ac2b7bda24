import { type CsvError, parse } from 'csv-parse'
import { plainCell } from '#shared/csv.ts'
import { namedContent, namedQuestion, namedRole } from '#shared/import/names.ts'
import { looksLikeHeader } from '#shared/import/shapes.ts'
import { fault, importLimits, ownColumnPrefix, readable } from '#shared/import.ts'
import { unstorable } from '#shared/text.ts'
import type { Source } from '../decode.ts'
import { BATCH_ROWS, type Cells, type Importer, type RawRow, ROW_CHARACTERS } from '../row.ts'
import { Unreadable } from '../unreadable.ts'
import { declaredDelimiter, sniffDelimiter } from './delimiter.ts'

interface Line {
  line: number
  cells: string[]
}

/** Rows looked at before deciding whether the first one names the columns. */
const HEADER_ROWS = 500

/** A table with one vote a row: CSV, TSV and their cousins; crowd-kit, cleanlab, MTurk, Toloka and Appen files too. */
export const longCsv: Importer = {
  name: 'long-csv',
  regular: true,
  sniff(head, name) {
    if (/^\s*[[{]/.test(head)) return 0
    const known = /\.(csv|tsv|tab|txt)$/i.test(name)
    return (sniffDelimiter(head, name) ? 0.6 : 0) + (known ? 0.2 : 0)
  },
  async *rows(source) {
    let columns: string[] | undefined
    let ours = false
    let waiting: Line[] = []
    for await (const records of readRecords(source)) {
      waiting = columns ? records : waiting.concat(records)
      if (!columns && waiting.length < 2) continue
      if (!columns) {
        const header = nameColumns(waiting)
        columns = header.columns
        ours = columns.some((column) => column.startsWith(ownColumnPrefix))
        if (header.named) waiting.shift()
      }
      for (let start = 0; start < waiting.length; start += BATCH_ROWS) {
        yield toRows(columns, waiting.slice(start, start + BATCH_ROWS), ours)
      }
      waiting = []
    }
    if (columns) return
    const [only] = waiting
    if (!only) throw new Unreadable('file-empty')
    if (nameColumns(waiting).named) throw new Unreadable('no-rows', {}, only.line)
    yield toRows(nameColumns(waiting).columns, waiting, false)
  },
}

async function* readRecords(source: Source): AsyncGenerator<Line[]> {
  const declared = declaredDelimiter(source.head)
  let records: Line[] = []
  let last = declared ? 1 : 0
  let raw = 0
  let halves = false
  const parser = parse({
    delimiter: declared?.delimiter ?? sniffDelimiter(source.head, source.name) ?? ',',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: ROW_CHARACTERS,
    // Rows are taken here and not from the stream: an event for each would cost more than parsing it.
    on_record(cells: string[], info) {
      const counted = info.lines - raw
      raw = info.lines
      // Inside quotes the parser counts CRLF twice; looking is only worth it where lines were passed.
      const inside = counted > 1 ? lineEnds(cells) : noLineEnds
      last += counted - inside.crlf
      records.push({ line: last - inside.all, cells: halves ? cells.map(withHalves) : cells })
      return undefined
    },
  })
  parser.on('error', () => {})
  parser.resume()
  let skip = declared?.length ?? 0
  try {
    for await (const whole of source.text()) {
      const text = skip > 0 ? whole.slice(skip) : whole
      if (!text.isWellFormed()) halves = true
      await new Promise<void>((resolve, reject) => {
        parser.write(halves ? withoutHalves(text) : text, (error) => (error ? reject(error) : resolve()))
      })
      skip = 0
      yield records
      records = []
    }
    await new Promise<void>((resolve, reject) => {
      parser.end((error?: Error | null) => (error ? reject(error) : resolve()))
    })
  } catch (error) {
    throw unreadable(error as CsvError, last + 1)
  }
  yield records
}

// The parser works on UTF-8, which cannot hold half a character: a code that is none carries it through.
const CARRIER = '\ufdd0'
const withoutHalves = (text: string) => text.replace(/\p{Cs}/gu, CARRIER)
const withHalves = (cell: string) => cell.replaceAll(CARRIER, '\ud800')

const noLineEnds = { all: 0, crlf: 0 }

function lineEnds(cells: readonly string[]): { all: number; crlf: number } {
  const found = cells.flatMap((cell) => cell.match(/\r\n|\r|\n/g) ?? [])
  return { all: found.length, crlf: found.filter((end) => end === '\r\n').length }
}

function unreadable(error: CsvError, line: number): unknown {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new Unreadable('quote-open', {}, line)
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new Unreadable('record-too-large', { limit: '1 MiB' }, line)
  return error
}

/** The columns' names, made distinct; a file without them gets “column 1”, “column 2”… */
function nameColumns(records: readonly Line[]): { columns: string[]; named: boolean } {
  const first = records[0]!
  const below = records.slice(1, HEADER_ROWS).map((record) => record.cells)
  const known = first.cells.filter(
    (cell) => namedRole(cell) || namedQuestion(cell) || namedContent(cell),
  ).length
  const named = known > 1 || looksLikeHeader(first.cells, below)
  if (first.cells.length > importLimits.columns) {
    throw new Unreadable(
      'columns-too-many',
      { found: first.cells.length, limit: importLimits.columns },
      first.line,
    )
  }
  const seen = new Set<string>()
  const columns = first.cells.map((cell, n) => {
    if (named && unstorable(cell))
      throw new Unreadable('header-invalid', { found: readable(cell) }, first.line)
    const trimmed = cell.trim().slice(0, importLimits.columnCharacters - 8)
    const name = named && trimmed && trimmed !== '__proto__' ? trimmed : `column ${n + 1}`
    let distinct = name
    for (let copy = 2; seen.has(distinct); copy++) distinct = `${name} (${copy})`
    seen.add(distinct)
    return distinct
  })
  return { columns, named }
}

function toRows(columns: readonly string[], records: readonly Line[], ours: boolean): RawRow[] {
  return records.map(({ line, cells }) => {
    if (cells.length !== columns.length) return raggedRow(columns, line, cells)
    const row: Cells = {}
    let blank = true
    for (let i = 0; i < columns.length; i++) {
      const cell = cells[i]!
      if (blank && cell !== '') blank = false
      row[columns[i]!] = ours ? plainCell(cell) : cell
    }
    return blank ? { line, cells: row, skip: 'blank' } : { line, cells: row }
  })
}

/** Its cells are kept as far as they go, so that it can be handed back. */
function raggedRow(columns: readonly string[], line: number, cells: readonly string[]): RawRow {
  const code = cells.length < columns.length ? 'cells-missing' : 'cells-extra'
  const kept = columns.slice(0, cells.length).map((column, n) => [column, cells[n]])
  return {
    line,
    cells: Object.fromEntries(kept),
    fault: fault(code, { count: cells.length, columns: columns.length }),
  }
}
