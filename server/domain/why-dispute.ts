import { eq } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { closed } from '#shared/dispute-view.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { byAge } from './newest.ts'
import { opinionsOf } from './opinion.ts'
import type { VoteRow } from './vote.ts'
import type { Project } from './who.ts'

const decidedOn = ({ decisions }: DisputeRecord, { question }: Pick<VoteRow, 'question'>): boolean =>
  Object.values(decisions).some((one) => one.question === question && one.state !== 'drafted')

/**
 * Of the hearings there were on a vote's question: the one whose decision holds or, before any decision, the newest; one
 * under way after it; and those that were decided before.
 */
export function heardOn(all: readonly DisputeRecord[], vote: Pick<VoteRow, 'question'>) {
  const heard = all
    .filter((one) => one.questions.includes(vote.question) && one.state !== 'withdrawn')
    .sort(byAge)
  const newest = heard.at(-1)
  const dispute = heard.findLast((one) => decidedOn(one, vote)) ?? newest
  return {
    dispute,
    hearing: newest === dispute ? undefined : newest,
    earlier: heard.filter((one) => one !== dispute && one !== newest && decidedOn(one, vote)),
    decided: dispute !== undefined && (dispute.state === 'decided' || decidedOn(dispute, vote)),
  }
}

export const underWay = ({ id, state, round, openedAt }: DisputeRecord) => ({
  dispute: id,
  state,
  round,
  openedAt,
})

/** What was decided stands until it is superseded, so it is shown while a reopened dispute is heard again. */
export async function disputePart(
  read: Reader,
  project: Project,
  dispute: DisputeRecord,
  vote: VoteRow,
  { open, asRater, past = false }: { open: boolean; asRater: boolean; past?: boolean },
) {
  const decisions = open
    ? Object.values(dispute.decisions).filter(
        ({ question, state }) => question === vote.question && state !== 'drafted',
      )
    : []
  const newest = decisions.reduce<DecisionRecord | undefined>(
    (last, one) => ((last?.signedAt ?? 0) > (one.signedAt ?? 0) ? last : one),
    undefined,
  )
  // What another panel has decided otherwise is shown as it was decided then.
  const signed = past ? newest : decisions.find(({ state }) => state === 'signed')
  const shown = (decision: DecisionRecord) => (asRater ? unnamed(ofOne(decision, vote)) : unnamed(decision))
  return {
    id: dispute.id,
    state: dispute.state,
    round: dispute.round,
    openedAt: dispute.openedAt,
    chosen: open ? dispute.chosen : null,
    seats: Object.values(dispute.seats)
      .filter(({ state }) => state === 'seated')
      .map(({ letter, chair, notBlind }) => ({ letter, chair, notBlind })),
    ballots: open ? ballotsOf(dispute, signed, vote.question) : [],
    opinions: signed ? opinionsOf(dispute, signed) : [],
    signedBy: signed ? letterOf(dispute, signed.signedBy) : null,
    decision: signed ? shown(signed) : null,
    superseded: decisions.filter((one) => one.state === 'superseded' && one !== signed).map(shown),
    reason: signed ? await reasonOf(read, project.id, signed.id) : null,
  }
}

/** The ballots a decision rests on, by seat letter, also where a seat was left since. */
function ballotsOf(dispute: DisputeRecord, signed: DecisionRecord | undefined, question: string) {
  const carried = signed
    ? Object.values(dispute.ballots).filter(({ id }) => signed.ballots.includes(id))
    : counted(dispute).filter(({ round }) => closed(dispute, round))
  return carried
    .map((ballot) => ({
      letter: dispute.seats[ballot.seat]!.letter,
      answer: ballot.answers?.find((answer) => answer.question === question) ?? null,
      argument: ballot.arguments?.[question] ?? '',
    }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))
}

/** Why it was signed although something was missing. */
async function reasonOf(read: Reader, project: string, id: string): Promise<string | null> {
  const [row] = await present(read, 'decision', project, eq(read.tables.decision.id, id))
  return row?.reason ?? null
}

/** Raters are told seats by letter, never members; a lead who signed without a seat has none. */
const unnamed = (decision: DecisionRecord): DecisionRecord => ({ ...decision, signedBy: null })
/** A rater reads the cause of their own vote, never which other vote has one of its own. */
const ofOne = (decision: DecisionRecord, { vote }: VoteRow): DecisionRecord => ({
  ...decision,
  voteCauses: decision.voteCauses.filter((one) => one.vote === vote),
})
const letterOf = (dispute: DisputeRecord, member: string | null): string | null =>
  Object.values(dispute.seats).find((seat) => seat.member === member)?.letter ?? null
