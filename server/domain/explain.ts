import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { DisputeRecord } from '#shared/record.ts'
import { fill, type Params, Refusal } from '#shared/refusals.ts'
import { FIX_SOURCE } from '#shared/review.ts'
import type { Language } from '#shared/text.ts'
import { chain as en } from '#shared/words/chain.en.ts'
import { chain as ja } from '#shared/words/chain.ja.ts'
import type { Reader } from '../store/store.ts'
import { appealEntries } from './appeal/record.ts'
import { disputeRecords } from './dispute-record.ts'
import { questionsOf } from './round.ts'
import { type VoteRow, voteOf, votesOfItems } from './vote.ts'
import type { Project } from './who.ts'
import { marksOfVote } from './why.ts'

export type Link = { seq: number; at: number; kind: string; words: string }

/** The vote of a rater on an item by the ids their tool gave them. */
export async function findVote(read: Reader, project: string, item: string, rater: string): Promise<VoteRow> {
  const { item: items, rater: raters } = read.tables
  const [its] = await read
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.project, project), eq(items.external, item)))
  const whose = await read
    .select({ id: raters.id })
    .from(raters)
    .where(and(eq(raters.project, project), eq(raters.external, rater)))
  const vote =
    its && (await votesOfItems(read, [its.id])).find((one) => whose.some(({ id }) => id === one.rater))
  if (!vote) throw new Refusal('not-found')
  return vote
}

/** A vote, what each basis says of it, and every entry of the log that had to do with it. */
export async function explain(read: Reader, project: Project, vote: VoteRow, language: Language) {
  const [question] = await questionsOf(read, project.id, vote.question)
  const marks = await marksOfVote(read, project.id, vote, question!, true)
  return {
    vote: {
      id: vote.vote,
      item: vote.item,
      question: vote.question,
      value: vote.value,
      note: vote.note,
      at: vote.at,
      version: vote.version,
      late: vote.late,
    },
    marks: marks.map(({ basis, mark, because, cause, decision }) => ({
      basis,
      mark,
      because,
      cause,
      decision,
    })),
    chain: await chainOf(read, project.id, await voteOf(read, project.id, vote.vote), language),
  }
}

type Step = { seq: number; params: Params }
async function chainOf(read: Reader, project: string, vote: VoteRow, language: Language): Promise<Link[]> {
  const steps = [
    ...(await ownSteps(read, project, vote)),
    ...(await disputeSteps(read, project, vote)),
    ...(await guidelineSteps(read, project, vote)),
    ...(await appealEntries(read, project, vote)).map((seq) => ({ seq, params: {} })),
  ]
  const params = new Map<number, Params>()
  for (const step of steps) params.set(step.seq, { ...params.get(step.seq), ...step.params })
  if (params.size === 0) return []
  const { logEntry } = read.tables
  const entries = await read
    .select({ seq: logEntry.seq, body: logEntry.body })
    .from(logEntry)
    .where(and(eq(logEntry.project, project), inArray(logEntry.seq, [...params.keys()])))
    .orderBy(asc(logEntry.seq))
  const sentences: Record<string, string> = language === 'ja' ? ja : en
  return entries.map(({ seq, body }) => {
    const { at, kind } = JSON.parse(body) as { at: number; kind: string }
    return { seq, at, kind, words: fill(sentences[kind] ?? sentences.other!, { kind, ...params.get(seq) }) }
  })
}

async function ownSteps(
  read: Reader,
  project: string,
  { vote: id, item, question }: VoteRow,
): Promise<Step[]> {
  const { vote, imports, stand, closure, voteNote } = read.tables
  const [came] = await read
    .select({ seq: imports.seq, source: imports.source })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(eq(vote.project, project), eq(vote.id, id)))
  const stands = await read
    .select({ since: stand.since })
    .from(stand)
    .where(and(eq(stand.project, project), eq(stand.vote, id)))
  const notes = await read
    .select({ since: voteNote.since })
    .from(voteNote)
    .where(and(eq(voteNote.project, project), eq(voteNote.vote, id)))
  const closures = await read
    .select({ since: closure.since })
    .from(closure)
    .where(and(eq(closure.project, project), eq(closure.item, item), eq(closure.question, question)))
  return [
    ...(came?.seq ? [{ seq: came.seq, params: { source: came.source } }] : []),
    ...[...stands, ...notes, ...closures].map(({ since }) => ({ seq: since, params: {} })),
    ...(await reviewSteps(read, project, id)),
  ]
}

/** What peers said of it, never who; the vote that a fix made came with one. */
async function reviewSteps(read: Reader, project: string, id: string): Promise<Step[]> {
  const { review, vote, imports } = read.tables
  const given = await read
    .select({ since: review.since, verdict: review.verdict })
    .from(review)
    .where(
      and(
        eq(review.project, project),
        eq(review.vote, id),
        eq(review.state, 'given'),
        isNull(review.repeats),
      ),
    )
  const fixes = await read
    .select({ seq: imports.seq })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(eq(vote.project, project), eq(vote.id, id), eq(imports.source, FIX_SOURCE)))
  return [
    ...given.map(({ since, verdict }) => ({ seq: since, params: { verdict: verdict ?? '–' } })),
    ...fixes.flatMap(({ seq }) => (seq === null ? [] : [{ seq, params: { verdict: 'fix' } }])),
  ]
}

/** What its rater had read, and the versions that had its decision looked at again. */
async function guidelineSteps(
  read: Reader,
  project: string,
  { rater, item, question }: VoteRow,
): Promise<Step[]> {
  const { acknowledgement, recheck, dispute } = read.tables
  const said = await read
    .select({ since: acknowledgement.since, version: acknowledgement.version })
    .from(acknowledgement)
    .where(and(eq(acknowledgement.project, project), eq(acknowledgement.rater, rater)))
  const looked = await read
    .selectDistinct({ since: recheck.since, version: recheck.version })
    .from(recheck)
    .innerJoin(dispute, and(eq(dispute.project, recheck.project), eq(dispute.id, recheck.dispute)))
    .where(and(eq(recheck.project, project), eq(recheck.question, question), eq(dispute.item, item)))
  return [...said, ...looked].map(({ since, version }) => ({ seq: since, params: { version } }))
}

/** Entries of the item's disputes; ballots of a round that is still sealed are named by seat, as everybody may know. */
async function disputeSteps(read: Reader, project: string, vote: VoteRow): Promise<Step[]> {
  const { dispute: table, mark } = read.tables
  const disputes = (await disputeRecords(read, project, eq(table.item, vote.item))).filter(({ questions }) =>
    questions.includes(vote.question),
  )
  const marks = await read
    .select({ since: mark.since, mark: mark.mark, decision: mark.decision })
    .from(mark)
    .where(and(eq(mark.project, project), eq(mark.vote, vote.vote)))
  const steps: Step[] = []
  for (const dispute of disputes) {
    steps.push(...(await seatSteps(read, project, dispute)))
    steps.push(...(await talkSteps(read, project, dispute, vote)))
    for (const { since, mark, decision } of marks) {
      const kind = decision === null ? '–' : dispute.decisions[decision]?.kind
      if (kind) steps.push({ seq: since, params: { mark, kind } })
    }
  }
  return steps
}

/** That it was opened, who came and went, and that ballots were cast. */
async function seatSteps(read: Reader, project: string, dispute: DisputeRecord): Promise<Step[]> {
  const { dispute: table, seat, ballot } = read.tables
  const rows = await read
    .select({ since: table.since })
    .from(table)
    .where(and(eq(table.project, project), eq(table.id, dispute.id)))
  const seats = await read.select({ since: seat.since }).from(seat).where(eq(seat.dispute, dispute.id))
  const ballots = await read
    .select({ since: ballot.since, round: ballot.round, seat: ballot.seat })
    .from(ballot)
    .where(eq(ballot.dispute, dispute.id))
  const params = { seats: Object.keys(dispute.seats).length, chosen: dispute.chosen }
  return [
    ...[...rows, ...seats].map(({ since }) => ({ seq: since, params })),
    ...ballots.map(({ since, round, seat }) => ({
      seq: since,
      params: { round, letter: dispute.seats[seat]?.letter ?? '?' },
    })),
  ]
}

/** Since the reveal: causes named, threads about this very vote, opinions, and every change of the decision. */
async function talkSteps(
  read: Reader,
  project: string,
  dispute: DisputeRecord,
  vote: VoteRow,
): Promise<Step[]> {
  const { namedCause, opinion, thread, decision } = read.tables
  const letterOf = (seat: string) => dispute.seats[seat]?.letter ?? '?'
  const causes = await read
    .select({ since: namedCause.since, seat: namedCause.seat, cause: namedCause.cause })
    .from(namedCause)
    .where(and(eq(namedCause.project, project), eq(namedCause.dispute, dispute.id)))
  const opinions = await read
    .select({ since: opinion.since, seat: opinion.seat, opinion: opinion.kind })
    .from(opinion)
    .where(and(eq(opinion.project, project), eq(opinion.dispute, dispute.id)))
  const threads = await read
    .select({ since: thread.since, anchor: thread.anchor })
    .from(thread)
    .where(and(eq(thread.project, project), eq(thread.dispute, dispute.id)))
  const decisions = await read
    .select({ since: decision.since, kind: decision.kind })
    .from(decision)
    .where(
      and(
        eq(decision.project, project),
        eq(decision.dispute, dispute.id),
        eq(decision.question, vote.question),
      ),
    )
  return [
    ...causes.map(({ since, seat, cause }) => ({ seq: since, params: { letter: letterOf(seat), cause } })),
    ...opinions.map(({ since, seat, opinion }) => ({
      seq: since,
      params: { letter: letterOf(seat), opinion },
    })),
    ...threads
      .filter(({ anchor }) => anchor.kind === 'vote' && anchor.vote === vote.vote)
      .map(({ since }) => ({ seq: since, params: {} })),
    // A vote that came after the decision has no mark of it.
    ...decisions.map(({ since, kind }) => ({ seq: since, params: { kind, mark: 'none' } })),
  ]
}
