import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { PrecedentSignal } from '#shared/citation.ts'
import type { Viewer } from '#shared/dispute-view.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { sealedFrom } from '../appeal/sealed.ts'
import { citationsFor, standingOf } from '../citation-record.ts'
import { newestGuideline } from '../guideline.ts'
import { openCiting } from './disputes.ts'

export type Gutter = {
  /** Signed decisions that cite it. */
  cited: number
  signals: Record<PrecedentSignal, number>
  /** Disputes under way that cite it, open comments on it and how many hold publishing back, proposals to answer. */
  disputes: number
  threads: number
  blocking: number
  proposals: number
}

/** What stands beside each clause. Of what is under way, only whoever works here hears. */
export async function gutterOf(
  read: Reader,
  project: string,
  viewer: Viewer,
): Promise<Record<string, Gutter>> {
  const gutter: Record<string, Gutter> = {}
  const of = (clause: string): Gutter => (gutter[clause] ??= empty())
  for (const { id } of (await newestGuideline(read, project))?.clauses ?? []) of(id)
  const { decision } = read.tables
  const sealed = await sealedFrom(read, project, viewer.id)
  const decisions = await read
    .select({ id: decision.id, state: decision.state, clauses: decision.clauses })
    .from(decision)
    .where(
      and(
        eq(decision.project, project),
        isNull(decision.until),
        inArray(decision.state, ['signed', 'superseded']),
      ),
    )
  const standing = standingOf(await citationsFor(read, project, viewer))
  for (const { id, state, clauses } of decisions.filter((one) => !sealed.decisions.has(one.id)))
    for (const clause of clauses) {
      const { signal } = standing(id, state as 'signed' | 'superseded')
      if (state === 'signed') of(clause).cited += 1
      if (signal) of(clause).signals[signal] += 1
    }
  if (worksHere(viewer)) await underWay(read, project, viewer, of)
  return gutter
}

const empty = (): Gutter => ({
  cited: 0,
  signals: { followed: 0, distinguished: 0, questioned: 0, superseded: 0 },
  disputes: 0,
  threads: 0,
  blocking: 0,
  proposals: 0,
})

/** Raters without another role read the guideline, and what was decided about their own votes; no more. */
export const worksHere = ({ owner, roles }: Viewer): boolean =>
  owner || roles.some((role) => role !== 'rater')

async function underWay(read: Reader, project: string, viewer: Viewer, of: (clause: string) => Gutter) {
  for (const { clauses } of await openCiting(read, project, viewer))
    for (const clause of clauses) of(clause).disputes += 1
  const { clauseThread, proposal } = read.tables
  const open = await present(read, 'clauseThread', project, eq(clauseThread.state, 'open'))
  for (const { anchor, blocking } of open) {
    of(anchor.clause).threads += 1
    of(anchor.clause).blocking += blocking
  }
  const waiting = inArray(proposal.state, ['open', 'changes-asked'])
  for (const { clause } of await present(read, 'proposal', project, waiting)) of(clause).proposals += 1
}
