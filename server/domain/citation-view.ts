import { eq, inArray } from 'drizzle-orm'
import { readsRoom, type Viewer } from '#shared/dispute-view.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { type CitationRow, citationsFor, standingOf } from './citation-record.ts'
import { itemsOf } from './vote.ts'

/**
 * What a dispute says of decisions on other items, and what other disputes say of its own, each as far as this viewer
 * may know it.
 */
export async function citationsOf(read: Reader, project: string, dispute: DisputeRecord, viewer: Viewer) {
  const { citation, decision, dispute: disputes } = read.tables
  const says = readsRoom(dispute, viewer)
    ? await present(read, 'citation', project, eq(citation.dispute, dispute.id))
    : []
  const own = Object.values(dispute.decisions).filter(({ state }) => state !== 'drafted')
  const heard = await citationsFor(
    read,
    project,
    viewer,
    own.map(({ id }) => id),
  )
  const cited = says.map((row) => row.decision)
  const rows = cited.length === 0 ? [] : await present(read, 'decision', project, inArray(decision.id, cited))
  const standing = standingOf(await citationsFor(read, project, viewer, cited))
  const ids = heard.map((row) => row.dispute)
  const citing = ids.length === 0 ? [] : await present(read, 'dispute', project, inArray(disputes.id, ids))
  const items = await itemsOf(
    read,
    project,
    [...rows, ...citing].map(({ item }) => item),
  )
  const external = (item: string | undefined) => items.get(item ?? '')?.external ?? ''
  return {
    says: says.flatMap((row) => {
      const of = rows.find(({ id }) => id === row.decision)
      if (!of) return []
      const { dispute: room, item, question, kind, values, state } = of
      const stands = standing(of.id, state as 'signed' | 'superseded')
      return {
        ...spoken(row),
        of: { dispute: room, item, external: external(item), question, kind, values, ...stands },
      }
    }),
    heard: heard.map((row) => {
      const by = citing.find(({ id }) => id === row.dispute)
      return { ...spoken(row), dispute: row.dispute, item: by?.item ?? '', external: external(by?.item) }
    }),
  }
}

const spoken = ({ decision, signal, at, reason }: CitationRow) => ({ decision, signal, at, reason })
