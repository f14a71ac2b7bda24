import { and, inArray } from 'drizzle-orm'
import { type CitationRecord, type CitationSignal, type PrecedentSignal, signalOf } from '#shared/citation.ts'
import { readsRoom, type Viewer } from '#shared/dispute-view.ts'
import { type Citations, citationKey } from '#shared/guideline-state.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'
import { roomRecords } from './dispute-record.ts'

export type CitationRow = Schema['citation']['$inferSelect']
/** Ids asked for in one statement. */
const AT_ONCE = 500

/** What disputes say of decisions, as the record has it. */
export async function citationsIn(read: Reader, project: string): Promise<Citations> {
  const rows = await present(read, 'citation', project)
  return Object.fromEntries(rows.map((row) => [citationKey(row), recordOf(row)]))
}

const recordOf = ({ id, dispute, decision, signal, by, at }: CitationRow): CitationRecord => ({
  id,
  dispute,
  decision,
  signal,
  by,
  at,
})

/**
 * What was said of decisions as far as this viewer may know it: what a panel says before it has decided stays in its
 * room, for whoever sits down later must not be told which way it leans. `only`: of these decisions alone.
 */
export async function citationsFor(
  read: Reader,
  project: string,
  viewer: Viewer,
  only?: readonly string[],
): Promise<CitationRow[]> {
  const { citation, dispute } = read.tables
  const rows: CitationRow[] = []
  if (only === undefined) rows.push(...(await present(read, 'citation', project)))
  else
    for (let from = 0; from < only.length; from += AT_ONCE)
      rows.push(
        ...(await present(
          read,
          'citation',
          project,
          inArray(citation.decision, only.slice(from, from + AT_ONCE)),
        )),
      )
  const ids = [...new Set(rows.map((row) => row.dispute))]
  const open: string[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const undecided = and(
      inArray(dispute.id, ids.slice(from, from + AT_ONCE)),
      inArray(dispute.state, ['open', 'voting', 'revealed', 'withdrawn']),
    )
    for (const record of await roomRecords(read, project, undecided))
      if (!readsRoom(record, viewer)) open.push(record.id)
  }
  return rows.filter((row) => !open.includes(row.dispute))
}

/** How a decision stands, and how many panels have spoken of it. */
export type Standing = { signal: PrecedentSignal | null; citedBy: number }
export function standingOf(rows: readonly { decision: string; signal: CitationSignal }[]) {
  const of = Map.groupBy(rows, ({ decision }) => decision)
  return (decision: string, state: 'signed' | 'superseded'): Standing => {
    const own = of.get(decision) ?? []
    const signals = own.map(({ signal }) => signal)
    return { signal: signalOf(state, signals), citedBy: own.length }
  }
}
