import { fault } from '#shared/import.ts'
import type { Reader } from '../../store/store.ts'
import type { Plan, Problem, Report, Settled } from './plan.ts'
import { problemOf } from './problem.ts'
import { readImport, type Sink } from './read.ts'
import { settle } from './settle.ts'
import { Unreadable } from './unreadable.ts'

/** Without `settled` the file is looked at and checked; with it, as the check left it, the file is read in. */
export interface Order {
  plan: Plan
  settled: Settled | null
}
export interface Outcome {
  settled: Settled | null
  report: Report | null
  problem: Problem | null
}

/** One piece of work, the same in a thread and without one. */
export async function perform({ plan, settled: before }: Order, read: Reader, sink: Sink): Promise<Outcome> {
  try {
    sink.step({ phase: before ? 'writing' : 'looking', rows: 0, bytes: 0, size: 0 })
    const settled = before ?? (await settle(plan, read))
    if (settled.problem) return { settled, report: null, problem: settled.problem }
    const report = await readImport(plan, settled, read, sink)
    return { settled, report, problem: refuseWithdrawals(plan, report) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { settled: null, report: null, problem: problemOf(error.fault, plan.language, error.line) }
  }
}

/** A file with less than half of what its source sent before is more likely a part than the whole: the lead must say. */
function refuseWithdrawals(
  { source, choices, language }: Plan,
  { ending, sourceVotes }: Report,
): Problem | null {
  if (choices.complete !== null || ending.gone.length * 2 <= sourceVotes) return null
  return problemOf(fault('most-withdrawn', { gone: ending.gone.length, all: sourceVotes, source }), language)
}
