import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { closed, readableRounds, type Viewer } from '#shared/dispute-view.ts'
import type { Draft } from '#shared/draft.ts'
import { draftText, isOutdated, waitsFor } from '#shared/proposal.ts'
import type { ProposalRecord } from '#shared/proposal-record.ts'
import { Refusal } from '#shared/refusals.ts'
import { oneLine, snippetOf } from '#shared/snippet.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { sealedFrom } from '../appeal/sealed.ts'
import { disputeRecords } from '../dispute-record.ts'
import { namesOf } from '../name.ts'
import { itemsOf } from '../vote.ts'
import { casesFor } from './case.ts'
import { type Proposed, proposalOf, proposalsWhere, ruleFor } from './record.ts'

/** Proposals in one list, the newest first. */
const LIST = 500

/** Auditors read everything but who somebody is. */
export const isAuditor = ({ owner, roles }: Viewer): boolean =>
  !owner && roles.includes('auditor') && !roles.includes('lead')

export type ProposalList = { waiting: boolean; clause: string | undefined; dispute: string | undefined }

/** What is proposed: of all clauses, of one, or what came from one dispute. */
export async function proposalList(
  read: Reader,
  project: string,
  viewer: Viewer,
  draft: Draft,
  { waiting, clause, dispute }: ProposalList,
) {
  const { proposal } = read.tables
  const where = and(
    waiting ? inArray(proposal.state, ['open', 'changes-asked']) : undefined,
    clause === undefined ? undefined : eq(proposal.clause, clause),
    // Ids are letters alone, so none is part of another.
    dispute === undefined ? undefined : sql`cast(${proposal.disputes} as text) like ${`%"${dispute}"%`}`,
  )
  const found = await proposalsFor(read, project, viewer, where)
  const rows = found
    .sort((a, b) => b.record.at - a.record.at || (a.record.id < b.record.id ? -1 : 1))
    .slice(0, LIST)
  return {
    rows: rows.map((one) => rowOf(one, viewer, draft)),
    names: await namesIn(read, viewer, rows),
  }
}

/** One proposal, with everything said about it and what the clause says now. */
export async function proposalView(read: Reader, project: string, viewer: Viewer, draft: Draft, id: string) {
  const one = await proposalOf(read, project, id)
  if ((await sealedCases(read, project, viewer, one.record.disputes)).size > 0) throw new Refusal('not-found')
  const { record, words, said } = one
  const rule = await ruleFor(read, project, record.clause)
  const row = rowOf(one, viewer, draft)
  return {
    ...row,
    words,
    reviews: row.record.reviews.map((review) => ({ ...review, text: said[review.id] ?? '' })),
    now: draftText(draft, record.clause, record.language) ?? null,
    authoritative: draft.authoritative,
    rule: isAuditor(viewer) ? { ...rule, owners: [] } : rule,
    cases: await casesOf(read, project, viewer, record.disputes),
    names: await namesIn(read, viewer, [one], rule.owners),
  }
}

/** Letters of a reason in a list. */
const REASON = 160
function rowOf({ record, words }: Proposed, viewer: Viewer, draft: Draft) {
  const clause = draft.clauses.find(({ id }) => id === record.clause)
  const text = clause?.texts[draft.authoritative] ?? clause?.texts[record.language] ?? words.next
  return {
    record: isAuditor(viewer) ? unnamed(record) : record,
    outdated: isOutdated(record, draft),
    waits: waitsFor(record, viewer.id) ?? null,
    /** Null: it does not stand in the draft, or not yet. */
    number: clause?.number ?? null,
    title: text.title,
    reason: oneLine(words.reason).slice(0, REASON),
  }
}

const unnamed = (record: ProposalRecord): ProposalRecord => ({
  ...record,
  by: '',
  asked: [],
  decidedBy: record.decidedBy === null ? null : '',
  reviews: record.reviews.map((review) => ({ ...review, by: '' })),
})

async function namesIn(read: Reader, viewer: Viewer, all: readonly Proposed[], more: readonly string[] = []) {
  if (isAuditor(viewer)) return {}
  const members = all.flatMap(({ record: { by, asked, decidedBy, reviews } }) => [
    by,
    ...asked,
    ...(decidedBy ? [decidedBy] : []),
    ...reviews.map((review) => review.by),
  ])
  return namesOf(read, [...new Set([...members, ...more])])
}

/** The disputes behind a proposal that its reader may see too. */
async function casesOf(read: Reader, project: string, viewer: Viewer, ids: readonly string[]) {
  const rows = await casesFor(read, project, viewer, ids)
  const items = await itemsOf(
    read,
    project,
    rows.map(({ item }) => item),
  )
  return rows.map(({ id, item, state }) => ({
    dispute: id,
    item,
    external: items.get(item)?.external ?? '',
    snippet: items.has(item) ? snippetOf(items.get(item)!) : '',
    state,
  }))
}

/** Proposals that this viewer may read. */
export async function proposalsFor(
  read: Reader,
  project: string,
  viewer: Viewer,
  where?: SQL,
): Promise<Proposed[]> {
  const all = await proposalsWhere(read, project, where)
  const sealed = await sealedCases(read, project, viewer, [
    ...new Set(all.flatMap(({ record }) => record.disputes)),
  ])
  return all.filter(({ record }) => !record.disputes.some((id) => sealed.has(id)))
}

/**
 * Disputes in which this viewer sits and has a ballot to cast before reading what others said there: what somebody
 * proposes from such a case would tell them.
 */
async function sealedCases(
  read: Reader,
  project: string,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Set<string>> {
  const { seat, dispute } = read.tables
  const mine = (
    await present(read, 'seat', project, and(eq(seat.member, viewer.id), eq(seat.state, 'seated')))
  ).map((row) => row.dispute)
  const own = ids.filter((id) => mine.includes(id))
  // And those whose case they hear on appeal, unseen.
  const { disputes } = await sealedFrom(read, project, viewer.id)
  const first = ids.filter((id) => disputes.has(id))
  if (own.length === 0) return new Set(first)
  const records = await disputeRecords(read, project, inArray(dispute.id, own))
  const sealed = records.filter((record) => {
    const rounds = Array.from({ length: record.round }, (_, i) => i + 1)
    return rounds.some((round) => closed(record, round) && !readableRounds(record, viewer)(round))
  })
  return new Set([...first, ...sealed.map(({ id }) => id)])
}
