import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Question } from '#shared/question.ts'
import { majorityMarks, majorityRate, sharesOfOthers, split } from '#shared/split.ts'
import { type Case, emptyTally, type Rate, rateOf, type Tally } from '#shared/standing.ts'
import type { Reader } from '../store/store.ts'
import { questionsOf } from './round.ts'
import { type VoteRow, votesOfItems } from './vote.ts'

/** So many votes of each rater are compared with their majority: ids are random, so they are a fair draw. */
const COMPARED = 100
/** Items read at once. */
const BATCH = 500

/** On one basis: how many votes are called what, and the share of right, if one may be said. */
type Basis = { tally: Tally; rate: Rate | null }
/** What the rows of decisions say, parted by how their cases were chosen: only a random draw gives a rate. */
type ByDecision = { sampled: Basis; picked: Tally; notBlind: Tally; unheard: number }
export type Standing = {
  /** `others`: the mean share of the other voters who agree. A measurement, never a verdict (law 6). */
  majority: Basis & { others: number | null }
  gold: Basis
  decision: ByDecision
}

/** What each basis says of these raters' votes. */
export async function standings(
  read: Reader,
  project: string,
  raters: readonly string[],
): Promise<Map<string, Standing>> {
  const majority = await byMajority(read, project, raters)
  const marks = await markedVotes(read, project, raters)
  const unblind = await notBlindRounds(read, project)
  return new Map(
    raters.map((rater) => {
      const own = marks.filter((mark) => mark.rater === rater)
      const gold = own.filter(({ basis }) => basis === 'gold')
      const decided = own.filter(({ basis, because }) => basis === 'decision' && because !== 'unheard')
      const seen = decided.filter(({ dispute, round }) => unblind.has(`${dispute}/${round}`))
      const blind = decided.filter((mark) => !seen.includes(mark))
      return [
        rater,
        {
          majority: majority.get(rater)!,
          gold: basisOf(gold),
          decision: {
            sampled: basisOf(blind.filter(({ chosen }) => chosen === 'random')),
            picked: tallyOf(blind.filter(({ chosen }) => chosen !== 'random')),
            notBlind: tallyOf(seen),
            unheard: own.filter(({ because }) => because === 'unheard').length,
          },
        },
      ]
    }),
  )
}

type Marked = Awaited<ReturnType<typeof markedVotes>>[number]
/** The marks that stand, each with how its dispute was chosen. */
async function markedVotes(read: Reader, project: string, raters: readonly string[]) {
  const { mark, decision, dispute } = read.tables
  return read
    .select({
      rater: mark.rater,
      item: mark.item,
      basis: mark.basis,
      mark: mark.mark,
      because: mark.because,
      dispute: decision.dispute,
      round: decision.round,
      chosen: dispute.chosen,
      probability: dispute.probability,
    })
    .from(mark)
    .leftJoin(decision, and(eq(decision.id, mark.decision), isNull(decision.until)))
    .leftJoin(dispute, and(eq(dispute.id, decision.dispute), isNull(dispute.until)))
    .where(and(eq(mark.project, project), inArray(mark.rater, [...raters]), isNull(mark.until)))
}

/** Rounds in which somebody cast who had seen the split: their decisions are reported apart (DESIGN §3). */
async function notBlindRounds(read: Reader, project: string): Promise<Set<string>> {
  const { ballot, seat } = read.tables
  const rows = await read
    .selectDistinct({ dispute: ballot.dispute, round: ballot.round })
    .from(ballot)
    .innerJoin(seat, eq(seat.id, ballot.seat))
    .where(and(eq(ballot.project, project), eq(seat.notBlind, 1), isNull(seat.until)))
  return new Set(rows.map(({ dispute, round }) => `${dispute}/${round}`))
}

function tallyOf(marks: readonly Pick<Marked, 'mark'>[]): Tally {
  const tally = emptyTally()
  for (const { mark } of marks) tally[mark] += 1
  return tally
}

/** What a panel excused or left unmarked is in no denominator: it says nothing of the rater. */
function basisOf(marks: readonly Marked[]): Basis {
  const cases = marks
    .filter(({ mark }) => mark === 'right' || mark === 'wrong')
    .map(
      ({ mark, item, probability }): Case => ({
        right: mark === 'right',
        together: item,
        weight: 1 / (probability ?? 1),
      }),
    )
  return { tally: tallyOf(marks), rate: rateOf(cases) }
}

type Compared = { tally: Tally; cases: Case[]; shares: (number | null)[] }
/** Law 6: measured from whole splits, here and now, and never stored as a verdict. */
async function byMajority(read: Reader, project: string, raters: readonly string[]) {
  const found = new Map(
    raters.map((id): [string, Compared] => [id, { tally: emptyTally(), cases: [], shares: [] }]),
  )
  const questions = new Map((await questionsOf(read, project)).map((question) => [question.key, question]))
  const { drawn, items } = await drawVotes(read, raters)
  for (let at = 0; at < items.length; at += BATCH) {
    const rows = await votesOfItems(read, items.slice(at, at + BATCH))
    for (const group of Map.groupBy(rows, ({ item, question }) =>
      JSON.stringify([item, question]),
    ).values()) {
      const question = questions.get(group[0]!.question)
      if (question) compare(question, group, drawn, found)
    }
    // A page of raters is much to read: let others have a turn of the loop.
    await nextTurn()
  }
  return new Map(
    [...found].map(([rater, { tally, cases, shares }]) => [
      rater,
      { tally, rate: rateOf(cases), others: majorityRate(shares).rate },
    ]),
  )
}

async function drawVotes(read: Reader, raters: readonly string[]) {
  const { vote } = read.tables
  const drawn = new Set<string>()
  const items = new Set<string>()
  for (const rater of raters)
    for (const row of await read
      .select({ id: vote.id, item: vote.item })
      .from(vote)
      .where(and(eq(vote.rater, rater), isNull(vote.until)))
      .orderBy(vote.id)
      .limit(COMPARED)) {
      drawn.add(row.id)
      items.add(row.item)
    }
  return { drawn, items: [...items] }
}

function compare(
  question: Question,
  group: readonly VoteRow[],
  drawn: ReadonlySet<string>,
  found: ReadonlyMap<string, Compared>,
) {
  const values = group.map(({ value }) => value)
  const marks = majorityMarks(question, values, split(question, values))
  const shares = sharesOfOthers(question, values)
  group.forEach(({ rater, vote, item }, at) => {
    const own = drawn.has(vote) ? found.get(rater) : undefined
    if (!own) return
    const mark = marks[at]!
    own.tally[mark] += 1
    own.shares.push(shares[at]!)
    if (mark !== 'none') own.cases.push({ right: mark === 'right', together: item, weight: 1 })
  })
}
