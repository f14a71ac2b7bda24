import { m } from '#lib/paraglide/messages.js'
import { locale } from '#lib/words.ts'
import { parseNumber } from '#shared/question/cell.ts'
import {
  type Level,
  type Question,
  type QuestionTypeName,
  questionFault,
  questionType,
} from '#shared/question.ts'
import { type Params, type RefusalCode, refusalWords } from '#shared/refusals.ts'

/** A question while it is typed: numbers are the text in their fields. */
export type QuestionDraft = {
  key: string
  type: QuestionTypeName
  level: Level
  wording: { en: string; ja: string }
  options: { value: string; label: { en: string; ja: string } }[]
  /** An ordinal question is answered by named steps or by a number on a scale. */
  steps: 'options' | 'scale'
  min: string
  max: string
  tolerance: string
  cautious: string
}
export type QuestionInput = Omit<Question, 'version'>
export type QuestionPart = 'key' | 'type' | 'options' | 'scale' | 'level' | 'tolerance' | 'cautious'
/** A sentence and the field it belongs to; null when it is about no field. */
export type QuestionFault = { part: QuestionPart | null; sentence: string }

export const typeWords: Record<QuestionTypeName, () => string> = {
  single: m.question_type_single,
  multi: m.question_type_multi,
  ordinal: m.question_type_ordinal,
  number: m.question_type_number,
}

export const emptyQuestion = (): QuestionDraft => ({
  key: '',
  type: 'single',
  level: 'nominal',
  wording: { en: '', ja: '' },
  options: [newOption(), newOption()],
  steps: 'options',
  min: '',
  max: '',
  tolerance: '0',
  cautious: '',
})

export const newOption = (): QuestionDraft['options'][number] => ({ value: '', label: { en: '', ja: '' } })

export function draftOf(question: QuestionInput): QuestionDraft {
  const { key, type, level, wording, options, scale, tolerance, cautious } = question
  return {
    key,
    type,
    level,
    wording: { ...wording },
    options: options.map(({ value, label }) => ({ value, label: { ...label } })),
    steps: scale && options.length === 0 ? 'scale' : 'options',
    min: scale ? String(scale.min) : '',
    max: scale ? String(scale.max) : '',
    tolerance: String(tolerance),
    cautious: cautious ?? '',
  }
}

export const asksOptions = ({ type, steps }: QuestionDraft): boolean =>
  type === 'single' || type === 'multi' || (type === 'ordinal' && steps === 'options')
export const asksScale = ({ type, steps }: QuestionDraft): boolean =>
  type === 'number' || (type === 'ordinal' && steps === 'scale')

/** What the draft says; fields that its type does not ask for are empty. Numbers that are none become NaN, see `faultOf`. */
export function questionOf(draft: QuestionDraft): QuestionInput {
  const { key, type, wording, tolerance, cautious } = draft
  const levels = questionType(type).levels
  const options = asksOptions(draft) ? draft.options.filter(({ value }) => value.trim() !== '') : []
  return {
    key: key.trim(),
    type,
    level: levels.includes(draft.level) ? draft.level : levels[0]!,
    wording: { en: wording.en.trim(), ja: wording.ja.trim() },
    options: options.map(({ value, label }) => ({ value: value.trim(), label: { ...label } })),
    scale: asksScale(draft) ? scaleOf(draft) : null,
    tolerance: type === 'single' ? 0 : (parseNumber(tolerance) ?? Number.NaN),
    cautious: cautious === '' ? null : cautious,
  }
}

function scaleOf({ min, max, type }: QuestionDraft): Question['scale'] {
  if (type === 'number' && min.trim() === '' && max.trim() === '') return null
  return { min: parseNumber(min) ?? Number.NaN, max: parseNumber(max) ?? Number.NaN }
}

/** The ends towards which a careful rater may err. */
export function polesOf(draft: QuestionDraft): string[] {
  const { options, scale } = questionOf(draft)
  if (options.length > 0) return options.map(({ value }) => value)
  return scale ? [scale.min, scale.max].filter(Number.isFinite).map(String) : []
}

/** What the server would refuse, known before it is asked. */
export function faultOf(draft: QuestionDraft): QuestionFault | undefined {
  const question = questionOf(draft)
  if (question.key === '') return { part: 'key', sentence: m.question_key_needed() }
  const { scale, tolerance } = question
  if (scale && !(Number.isFinite(scale.min) && Number.isFinite(scale.max)))
    return { part: 'scale', sentence: m.question_scale_numbers() }
  if (!(tolerance >= 0)) return { part: 'tolerance', sentence: m.question_tolerance_number() }
  const code = questionFault({ ...question, version: 1 })
  if (!code) return
  const values = question.options.map(({ value }) => value)
  const option = values.find((value, at) => values.indexOf(value) < at) ?? ''
  return sayRefused(code, { question: question.key, option })
}

const parts: Partial<Record<RefusalCode, QuestionPart>> = {
  'options-needed': 'options',
  'options-repeat': 'options',
  'option-in-use': 'options',
  'scale-needed': 'scale',
  'scale-empty': 'scale',
  'level-unfit': 'level',
  'cautious-unknown': 'cautious',
  'type-fixed': 'type',
}

function sayRefused(code: RefusalCode, params: Params): QuestionFault {
  return { part: parts[code] ?? null, sentence: refusalWords(code, params, locale()) }
}

/** At which field the server's refusal belongs. */
export const partOf = (code: string): QuestionPart | null => parts[code as RefusalCode] ?? null
