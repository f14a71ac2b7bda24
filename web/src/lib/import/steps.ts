import { m } from '#lib/paraglide/messages.js'
import type { Encoding, Format } from './answers.ts'

export const steps = ['source', 'map', 'check', 'preview', 'run'] as const
export type Step = (typeof steps)[number]
export const stepWords: Record<Step, () => string> = {
  source: m.import_step_source,
  map: m.import_step_map,
  check: m.import_step_check,
  preview: m.import_step_preview,
  run: m.import_step_run,
}

/** The step an address asks for, or the one its import has come to. */
export function stepAt(wanted: string | null, editable: boolean): Step {
  return editable ? (steps.find((step) => step === wanted && step !== 'run') ?? 'map') : 'run'
}

export const encodingWords: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  shift_jis: 'Shift_JIS',
}
export const formatWords: Record<Format, () => string> = {
  'long-csv': m.import_format_csv,
  'long-jsonl': m.import_format_jsonl,
  'label-studio': m.import_format_label_studio,
}
