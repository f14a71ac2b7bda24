import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { pseudonyms } from '#shared/pseudonym.ts'
import type { Question } from '#shared/question.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { softLabel } from '#shared/soft-label.ts'
import { majorityMarks, split } from '#shared/split.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'
import { disputeRecords } from './dispute-record.ts'
import { guidelineHeads } from './guideline.ts'
import { opinionsOf } from './opinion.ts'
import { questionsOf } from './round.ts'
import { itemsOf, votesOfItems } from './vote.ts'
import type { Project } from './who.ts'

export type ExportRow = Record<string, string | number | null | object>
/** Items read at a time. */
const BATCH = 300

/** Items of the project that have content to show, in pages of their ids. */
async function* itemPages(read: Reader, project: string): AsyncGenerator<string[]> {
  const { item, imports } = read.tables
  for (let after = ''; ; ) {
    const rows = await read
      .select({ id: item.id })
      .from(item)
      .innerJoin(imports, eq(imports.id, item.import))
      .where(
        and(
          eq(item.project, project),
          isNull(item.until),
          isNotNull(imports.seq),
          isNull(imports.until),
          gt(item.id, after),
        ),
      )
      .orderBy(asc(item.id))
      .limit(BATCH)
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < BATCH) return
    after = rows.at(-1)!.id
  }
}

/** Every vote that counts, with what each basis says of it. Without names, raters are the item's own A, B, C. */
export async function* voteRows(read: Reader, project: Project, named: boolean): AsyncGenerator<ExportRow> {
  const questions = await questionsOf(read, project.id)
  for await (const page of itemPages(read, project.id)) {
    const items = await itemsOf(read, project.id, page)
    const votes = Map.groupBy(await votesOfItems(read, page), ({ item }) => item)
    const all = [...votes.values()].flat()
    const raters = await ratersById(
      read,
      all.map(({ rater }) => rater),
    )
    const marks = await marksByVote(read, project.id, page)
    for (const id of page) {
      const own = votes.get(id) ?? []
      const letters = pseudonyms(
        id,
        own.map(({ rater }) => rater),
      )
      for (const question of questions) {
        const asked = own.filter((vote) => vote.question === question.key)
        const values = asked.map(({ value }) => value)
        const majority = majorityMarks(question, values, split(question, values))
        for (const [i, vote] of asked.entries()) {
          const mark = marks.get(vote.vote)
          yield {
            vote: vote.vote,
            item: items.get(id)?.external ?? '',
            question: question.key,
            rater: named ? (raters.get(vote.rater)?.external ?? '') : letters.get(vote.rater)!,
            rater_kind: raters.get(vote.rater)?.kind ?? 'human',
            value: vote.value,
            note: vote.note,
            at: vote.at === null ? null : new Date(vote.at).toISOString(),
            late: vote.late ? 1 : 0,
            majority_mark: majority[i]!,
            decision_mark: mark?.mark ?? 'none',
            cause: mark?.cause ?? null,
            because: mark?.because ?? null,
            decision: mark?.decision ?? null,
          }
        }
      }
    }
  }
}

async function ratersById(read: Reader, ids: readonly string[]) {
  const { rater } = read.tables
  const rows =
    ids.length === 0
      ? []
      : await read
          .select()
          .from(rater)
          .where(inArray(rater.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row]))
}

async function marksByVote(read: Reader, project: string, items: readonly string[]) {
  const rows = await present(
    read,
    'mark',
    project,
    and(inArray(read.tables.mark.item, [...items]), eq(read.tables.mark.basis, 'decision')),
  )
  return new Map(rows.map((row) => [row.vote, row]))
}

/** Every decision that was signed, superseded ones too, each with the clauses it cites as clause@version. */
export async function* decisionRows(read: Reader, project: Project): AsyncGenerator<ExportRow> {
  const { decision, dispute } = read.tables
  const rows = (
    await present(read, 'decision', project.id, inArray(decision.state, ['signed', 'superseded']))
  ).sort((a, b) => (a.signedAt ?? 0) - (b.signedAt ?? 0))
  const heads = await guidelineHeads(read, project.id)
  const questions = await questionsOf(read, project.id)
  for (let from = 0; from < rows.length; from += BATCH) {
    const page = rows.slice(from, from + BATCH)
    const ids = [...new Set(page.map((row) => row.dispute))]
    const records = await disputeRecords(read, project.id, inArray(dispute.id, ids))
    const disputes = new Map(records.map((record) => [record.id, record]))
    const items = await itemsOf(read, project.id, [...new Set(page.map(({ item }) => item))])
    for (const row of page) {
      const clauses = heads.find(({ version }) => version === row.guideline)?.clauses ?? []
      const cited = row.clauses.map(
        (id) => `${clauses.find((clause) => clause.id === id)?.number ?? id}@v${row.guideline}`,
      )
      const question = questions.find(({ key }) => key === row.question)!
      yield decisionRow(row, items.get(row.item)?.external ?? '', cited, disputes.get(row.dispute)!, question)
    }
  }
}

function decisionRow(
  row: Schema['decision']['$inferSelect'],
  item: string,
  clauses: string[],
  dispute: DisputeRecord,
  question: Question,
): ExportRow {
  const votes = dispute.votes.filter((vote) => vote.question === row.question && !vote.late)
  return {
    decision: row.id,
    dispute: row.dispute,
    item,
    question: row.question,
    kind: row.kind,
    values: row.values,
    soft_label: softLabel(
      question,
      row,
      votes.map(({ value }) => value),
    ),
    causes: row.causes,
    vote_causes: row.voteCauses,
    clauses,
    rationale: row.rationale,
    reason: row.reason,
    overridden: row.overridden,
    consent: row.consent,
    pulled: row.pulled,
    state: row.state,
    round: row.round,
    signed_at: row.signedAt === null ? null : new Date(row.signedAt).toISOString(),
    supersedes: row.supersedes,
    follows: row.follows,
    chosen: dispute.chosen,
    probability: dispute.probability,
    ballots: ballotsOf(dispute, row, false),
    // Whoever had seen the split is reported apart (DESIGN §3).
    not_blind: ballotsOf(dispute, row, true),
    opinions: opinionsOf(dispute, row).map(({ letter, kind, text }) => ({ letter, kind, text })),
  }
}

/** The ballots a decision rests on, by seat letter, never by name. */
function ballotsOf(
  dispute: DisputeRecord,
  { ballots, question }: { ballots: string[]; question: string },
  notBlind: boolean,
) {
  return Object.values(dispute.ballots)
    .filter(({ id, seat }) => ballots.includes(id) && dispute.seats[seat]?.notBlind === notBlind)
    .map(({ seat, answers, arguments: words }) => {
      const { question: _same, ...answer } = answers?.find((one) => one.question === question) ?? {
        question,
      }
      return { letter: dispute.seats[seat]!.letter, ...answer, argument: words?.[question] ?? '' }
    })
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))
}
