import type { RoomView } from '#lib/dispute/room-view.ts'
import { type BallotAnswer, type Cause, position } from '#shared/answer.ts'
import { agrees } from '#shared/decision.ts'
import type { Question, Value } from '#shared/question.ts'
import type { BallotRecord, DecisionRecord, SeatRecord } from '#shared/record.ts'

export type Opened = { ballot: BallotRecord; answer: BallotAnswer; seat: SeatRecord }

const openedOf = ({ dispute }: RoomView, question: Question, ballots: readonly BallotRecord[]): Opened[] =>
  ballots.flatMap((ballot) => {
    const answer = ballot.answers?.find((one) => one.question === question.key)
    const seat = dispute.seats[ballot.seat]
    return answer && seat ? [{ ballot, answer, seat }] : []
  })

/**
 * Ballots of one mind together; the fewest speak first, so that outliers are heard before they know that they are.
 * Whoever saw the split before the ballot is reported apart, after the others.
 */
export function ballotCamps(view: RoomView, question: Question, ballots: readonly BallotRecord[]) {
  const opened = openedOf(view, question, ballots)
  const grouped = (some: readonly Opened[], blind: boolean) =>
    [...Map.groupBy(some, ({ answer }) => position(answer)).values()]
      .map((camp) => ({ blind, answer: camp[0]!.answer, ballots: camp }))
      .toSorted((a, b) => a.ballots.length - b.ballots.length)
  return {
    of: opened.length,
    camps: [
      ...grouped(
        opened.filter(({ seat }) => !seat.notBlind),
        true,
      ),
      ...grouped(
        opened.filter(({ seat }) => seat.notBlind),
        false,
      ),
    ],
  }
}

const asBallot: Partial<Record<DecisionRecord['kind'], BallotAnswer['kind']>> = {
  'majority-upheld': 'value',
  'minority-upheld': 'value',
  'new-answer': 'value',
  'several-valid': 'several',
}

/** Whether a ballot and the decision say the same. */
export const joins = (answer: BallotAnswer, { kind, values }: DecisionRecord): boolean =>
  position(answer) === position({ kind: asBallot[kind] ?? kind, values })

const casters = (view: RoomView, question: Question, decision: DecisionRecord): Opened[] =>
  openedOf(
    view,
    question,
    decision.ballots.flatMap((id) => view.dispute.ballots[id] ?? []),
  )

export type Named = { cause: Cause | null; letters: string[] }
/** Who named what for a losing camp: those who carried the decision, and apart from them whoever else named one. */
export function causesNamed(view: RoomView, question: Question, decision: DecisionRecord, camp: Value) {
  const said = Object.values(view.dispute.causes).filter(
    (one) =>
      one.question === question.key &&
      one.round === decision.round &&
      one.camp !== null &&
      agrees(question, one.camp, camp),
  )
  const all = casters(view, question, decision)
  const carried = all.filter(({ answer }) => joins(answer, decision))
  return {
    counted: byCause(
      carried.map(({ seat, answer }) => ({
        letter: seat.letter,
        cause: said.find((one) => one.seat === seat.id)?.cause ?? answer.cause,
      })),
    ),
    others: byCause(
      all
        .filter((one) => !carried.includes(one))
        .flatMap(({ seat }) => {
          const own = said.find((one) => one.seat === seat.id)
          return own ? [{ letter: seat.letter, cause: own.cause }] : []
        }),
    ),
  }
}

/** Who named a cause for one vote alone. */
export const causesOfVote = (
  view: RoomView,
  question: Question,
  decision: DecisionRecord,
  vote: string,
): Named[] =>
  byCause(
    Object.values(view.dispute.causes)
      .filter((one) => one.question === question.key && one.round === decision.round && one.vote === vote)
      .flatMap(({ seat, cause }) => {
        const letter = view.dispute.seats[seat]?.letter
        return letter ? [{ letter, cause }] : []
      }),
  )

function byCause(said: readonly { letter: string; cause: Cause | null }[]): Named[] {
  return [...Map.groupBy(said, ({ cause }) => cause)]
    .map(([cause, some]) => ({ cause, letters: some.map(({ letter }) => letter).toSorted() }))
    .toSorted((a, b) => b.letters.length - a.letters.length)
}
