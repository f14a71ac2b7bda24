import { inArray } from 'drizzle-orm'
import type { Question } from '#shared/question.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { softLabel } from '#shared/soft-label.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'
import { disputeRecords } from './dispute-record.ts'
import { guidelineHeads } from './guideline.ts'
import { opinionsOf } from './opinion.ts'
import { questionsOf } from './round.ts'
import { itemsOf } from './vote.ts'
import type { Project } from './who.ts'

export type ExportRow = Record<string, string | number | null | object>
/** Items read at a time. */
const BATCH = 300

/** Every decision that was signed, superseded ones too, each with the clauses it cites as clause@version. */
export async function* decisionRows(read: Reader, project: Project): AsyncGenerator<ExportRow> {
  const { decision, dispute } = read.tables
  const rows = (
    await present(read, 'decision', project.id, inArray(decision.state, ['signed', 'superseded']))
  ).sort((a, b) => (a.signedAt ?? 0) - (b.signedAt ?? 0))
  const heads = await guidelineHeads(read, project.id)
  const questions = await questionsOf(read, project.id)
  const appeals = new Map((await present(read, 'appeal', project.id)).map(({ id, state }) => [id, state]))
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
      const dispute = disputes.get(row.dispute)!
      yield {
        ...decisionRow(row, items.get(row.item)?.external ?? '', cited, dispute, question),
        /** The appeal that was heard, and its answer. */
        appeal: dispute.appeal,
        answered: dispute.appeal === null ? null : (appeals.get(dispute.appeal) ?? null),
      }
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
