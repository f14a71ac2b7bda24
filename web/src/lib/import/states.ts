import { m } from '#lib/paraglide/messages.js'
import type { ImportState } from '#shared/import-run.ts'

/** The state of an import: a shape and a word. */
export const stateWords: Record<ImportState, { shape: string; word: () => string }> = {
  checking: { shape: '◌', word: m.import_state_checking },
  ready: { shape: '◐', word: m.import_state_ready },
  running: { shape: '◑', word: m.import_state_running },
  staged: { shape: '◑', word: m.import_state_running },
  done: { shape: '✓', word: m.import_state_done },
  cancelled: { shape: '–', word: m.import_state_cancelled },
  failed: { shape: '✕', word: m.import_state_failed },
  withdrawn: { shape: '↶', word: m.import_state_withdrawn },
}
