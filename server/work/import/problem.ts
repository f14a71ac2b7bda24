import { explainFault, type Fault } from '#shared/import.ts'
import { type RefusalCode, refusalStatus, refusalWords } from '#shared/refusals.ts'
import type { Language } from '#shared/text.ts'
import type { Problem } from './plan.ts'

/** A fault of the whole file or of its mapping, in words; a question's own fault speaks the words of its refusal. */
export function problemOf({ code, params }: Fault, language: Language, line: number | null = null): Problem {
  const inner = params.code
  const words = explainFault({ code, params }, language) ?? { found: code, expected: '', fix: '' }
  const known = typeof inner === 'string' && inner in refusalStatus
  const fix = known ? refusalWords(inner as RefusalCode, { option: '', ...params }, language) : words.fix
  return { code, params, ...words, fix, line }
}
