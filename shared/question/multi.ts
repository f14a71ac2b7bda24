import { values as en } from '../words/values.en.ts'
import { values as ja } from '../words/values.ja.ts'
import { campsWithin, equalCamps } from './camps.ts'
import { cellText, misread, optionMeant, optionNamed } from './cell.ts'
import type { Misread, QuestionFields, QuestionType, Value } from './shape.ts'
import { canonical, medoidBy, showOption } from './value.ts'

const SEPARATORS = [';', '|', '#', ',', '、', '\n']

/** Any number of options, none included. */
export const multi: QuestionType = {
  levels: ['set'],
  model: 'options',
  labels: (question) => (question.options.length === 0 ? 0 : 2 ** question.options.length),
  read,
  canonical,
  distance: (_, a, b) => masi(a as string[], b as string[]),
  agrees: (question, a, b) =>
    question.tolerance === 0
      ? canonical(a) === canonical(b)
      : masi(a as string[], b as string[]) <= question.tolerance + 1e-9,
  camps: (question, votes) =>
    question.tolerance === 0
      ? equalCamps(votes)
      : campsWithin(
          votes,
          (a, b) => multi.agrees(question, a, b),
          (a, b) => multi.distance(question, a, b),
        ),
  medoid: (question, votes) => medoidBy(votes, (a, b) => multi.distance(question, a, b)),
  show: (question, value, language) => {
    const words = language === 'ja' ? ja : en
    const chosen = (value as string[]).map((one) => showOption(question, one, language))
    return chosen.length === 0 ? words.noneChosen : chosen.join(words.and)
  },
}

/** Passonneau 2006, "Measuring agreement on set-valued items": 1 − Jaccard × monotonicity. */
function masi(a: readonly string[], b: readonly string[]): number {
  const left = new Set(a)
  const right = new Set(b)
  const both = [...left].filter((one) => right.has(one)).length
  const either = left.size + right.size - both
  if (either === 0) return 0
  if (both === 0) return 1
  const nested = both === left.size || both === right.size
  const monotone = left.size === right.size && nested ? 1 : nested ? 2 / 3 : 1 / 3
  return 1 - (both / either) * monotone
}

function read(question: QuestionFields, raw: unknown): { value: Value } | Misread {
  const parts = listed(question, raw)
  if (!Array.isArray(parts)) return parts
  const value: string[] = []
  for (const part of parts) {
    const option = optionNamed(question, part)
    if (option === null) return misread(question, 'unknown-options-in-set', part, optionMeant(question, part))
    value.push(option)
  }
  return { value: [...new Set(value)].sort() }
}

/** The parts of a list: an array, JSON, one option, or options between separators. */
function listed(question: QuestionFields, raw: unknown): string[] | Misread {
  if (Array.isArray(raw)) return flat(raw) ?? misread(question, 'not-a-list', raw)
  const text = cellText(raw).trim()
  // An empty cell may mean "nothing fits" or "not answered"; only the file's owner knows which.
  if (text === '') return misread(question, 'no-list', raw)
  if (optionNamed(question, text) !== null) return [text]
  if (text.startsWith('[') || text.startsWith('{')) {
    return parsed(text) ?? misread(question, 'not-a-list', raw)
  }
  return separated(question, text)
}

function parsed(text: string): string[] | null {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? flat(list) : null
  } catch {
    return null
  }
}

const flat = (list: readonly unknown[]): string[] | null =>
  list.every((part) => ['string', 'number', 'boolean'].includes(typeof part)) ? list.map(String) : null

/** The first separator under which every part is an option, since an option's own value may hold a comma. */
function separated(question: QuestionFields, text: string): string[] {
  const wide = text.replaceAll('；', ';').replaceAll('｜', '|').replaceAll('，', ',').replaceAll('＃', '#')
  const present = SEPARATORS.filter((separator) => wide.includes(separator))
  const splits = present.map((separator) => wide.split(separator).filter((part) => part.trim() !== ''))
  const known = splits.find((parts) => parts.every((part) => optionNamed(question, part) !== null))
  return known ?? splits[0] ?? [text]
}
