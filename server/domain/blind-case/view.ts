import { eq } from 'drizzle-orm'
import { position } from '#shared/answer.ts'
import { type BlindCase, decidedPosition } from '#shared/blind-case.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { lastBallot } from '../cast-ballot.ts'
import { disputeOf } from '../dispute-record.ts'
import { clausesAt } from '../guideline.ts'
import { questionsOf } from '../round.ts'
import { itemsOf } from '../vote.ts'
import { setOf } from './blind-case.ts'

/** One's own blind cases: the next to answer as a ballot shows it, and of sets that are given in full what was decided. */
export async function blindOf(read: Reader, project: string, member: string) {
  const mine = (await present(read, 'blindCase', project, eq(read.tables.blindCase.member, member))).sort(
    (a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1),
  )
  const sets = [...Map.groupBy(mine, setOf).values()].map((cases) => ({
    kind: cases[0]!.kind,
    askedAt: cases[0]!.askedAt,
    of: cases.length,
    given: cases.filter(({ state }) => state === 'given').length,
    cases,
  }))
  const waiting = sets.find(({ of, given }) => given < of)
  const next = waiting?.cases.find(({ state }) => state === 'asked')
  return {
    sets: sets.map(({ cases: _cases, ...set }) => set),
    next: next ? await faceOf(read, project, next) : null,
    /** The newest set that is given in full. */
    result: await resultOf(read, project, sets.filter(({ of, given }) => given === of).at(-1)?.cases),
  }
}

/** As a ballot in the sealed round shows it, without what would let it be looked up. */
async function faceOf(read: Reader, project: string, { id, kind, dispute }: BlindCase) {
  return { blind: id, kind, ...(await caseFace(read, project, await disputeOf(read, project, dispute))) }
}

/** What somebody who judges a case reads before they do: the item, the questions, the clauses it was heard under. */
export async function caseFace(
  read: Reader,
  project: string,
  { item: id, guideline, questions }: Pick<DisputeRecord, 'item' | 'guideline' | 'questions'>,
) {
  const item = (await itemsOf(read, project, [id])).get(id)
  return {
    content: item?.content ?? [],
    language: item?.language ?? null,
    tags: item?.tags ?? [],
    version: guideline,
    questions: (await questionsOf(read, project)).filter(({ key }) => questions.includes(key)),
    clauses: guideline === null ? [] : await clausesAt(read, project, guideline),
  }
}

async function resultOf(read: Reader, project: string, cases: readonly BlindCase[] | undefined) {
  if (!cases) return null
  const rows = []
  for (const one of cases) {
    const dispute = await disputeOf(read, project, one.dispute)
    const face = await caseFace(read, project, dispute)
    const before = one.kind === 'repeat' ? lastBallot(dispute, one) : undefined
    rows.push({
      ...{ blind: one.id, dispute: one.dispute, at: one.at },
      ...face,
      answers: one.answers.map((answer) => {
        const decision = decisionOn(dispute, answer.question)
        return {
          question: answer.question,
          mine: answer,
          before: before?.answers?.find(({ question }) => question === answer.question) ?? null,
          decision: decision ? outcomeOf(decision) : null,
          same: decision ? position(answer) === decidedPosition(decision) : null,
        }
      }),
    })
  }
  return { kind: cases[0]!.kind, askedAt: cases[0]!.askedAt, rows }
}

/** The decision that holds on a question. */
export const decisionOn = (
  { decisions }: Pick<DisputeRecord, 'decisions'>,
  question: string,
): DecisionRecord | undefined =>
  Object.values(decisions).find((one) => one.question === question && one.state === 'signed')

/** What was decided and why, and nobody's name. */
export const outcomeOf = ({ kind, values, causes, clauses, rationale }: DecisionRecord) => ({
  kind,
  values,
  causes: [...new Set(causes.flatMap(({ cause }) => cause ?? []))],
  clauses,
  rationale: rationale ?? '',
})
