import { eq } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { closed } from '#shared/dispute-view.ts'
import { bindingVersion, type GuidelineHead } from '#shared/guideline.ts'
import type { MarkRecord } from '#shared/mark.ts'
import { meaningChanged } from '#shared/publish.ts'
import type { Question } from '#shared/question.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { majorityMarks, split } from '#shared/split.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { disputeRecords } from './dispute-record.ts'
import { acknowledgements, type ClauseRow, clausesAt, guidelineHeads } from './guideline.ts'
import { opinionsOf } from './opinion.ts'
import { questionsOf } from './round.ts'
import { itemsOf, type VoteRow, votesOfItems } from './vote.ts'
import type { Project } from './who.ts'

/**
 * Why a vote is marked as it is, as one chain: the vote, the split, the ballots by seat letter, the decision, and the
 * clauses as they bound the rater beside today's. Before the decision a rater learns only that it is being heard.
 */
export async function whyOf(read: Reader, project: Project, vote: VoteRow, asRater: boolean) {
  const { dispute: table } = read.tables
  const item = (await itemsOf(read, project.id, [vote.item])).get(vote.item)
  const [question] = await questionsOf(read, project.id, vote.question)
  const disputes = (await disputeRecords(read, project.id, eq(table.item, vote.item))).filter(
    (one) => one.questions.includes(vote.question) && one.state !== 'withdrawn',
  )
  const dispute = disputes.at(-1)
  const decided =
    dispute?.state === 'decided' ||
    Object.values(dispute?.decisions ?? {}).some((one) => one.state !== 'drafted')
  const open = !asRater || decided || !dispute
  const citing = decided && dispute ? citingIn(dispute, vote) : []
  const heads = await guidelineHeads(
    read,
    project.id,
    citing.map(({ id }) => id),
  )
  const binding = bindingVersion(heads, vote, await acknowledgements(read, project.id, [vote.rater]))
  const marks = await marksOfVote(read, project.id, vote, question!, open)
  return {
    vote: {
      id: vote.vote,
      value: vote.value,
      note: vote.note,
      at: vote.at,
      question: vote.question,
      late: vote.late,
      version: { number: binding.version?.version ?? null, known: binding.known },
    },
    item: {
      id: vote.item,
      external: item?.external ?? '',
      content: item?.content ?? [],
      language: item?.language ?? null,
      tags: item?.tags ?? [],
    },
    question,
    split: open ? await splitOf(read, vote, question!) : null,
    dispute: dispute ? await disputePart(read, project, dispute, vote, { open: decided, asRater }) : null,
    clauses: await clausePart(read, project, citing, heads, binding.version),
    marks,
    stand:
      (await present(read, 'stand', project.id, eq(read.tables.stand.vote, vote.vote))).map(
        ({ id, note, upheld }) => ({ id, note, upheld: upheld === null ? null : upheld === 1 }),
      )[0] ?? null,
  }
}

/** The majority's word, always labelled as such, beside what a decision said. */
export async function marksOfVote(
  read: Reader,
  project: string,
  vote: VoteRow,
  question: Question,
  withMajority: boolean,
): Promise<MarkRecord[]> {
  const stored = (await present(read, 'mark', project, eq(read.tables.mark.vote, vote.vote))).map(
    ({ basis, mark, cause, because, decision }): MarkRecord => ({
      vote: vote.vote,
      basis,
      mark,
      cause,
      because,
      decision,
    }),
  )
  if (!withMajority) return stored
  const votes = (await votesOfItems(read, [vote.item])).filter((one) => one.question === vote.question)
  const divided = split(
    question,
    votes.map(({ value }) => value),
  )
  const mark =
    majorityMarks(
      question,
      votes.map(({ value }) => value),
      divided,
    )[votes.findIndex((one) => one.vote === vote.vote)] ?? 'none'
  const because =
    divided.n < 2
      ? 'alone'
      : divided.majority === null
        ? 'tied'
        : mark === 'right'
          ? 'in-majority'
          : 'against-majority'
  return [{ vote: vote.vote, basis: 'majority', mark, cause: null, because, decision: null }, ...stored]
}

async function splitOf(read: Reader, vote: VoteRow, question: Question) {
  const votes = (await votesOfItems(read, [vote.item])).filter((one) => one.question === vote.question)
  const { camps, majority, tie, margin, n } = split(
    question,
    votes.map(({ value }) => value),
  )
  return { camps: camps.map(({ value, votes }) => ({ value, votes })), majority, tie, margin, n }
}

/** What was decided stands until it is superseded, so it is shown while a reopened dispute is heard again. */
async function disputePart(
  read: Reader,
  project: Project,
  dispute: DisputeRecord,
  vote: VoteRow,
  { open, asRater }: { open: boolean; asRater: boolean },
) {
  const decisions = open
    ? Object.values(dispute.decisions).filter(
        ({ question, state }) => question === vote.question && state !== 'drafted',
      )
    : []
  const signed = decisions.find(({ state }) => state === 'signed')
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
    superseded: decisions.filter(({ state }) => state === 'superseded').map(shown),
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

/** The clauses that the decision on this vote's question cites, and as of which version. */
const citingIn = (dispute: DisputeRecord, { question }: VoteRow) =>
  Object.values(dispute.decisions)
    .filter((one) => one.question === question && one.state === 'signed')
    .flatMap(({ clauses, guideline }) => clauses.map((id) => ({ id, version: guideline })))

/** Each cited clause as it bound the rater when the vote was cast, beside today's, and what changed it since (law 5). */
async function clausePart(
  read: Reader,
  project: Project,
  citing: ReturnType<typeof citingIn>,
  heads: readonly GuidelineHead[],
  bound: GuidelineHead | undefined,
) {
  const [then, now] = [bound?.version ?? null, heads.at(-1)?.version ?? null]
  const texts = new Map<number | null, ClauseRow[]>([[null, []]])
  for (const version of citing.length === 0 ? [] : [then, now, citing[0]!.version])
    if (!texts.has(version)) texts.set(version, await clausesAt(read, project.id, version!))
  const at = (version: number | null, id: string) => {
    const { authors: _who, ...clause } = texts.get(version)?.find((one) => one.id === id) ?? { authors: [] }
    return 'id' in clause ? clause : null
  }
  return citing.map(({ id, version }) => ({
    id,
    // biome-ignore lint/suspicious/noThenProperty: a clause or null, never a function, so nothing can await it by mistake.
    then: at(then, id),
    now: at(now, id),
    /** As the decision cites it, for one that is in neither. */
    cited: at(version, id),
    versions: { then, now, cited: version },
    changed: meaningChanged(heads, bound, id),
  }))
}
