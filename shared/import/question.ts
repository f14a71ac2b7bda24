import { parseNumber } from '../question/cell.ts'
import { type Question, type QuestionTypeName, questionType } from '../question.ts'

/** Past this many different answers a column is text or ids, not a choice. */
const MOST_OPTIONS = 100

export interface QuestionGuess {
  type: QuestionTypeName
  options: string[]
  scale: { min: number; max: number } | null
}

/**
 * What a question that does not exist yet probably is, by the distinct answers in the file and how often each comes.
 * With a type declared, its options or scale; undefined when the answers do not fit or are too many to be options.
 */
export function guessQuestion(
  answers: ReadonlyMap<string, number>,
  declared?: QuestionTypeName,
): QuestionGuess | undefined {
  const values = [...answers.keys()].filter((value) => value.trim() !== '').sort(byNumberThenText)
  if (values.length === 0) return
  const numbers = values.map(parseNumber)
  const parts = new Set(values.flatMap(partsOf).sort(byNumberThenText))
  if (declared === 'multi') return optionsOf('multi', [...parts])
  if (declared === 'single') return optionsOf('single', values)
  if (numbers.every((number) => number !== null)) {
    const guess = guessNumeric(values, numbers)
    return declared ? { type: declared, options: [], scale: guess.scale ?? rangeOf(numbers) } : guess
  }
  if (declared) return declared === 'ordinal' ? optionsOf('ordinal', values) : undefined
  const lists = values.some((value) => value.startsWith('[') && partsOf(value)[0] !== value)
  const sets = values.some((value) => partsOf(value).length > 1) && parts.size < values.length
  if (lists || sets) return optionsOf('multi', [...parts])
  return optionsOf(
    'single',
    values.sort((a, b) => answers.get(b)! - answers.get(a)!),
  )
}

function optionsOf(type: QuestionTypeName, options: string[]): QuestionGuess | undefined {
  return options.length <= MOST_OPTIONS ? { type, options, scale: null } : undefined
}

function byNumberThenText(a: string, b: string): number {
  return (parseNumber(a) ?? 0) - (parseNumber(b) ?? 0) || (a < b ? -1 : 1)
}

/** Two numbers are a choice, a few whole ones a scale of steps, all else is measured. */
function guessNumeric(values: readonly string[], numbers: readonly number[]): QuestionGuess {
  const { min, max } = rangeOf(numbers)
  if (min === max || new Set(numbers).size <= 2) return { type: 'single', options: [...values], scale: null }
  const whole = numbers.every(Number.isInteger)
  if (whole && max - min <= 10) return { type: 'ordinal', options: [], scale: { min, max } }
  const percent = min >= 0 && max <= 100 && max > 50
  return { type: 'number', options: [], scale: percent ? { min: 0, max: 100 } : { min, max } }
}

function rangeOf(numbers: readonly number[]): { min: number; max: number } {
  return { min: Math.min(...numbers), max: Math.max(...numbers) }
}

function partsOf(value: string): string[] {
  if (value.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(value)
      if (Array.isArray(list)) return list.map(String)
    } catch {
      return [value]
    }
  }
  return value
    .split(/[|;#｜；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** A question as guessed, with its key for wording until somebody writes one. */
export function questionFrom(key: string, guess: QuestionGuess): Question {
  const { type, options, scale } = guess
  return {
    key,
    type,
    level: questionType(type).levels[0]!,
    wording: { en: key, ja: key },
    options: options.map((value) => ({ value, label: { en: '', ja: '' } })),
    scale,
    tolerance: 0,
    cautious: null,
    version: 1,
  }
}
