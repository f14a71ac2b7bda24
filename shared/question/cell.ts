import type { Misread, MisreadCode, QuestionFields } from './shape.ts'

/** What was found is quoted, not repeated at length. */
const MAX_FOUND = 120

export function misread(
  question: QuestionFields,
  code: MisreadCode,
  found: unknown,
  suggestion: string | null = null,
): Misread {
  const text = cellText(found)
  return {
    code,
    found: [...text].length > MAX_FOUND ? `${[...text].slice(0, MAX_FOUND).join('')}…` : text,
    options: question.options.map((option) => option.value),
    scale: question.scale,
    suggestion,
  }
}

export function cellText(raw: unknown): string {
  if (raw === null || raw === undefined) return ''
  if (typeof raw === 'object') return JSON.stringify(raw)
  return String(raw)
}

const halfWidthDigits = (text: string) =>
  text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))

/** Letters that only differ in width, case or spacing look alike. */
const folded = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/**
 * The option a cell names: exactly, or but for blanks around it and full-width digits. Anything looser is a guess,
 * which a person confirms.
 */
export function optionNamed(question: QuestionFields, text: string): string | null {
  const has = (value: string) => question.options.some((option) => option.value === value)
  for (const form of [text, text.trim(), halfWidthDigits(text.trim())]) if (has(form)) return form
  return null
}

/** The option a cell probably means: alike but for width and case, its label, or the same number (1.0 for 1). */
export function optionMeant(question: QuestionFields, text: string): string | null {
  const wanted = folded(text)
  if (wanted === '') return null
  const near = question.options.filter((option) => {
    const forms = [option.value, option.label.en, option.label.ja]
    return forms.some((form) => folded(form) === wanted) || sameNumber(option.value, wanted)
  })
  return near.length === 1 ? near[0]!.value : null
}

function sameNumber(a: string, b: string): boolean {
  const [left, right] = [parseNumber(a), parseNumber(b)]
  return left !== null && left === right
}

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/

/** A decimal number as people and files write it: full-width digits, any minus sign, commas between thousands. */
export function parseNumber(text: string): number | null {
  const plain = text.normalize('NFKC').trim().replace(/[−‐–]/g, '-')
  const bare = THOUSANDS.test(plain) ? plain.replaceAll(',', '') : plain
  if (!PLAIN.test(bare)) return null
  const value = Number(bare)
  // Adding zero turns −0 into 0, so that the two are one value.
  return Number.isFinite(value) ? value + 0 : null
}

/** Reads a number on the question's scale. */
export function readNumber(question: QuestionFields, raw: unknown): { value: number } | Misread {
  const text = cellText(raw)
  if (text.trim() === '') return misread(question, 'no-answer', raw)
  const value = typeof raw === 'boolean' ? null : parseNumber(text)
  if (value === null) return misread(question, 'not-a-number', raw, numberMeant(text))
  const { scale } = question
  if (scale && (value < scale.min || value > scale.max)) return misread(question, 'outside-scale', raw)
  return { value }
}

/** A decimal comma, a percent sign or a unit is a guess to confirm: "3,5" may be 3.5 or a list. */
function numberMeant(text: string): string | null {
  const plain = text.normalize('NFKC').trim()
  const meant = /^([+-]?\d+)[,.](\d+)$/.exec(plain)
  if (meant) return `${meant[1]}.${meant[2]}`
  const led = /^([+-]?\d+(?:\.\d+)?)\s*[^\d\s.,/-][^\d]*$/.exec(plain)
  return led ? led[1]! : null
}

/** Reads one of the declared options. */
export function readOption(question: QuestionFields, raw: unknown): { value: string } | Misread {
  const text = cellText(raw)
  const value = optionNamed(question, text)
  if (value !== null) return { value }
  if (text.trim() === '') return misread(question, 'no-answer', raw)
  return misread(question, 'unknown-option', raw, optionMeant(question, text))
}
