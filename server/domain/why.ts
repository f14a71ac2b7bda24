import { and, eq } from 'drizzle-orm'
import { bindingVersion, type GuidelineHead } from '#shared/guideline.ts'
import type { MarkRecord } from '#shared/mark.ts'
import { meaningChanged } from '#shared/publish.ts'
import type { Question, Value } from '#shared/question.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { majorityMarks, split } from '#shared/split.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { disputeRecords } from './dispute-record.ts'
import { acknowledgements, type ClauseRow, clausesAt, guidelineHeads } from './guideline.ts'
import { marksBeside } from './marks-beside.ts'
import { reviewsOfVote } from './review/view.ts'
import { questionsOf } from './round.ts'
import { itemsOf, type VoteRow, votesOfItems } from './vote.ts'
import type { Project } from './who.ts'
import { disputePart, heardOn, underWay } from './why-dispute.ts'

/**
 * Why a vote is marked as it is, as one chain: the vote, the split, the ballots by seat letter, the decision, and the
 * clauses as they bound the rater beside today's. Before the decision a rater learns only that it is being heard.
 */
export async function whyOf(read: Reader, project: Project, vote: VoteRow, asRater: boolean) {
  const { dispute: table } = read.tables
  const item = (await itemsOf(read, project.id, [vote.item])).get(vote.item)
  const [question] = await questionsOf(read, project.id, vote.question)
  const all = await disputeRecords(read, project.id, eq(table.item, vote.item))
  const { dispute, hearing, earlier, decided } = heardOn(all, vote)
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
    /** A newer hearing of the case, under way: what was decided stands until its decision. */
    hearing: hearing ? underWay(hearing) : null,
    earlier: await Promise.all(
      earlier.map((one) => disputePart(read, project, one, vote, { open: true, asRater, past: true })),
    ),
    clauses: await clausePart(read, project, citing, heads, binding.version),
    marks,
    reviews: await reviewsOfVote(read, project.id, vote.vote),
    gold: await goldOf(read, project.id, vote),
    stand:
      (await present(read, 'stand', project.id, eq(read.tables.stand.vote, vote.vote))).map(
        ({ id, note, upheld }) => ({ id, note, upheld: upheld === null ? null : upheld === 1 }),
      )[0] ?? null,
  }
}

/** The majority's word, always labelled as such, beside what gold, reviews and a decision said. */
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
  const beside = await marksBeside(read, project, [vote], [question])
  if (!withMajority) return [...beside, ...stored]
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
  return [
    { vote: vote.vote, basis: 'majority', mark, cause: null, because, decision: null },
    ...beside,
    ...stored,
  ]
}

/** The gold answer its mark is against: who disagrees with it has to know it. */
async function goldOf(read: Reader, project: string, { item, question }: VoteRow) {
  const { gold } = read.tables
  const [row] = await present(read, 'gold', project, and(eq(gold.item, item), eq(gold.question, question)))
  return row ? { value: JSON.parse(row.value) as Value, source: row.source, state: row.state } : null
}

async function splitOf(read: Reader, vote: VoteRow, question: Question) {
  const votes = (await votesOfItems(read, [vote.item])).filter((one) => one.question === vote.question)
  const { camps, majority, tie, margin, n } = split(
    question,
    votes.map(({ value }) => value),
  )
  return { camps: camps.map(({ value, votes }) => ({ value, votes })), majority, tie, margin, n }
}

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
