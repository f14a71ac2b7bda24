import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Viewer } from '#shared/dispute-view.ts'
import type { ClauseChange } from '#shared/guideline.ts'
import { Refusal } from '#shared/refusals.ts'
import { snippetOf } from '#shared/snippet.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { appealedDecisions, overturnedAmong } from '../appeal/overturns.ts'
import { isSealed, sealedItems } from '../appeal/sealed.ts'
import { citationsFor, standingOf } from '../citation-record.ts'
import { namesOf } from '../name.ts'
import { type ItemRow, itemsOf } from '../vote.ts'
import { agreementOn } from './agreement.ts'
import { openCiting } from './disputes.ts'
import { worksHere } from './gutter.ts'

/** Precedents of one clause on one page, the newest first. */
const PRECEDENTS = 200

/** Everything that hangs on one clause: the decisions that cite it, disputes under way, how raters agree, who wrote it. */
export async function clauseRecord(read: Reader, project: string, viewer: Viewer, clause: string) {
  const history = await historyOf(read, project, clause)
  const sealed = await sealedItems(read, project, viewer.id)
  const decisions = (await decisionsOn(read, project, clause)).filter(({ item }) => !sealed.has(item))
  const work = worksHere(viewer)
  if (history.length === 0 && decisions.length === 0 && !work) throw new Refusal('not-found')
  const signed = decisions.filter(({ state }) => state === 'signed')
  const shown = work ? decisions.slice(0, PRECEDENTS) : []
  const disputes = work
    ? (await openCiting(read, project, viewer)).filter(
        (one) => one.clauses.has(clause) && !isSealed(sealed, { id: one.dispute, item: one.item }),
      )
    : []
  const items = await itemsOf(
    read,
    project,
    [...shown, ...disputes].map(({ item }) => item),
  )
  const named = work && (viewer.owner || viewer.roles.some((role) => role === 'lead' || role === 'panelist'))
  return {
    clause,
    cited: signed.length,
    precedents: await precedentRows(read, project, viewer, shown, items),
    disputes: disputes.map(({ dispute, item, state }) => ({ dispute, item, ...shownAs(items, item), state })),
    overturned: overturnedAmong(
      decisions,
      await appealedDecisions(
        read,
        project,
        decisions.map((one) => one.dispute),
      ),
    ),
    agreement: await agreementOn(read, project, clause, signed),
    history: history.map((one) => (named ? one : { ...one, by: '', authors: [] })),
    names: named
      ? await namesOf(read, [...new Set(history.flatMap(({ by, authors }) => [by, ...authors]))])
      : {},
  }
}

type Decided = Awaited<ReturnType<typeof decisionsOn>>[number]
/** A clause is named by its id, which is part of no other's. */
async function decisionsOn(read: Reader, project: string, clause: string) {
  const { decision } = read.tables
  const rows = await read
    .select({
      id: decision.id,
      dispute: decision.dispute,
      item: decision.item,
      question: decision.question,
      kind: decision.kind,
      values: decision.values,
      state: decision.state,
      guideline: decision.guideline,
      signedAt: decision.signedAt,
    })
    .from(decision)
    .where(
      and(
        eq(decision.project, project),
        isNull(decision.until),
        inArray(decision.state, ['signed', 'superseded']),
        sql`cast(${decision.clauses} as text) like ${`%"${clause}"%`}`,
      ),
    )
  return rows.sort((a, b) => (b.signedAt ?? 0) - (a.signedAt ?? 0) || (a.id < b.id ? -1 : 1))
}

async function precedentRows(
  read: Reader,
  project: string,
  viewer: Viewer,
  decisions: readonly Decided[],
  items: ReadonlyMap<string, ItemRow>,
) {
  const ids = decisions.map(({ id }) => id)
  const standing = standingOf(await citationsFor(read, project, viewer, ids))
  return decisions.map(({ id, dispute, item, question, kind, values, state, guideline, signedAt }) => ({
    decision: id,
    dispute,
    item,
    ...shownAs(items, item),
    question,
    kind,
    values,
    version: guideline,
    signedAt,
    ...standing(id, state as 'signed' | 'superseded'),
  }))
}

/** A sensitive item is named, never quoted. */
function shownAs(items: ReadonlyMap<string, ItemRow>, id: string) {
  const item = items.get(id)
  return { external: item?.external ?? '', snippet: item ? snippetOf(item) : '' }
}

export type ClauseHistory = {
  version: number
  at: number
  by: string
  change: ClauseChange
  note: string
  authors: string[]
  proposals: { id: string; disputes: string[] }[]
}
/** The versions that changed the clause, the newest first: who published, who wrote, and which cases stood behind it. */
async function historyOf(read: Reader, project: string, id: string): Promise<ClauseHistory[]> {
  const { guideline, clause, proposal } = read.tables
  const versions = await read
    .select()
    .from(guideline)
    .where(eq(guideline.project, project))
    .orderBy(asc(guideline.version))
  const own = await read
    .select({ version: clause.version, authors: clause.authors })
    .from(clause)
    .where(and(eq(clause.project, project), eq(clause.id, id)))
  const published = await present(
    read,
    'proposal',
    project,
    and(eq(proposal.clause, id), eq(proposal.state, 'published')),
  )
  const first = Math.min(...own.map(({ version }) => version))
  return versions
    .flatMap(({ version, publishedAt, publishedBy, note, changes }): ClauseHistory[] => {
      // Versions from before changes were told apart name none: the first to have the clause brought it.
      const change = changes[id] ?? (version === first ? 'new' : undefined)
      return change
        ? [
            {
              version,
              at: publishedAt,
              by: publishedBy,
              change,
              note,
              authors: own.find((row) => row.version === version)?.authors ?? [],
              proposals: published
                .filter((row) => row.version === version)
                .map(({ id, disputes }) => ({ id, disputes })),
            },
          ]
        : []
    })
    .reverse()
}
