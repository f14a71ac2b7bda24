import { keyFrom } from '#shared/import/names.ts'
import { fault, listed, type Mapping, readable } from '#shared/import.ts'
import { type Misread, type Question, readValue, type Value } from '#shared/question.ts'
import { RowFault, readText, refuseUnstorable } from './cells.ts'
import type { Cells } from './row.ts'

/** What an answer in the file means, by question and by the text found, as the lead said: the values of next week's file too. */
export type ValueMap = Readonly<Record<string, Readonly<Record<string, string>>>>

/** An answer that is none; carries the question's own reason, which its own words explain. */
export class MisreadAnswer extends Error {
  readonly column: string
  readonly misread: Misread
  constructor(column: string, misread: Misread) {
    super(misread.code)
    this.column = column
    this.misread = misread
  }
}

export interface Answer {
  question: string
  value: Value
}

/** Answers already read, a question; a million rows have few different ones. */
const CACHED = 10_000

/** Reads the answers of a row: one for each column of answers that is not left open. */
export function answerReader(
  mapping: Mapping,
  questions: readonly Question[],
  valueMap: ValueMap,
): (cells: Cells) => Answer[] {
  const known = new Map(
    questions.map((question) => [question.key, readerOf(question, valueMap[question.key] ?? {})]),
  )
  const several = mapping.values.length > 1
  const only = questions.length === 1 ? questions[0]! : undefined
  const questionOf = (name: string | null, cells: Cells): Question => {
    if (name === null && mapping.question !== undefined) return namedIn(cells)
    const found = name === null ? only : questions.find((question) => question.key === name)
    if (!found) throw new Error(`The mapping was not held against the questions: ${name}`)
    return found
  }
  const namedIn = (cells: Cells): Question => {
    const column = mapping.question!
    const text = readText({ column, value: cells[column] }, 1_000)?.trim() ?? ''
    const found =
      questions.find((question) => question.key === text) ??
      questions.find((question) => question.key === keyFrom(text, 0))
    if (found) return found
    throw new RowFault(
      column,
      fault('question-unknown', {
        found: readable(text),
        questions: listed(questions.map((question) => question.key)),
      }),
    )
  }
  return (cells) => {
    const answers: Answer[] = []
    for (const { column, question: name } of mapping.values) {
      const raw = cells[column]
      if (raw === undefined || raw === null) continue
      const question = questionOf(name, cells)
      // With several questions in a row an empty cell is a question left open; an empty set is another thing.
      if (several && raw === '' && question.type !== 'multi' && valueMap[question.key]?.[''] === undefined)
        continue
      refuseUnstorable({ column, value: raw })
      const read = known.get(question.key)!(raw)
      if ('code' in read) throw new MisreadAnswer(column, read)
      answers.push({ question: question.key, value: read.value })
    }
    return answers
  }
}

function readerOf(question: Question, meant: Readonly<Record<string, string>>) {
  const cache = new Map<string, { value: Value } | Misread>()
  const read = (raw: unknown) => {
    // A list of one is how tools with check boxes write a single choice.
    const bare = Array.isArray(raw) && raw.length === 1 && question.type !== 'multi' ? raw[0] : raw
    const text = typeof bare === 'string' ? bare : readable(bare)
    return readValue(question, Object.hasOwn(meant, text) ? meant[text] : bare)
  }
  return (raw: unknown) => {
    if (typeof raw !== 'string') return read(raw)
    const before = cache.get(raw)
    if (before) return before
    const result = read(raw)
    if (cache.size < CACHED) cache.set(raw, result)
    return result
  }
}
