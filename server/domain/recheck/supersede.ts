import { and, eq, inArray } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import { outcomeFollowing } from '#shared/follow.ts'
import { readValue } from '#shared/question.ts'
import { confirmed } from '#shared/recheck.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../../command.ts'
import { present } from '../../store/rows.ts'
import type { Writer } from '../../store/store.ts'
import { disputeRecords } from '../dispute-record.ts'
import { decidedLast } from '../newest.ts'
import { drafting } from '../proposal/record.ts'
import { questionsOf } from '../round.ts'
import { ratersOf } from '../stand.ts'
import { markingOf, versionsWith } from './marks.ts'
import { answerRechecks, partly, type RecheckRow, waitingOf } from './record.ts'
import { type Replacing, writeReplacing } from './write.ts'

/**
 * Under the newest version, each named decision is superseded: by the same outcome, or by that of a decision on a case
 * that is alike. What is not named stays waiting.
 */
export const supersedeRechecks: Handler<'recheck.supersede'> = async (
  tx,
  { rechecks, following, reason },
  asked,
) => {
  const { rows, refused } = await waitingOf(tx, asked.project.id, rechecks)
  const ground = await groundOf(tx, asked, rows, following)
  const able = rows.filter((row) => {
    const refusal = refuseSuperseding(ground, row)
    if (refusal) refused.push({ recheck: row.id, refusal })
    return !refusal
  })
  const { refused: not } = partly(able, refused)
  const superseded: { recheck: string; dispute: string; decision: string }[] = []
  const all = [...Map.groupBy(able, ({ dispute }) => dispute)].map(([id, own]): Replacing => {
    const dispute = ground.disputes.get(id)!
    const next = own.map((row) => nextOf(ground, asked, dispute, row))
    own.forEach((row, i) => {
      superseded.push({ recheck: row.id, dispute: id, decision: next[i]!.id })
    })
    const marks = next.flatMap((one) =>
      ground.marking(ground.questions.get(one.question)!, one, dispute.votes),
    )
    return { dispute, next, marks }
  })
  const { facts, told } = await writeReplacing(tx, asked, all, reason)
  const answered = await answerRechecks(tx, asked, able, 'superseded', reason)
  return {
    facts: [...facts, ...answered],
    told: [...told, ...answered.map((event): Told => ({ to: drafting, event }))],
    texts: [{ author: asked.actor.id, of: 'rechecks', words: reason }],
    subject: superseded.length === 1 ? superseded[0]!.dispute : '',
    answer: { superseded, refused: not },
  }
}

type Ground = Awaited<ReturnType<typeof groundOf>>
async function groundOf(tx: Writer, asked: Asked, rows: readonly RecheckRow[], following?: string) {
  const project = asked.project.id
  const { dispute, decision, recheck } = tx.tables
  const ids = [...new Set(rows.map((row) => row.dispute))]
  const [lead] =
    following === undefined ? [] : await present(tx, 'decision', project, eq(decision.id, following))
  if (following !== undefined && lead?.state !== 'signed') throw new Refusal('follow-unsigned')
  const waits = and(eq(recheck.decision, following ?? ''), eq(recheck.state, 'waiting'))
  if (lead && (await present(tx, 'recheck', project, waits)).length > 0) throw new Refusal('follow-waits')
  const records = ids.length === 0 ? [] : await disputeRecords(tx, project, inArray(dispute.id, ids))
  const last = await decidedLast(tx, project, records)
  const cited = [...(lead?.clauses ?? []), ...records.flatMap(citedIn)]
  const versions = await versionsWith(tx, project, cited)
  return {
    lead,
    versions,
    disputes: new Map(records.map((record) => [record.id, record])),
    last: new Set(last.map(({ id }) => id)),
    questions: new Map((await questionsOf(tx, project)).map((question) => [question.key, question])),
    marking: await markingOf(tx, project, versions),
    mine: new Set(await ratersOf(tx, project, asked.actor.id)),
  }
}

const citedIn = ({ decisions }: DisputeRecord) => Object.values(decisions).flatMap(({ clauses }) => clauses)

function refuseSuperseding(
  { lead, disputes, last, questions, mine }: Ground,
  row: RecheckRow,
): Refusal | undefined {
  const dispute = disputes.get(row.dispute)!
  if (!last.has(dispute.id) || dispute.decisions[row.decision]?.state !== 'signed')
    return new Refusal('heard-again')
  // Nobody judges their own vote (law 2), whatever their role.
  if (dispute.votes.some(({ rater }) => mine.has(rater))) return new Refusal('voted-on-item')
  if (!lead) return
  if (lead.question !== row.question) return new Refusal('follow-question', { question: row.question })
  const question = questions.get(row.question)!
  if (lead.values.some(({ value }) => 'code' in readValue(question, value)))
    return new Refusal('value-off-scale', { question: row.question })
}

/** The decision that takes the place of the old one; it rests on the same ballots, or on the decision it follows. */
function nextOf(
  { lead, versions, questions }: Ground,
  asked: Asked,
  dispute: DisputeRecord,
  { decision, question }: RecheckRow,
): DecisionRecord {
  const old = dispute.decisions[decision]!
  const outcome = lead && outcomeFollowing(questions.get(question)!, lead, dispute.votes)
  return confirmed(
    {
      ...old,
      ...outcome,
      ...(lead
        ? { ballots: [], follows: lead.id, rationale: lead.rationale, guideline: lead.guideline }
        : {}),
      id: asked.newId(),
      state: 'drafted',
      consent: false,
      pulled: false,
      overridden: [],
      signedBy: null,
      signedAt: null,
      supersedes: old.id,
    },
    versions,
  )
}
