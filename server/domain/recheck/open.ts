import { and, eq } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import type { GuidelineHead } from '#shared/guideline.ts'
import type { RecheckRecord } from '#shared/recheck.ts'
import type { Asked } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { guidelineHeads, newestVersion } from '../guideline.ts'

type Cited = { id: string; dispute: string; question: string; clauses: string[]; guideline: number | null }

/**
 * Decisions that have to be looked at again because of a new version, which is stored already: signed, and citing a
 * clause that does not mean any more what it meant in the version the decision rests on, or that left the text. A
 * re-check of the same decision that still waits goes on under the new version.
 */
export async function openRechecks(tx: Writer, asked: Asked, head: GuidelineHead): Promise<Fact[]> {
  const project = asked.project.id
  const touched = touchedBy(head)
  if (touched.size === 0) return []
  const decisions = await decisionsCiting(tx, project, touched)
  if (decisions.length === 0) return []
  const meant = meanings(await guidelineHeads(tx, project, citedBy(decisions)))
  const waiting = new Map(
    (await present(tx, 'recheck', project, eq(tx.tables.recheck.state, 'waiting'))).map((row) => [
      row.decision,
      row,
    ]),
  )
  const rechecks: RecheckRecord[] = []
  for (const decision of decisions) {
    const old = waiting.get(decision.id)
    const clauses = decision.clauses.filter(
      (id) =>
        (touched.has(id) || old?.clauses.includes(id)) &&
        meant(decision.guideline, id) !== meant(head.version, id),
    )
    if (clauses.length === 0) continue
    const recheck: RecheckRecord = {
      id: old?.id ?? asked.newId(),
      version: head.version,
      decision: decision.id,
      dispute: decision.dispute,
      question: decision.question,
      clauses,
      state: 'waiting',
      by: null,
      at: null,
    }
    await write(tx, asked, recheck, old)
    rechecks.push(recheck)
  }
  return rechecks.length === 0 ? [] : [{ kind: 'rechecks.opened', rechecks }]
}

/** What is signed under a version that another has followed since begins with a re-check where a cited clause changed. */
export async function openAtSigning(
  tx: Writer,
  asked: Asked,
  dispute: string,
  signed: readonly Omit<Cited, 'dispute'>[],
): Promise<Fact[]> {
  const project = asked.project.id
  const version = await newestVersion(tx, project)
  const late = signed.filter(({ guideline }) => guideline !== null && guideline < version)
  if (late.length === 0) return []
  const meant = meanings(
    await guidelineHeads(
      tx,
      project,
      late.flatMap(({ clauses }) => clauses),
    ),
  )
  const rechecks = late.flatMap(({ id, question, clauses, guideline }): RecheckRecord[] => {
    const changed = clauses.filter((clause) => meant(guideline, clause) !== meant(version, clause))
    const recheck = { id: asked.newId(), version, decision: id, dispute, question, clauses: changed }
    return changed.length === 0 ? [] : [{ ...recheck, state: 'waiting', by: null, at: null }]
  })
  for (const recheck of rechecks) await write(tx, asked, recheck, undefined)
  return rechecks.length === 0 ? [] : [{ kind: 'rechecks.opened', rechecks }]
}

/** Clauses whose decisions are looked at again: a change of wording, or of a translation, is none. */
export const touchedBy = ({ changes }: Pick<GuidelineHead, 'changes'>): Set<string> =>
  new Set(Object.keys(changes).filter((id) => changes[id] === 'meaning' || changes[id] === 'gone'))

/** Signed decisions that hold now and cite one of these clauses. */
async function decisionsCiting(
  read: Reader,
  project: string,
  clauses: ReadonlySet<string>,
): Promise<Cited[]> {
  const { decision } = read.tables
  const rows = await present(read, 'decision', project, eq(decision.state, 'signed'))
  return rows
    .filter((row) => row.clauses.some((id) => clauses.has(id)))
    .map(({ id, dispute, question, clauses, guideline }) => ({ id, dispute, question, clauses, guideline }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

const citedBy = (decisions: readonly Cited[]) => [...new Set(decisions.flatMap(({ clauses }) => clauses))]

/** What a clause meant in a version; undefined where it was not in it. */
export function meanings(heads: readonly GuidelineHead[]) {
  const known = new Map(
    heads.map(({ version, clauses }) => [version, new Map(clauses.map(({ id, meaning }) => [id, meaning]))]),
  )
  return (version: number | null, clause: string): string | undefined => known.get(version ?? 0)?.get(clause)
}

async function write(
  tx: Writer,
  asked: Asked,
  recheck: RecheckRecord,
  old: Awaited<ReturnType<typeof present<'recheck'>>>[number] | undefined,
) {
  const { recheck: table } = tx.tables
  const project = asked.project.id
  const where = and(eq(table.project, project), eq(table.id, recheck.id))!
  if (old) await supersede(tx, 'recheck', asked.seq, where, old, recheck)
  else await tx.insert(table).values({ ...recheck, project, reason: null, since: asked.seq, until: null })
}
