import { type Fault, fault } from '#shared/import.ts'
import type { ImportCode } from '#shared/words/import.en.ts'

/** A whole file that cannot be read, and where: an answer to a person, not a bug. */
export class Unreadable extends Error {
  readonly fault: Fault
  /** The line where it begins, or null when the whole file is meant. */
  readonly line: number | null
  constructor(code: ImportCode, params: Fault['params'] = {}, line: number | null = null) {
    super(code)
    this.fault = fault(code, params)
    this.line = line
  }
}
