import { type ImportCounts, REPORT_ROWS } from '#shared/import-run.ts'
import { canonical, type Question } from '#shared/question.ts'
import type { Chance } from './chance.ts'
import type { VoteRow } from './check.ts'
import { idOf, numberOf } from './ids.ts'
import { type KnownVote, knownVotes } from './known.ts'
import type { collectLeaves } from './leaves.ts'
import { numberRow, numberTable } from './numbers.ts'
import { isLater, isSame, type KnownPair, pairName, pairVotes, takeChanged, takeSame } from './pairs.ts'
import type { Changed } from './plan.ts'
import type { ItemRegister, Place, RaterRegister } from './register.ts'

export interface VoteRegister {
  /** Reads what came before on these items. */
  recall(items: readonly string[]): Promise<void>
  add(vote: VoteRow, item: number, rater: number): void
  /** Writes the rows that were held back because their pair might still be repeated. */
  settle(): void
  seen(id: string): boolean
  superseding: Changed[]
  /** Known votes in whose place new ones stand. */
  replaced: string[]
  counts: Pick<ImportCounts['votes'], 'added' | 'same' | 'superseding' | 'late'>
}

interface Around extends Place {
  questions: readonly Question[]
  items: ItemRegister
  raters: RaterRegister
  disputed: ReadonlySet<string>
  chance: Chance
  /** Null in a dry run: nothing is hashed or written. */
  leaves: ReturnType<typeof collectLeaves> | null
}
interface Held {
  vote: VoteRow
  item: number
  rater: number
}
/** More raters than a file can have. */
const RATERS = 2 ** 22

/** What is kept while a file is read: by the place of a pair, how often it came and which new vote of it counts. */
function begin(at: Around) {
  return {
    at,
    questions: new Map(at.questions.map(({ key }, n) => [key, n])),
    pairs: numberTable(),
    /** How often a pair came that came more than once. */
    times: new Map<number, number>(),
    heads: numberRow(),
    headTimes: numberRow(),
    known: new Map<string, KnownPair>(),
    held: [] as Held[],
    seen: numberTable(),
    refs: new Map<number, Map<string, number>>(),
    counts: { added: 0, same: 0, superseding: 0, late: 0 },
    superseding: [] as Changed[],
    replaced: [] as string[],
  }
}
type Votes = ReturnType<typeof begin>

/**
 * The votes of a file beside those that came before. A vote is known by question, item, rater and ref: the source's own
 * id of it, or its number among the same rater's answers. Repeated answers are all kept; the latest counts.
 */
export function registerVotes(at: Around): VoteRegister {
  const votes = begin(at)
  const { counts, superseding, replaced } = votes
  return {
    counts,
    superseding,
    replaced,
    async recall(items) {
      if (!at.read) return
      const before = await knownVotes(at.read, items)
      for (const { id } of before) at.ids.taken(id)
      pairVotes(votes.known, before)
    },
    add: (vote, item, rater) => add(votes, { vote, item, rater }),
    settle: () => settle(votes),
    seen: (id) => votes.seen.find(numberOf(id)) >= 0,
  }
}

function add(votes: Votes, { vote, item, rater }: Held) {
  const { place, fresh } = placeOf(votes, { vote, item, rater })
  const n = fresh ? 1 : (votes.times.get(place) ?? 1) + 1
  if (n > 1) votes.times.set(place, n)
  const ref = refOf(votes, vote, place)
  const one = { vote: ref === vote.ref ? vote : { ...vote, ref }, item, rater }
  const pair = pairOf(votes, one)
  if (pair) addKnown(votes, one, place, pair)
  else writeNew(votes, one, ref ?? String(n), place, null)
}

function settle(votes: Votes) {
  for (const one of votes.held) {
    const pair = pairOf(votes, one)!
    const { place } = placeOf(votes, one)
    const old = takeChanged(pair)
    if (old) {
      writeChanged(votes, one, old, place, pair)
      continue
    }
    pair.most += 1
    writeNew(votes, one, String(pair.most), place, pair.head)
  }
}

function placeOf({ pairs, questions }: Votes, { vote, item, rater }: Held) {
  return pairs.add((item * RATERS + rater) * questions.size + questions.get(vote.question)!)
}

function pairOf({ at, known }: Votes, { vote, item, rater }: Held): KnownPair | undefined {
  return at.read ? known.get(pairName(at.items.id(item), vote.question, at.raters.id(rater))) : undefined
}

/** The source's own id, made distinct where a file has it twice for the same answer. */
function refOf({ refs }: Votes, vote: VoteRow, place: number): string | null {
  if (vote.ref === null) return null
  const own = refs.get(place) ?? new Map<string, number>()
  refs.set(place, own)
  const n = (own.get(vote.ref) ?? 0) + 1
  own.set(vote.ref, n)
  return n === 1 ? vote.ref : `${vote.ref}#${n}`
}

function addKnown(votes: Votes, one: Held, place: number, pair: KnownPair) {
  const { vote } = one
  const before = vote.ref === null ? takeSame(pair, vote) : pair.refs.get(vote.ref)
  if (before && isSame(vote, before)) {
    votes.counts.same += 1
    votes.seen.add(numberOf(before.id))
  } else if (vote.ref === null) votes.held.push(one)
  else if (before) writeChanged(votes, one, before, place, pair)
  else writeNew(votes, one, vote.ref, place, pair.head)
}

const orNull = (number: number) => (Number.isNaN(number) ? null : number)

/** A vote that was not there before: it counts unless a later one of the same rater does. */
function writeNew(votes: Votes, one: Held, ref: string, place: number, before: KnownVote | null) {
  const { at, heads, headTimes, counts, replaced } = votes
  counts.added += 1
  const own = orNull(heads.get(place))
  const head = own === null ? before : { id: idOf(own), at: orNull(headTimes.get(place)) }
  const counting = head === null || isLater(one.vote.at, head.at)
  const id = write(votes, one, ref, counting && head ? head.id : null, counting)
  if (!counting) return
  if (own !== null) at.batches.outdate(idOf(own))
  else if (before) replaced.push(before.id)
  setHead(votes, place, id, one.vote.at)
}

/** A vote that the source has changed since: the new one stands where the old one stood. */
function writeChanged(votes: Votes, one: Held, old: KnownVote, place: number, pair: KnownPair) {
  const { vote, item } = one
  const { at, heads, superseding } = votes
  votes.counts.superseding += 1
  votes.seen.add(numberOf(old.id))
  votes.replaced.push(old.id)
  const counting = Number.isNaN(heads.get(place)) && (pair.head === null || pair.head.id === old.id)
  const id = write(votes, one, old.ref, old.id, counting)
  if (counting) setHead(votes, place, id, vote.at)
  if (superseding.length === REPORT_ROWS) return
  const { item: external, rater, question } = vote
  const late = at.disputed.has(at.items.id(item))
  superseding.push({ item: external, rater, question, old: old.value, new: canonical(vote.value), late })
}

function setHead({ heads, headTimes }: Votes, place: number, id: string, at: number | null) {
  heads.set(place, numberOf(id))
  headTimes.set(place, at ?? Number.NaN)
}

function write(
  { at, counts }: Votes,
  { vote, item, rater }: Held,
  ref: string,
  supersedes: string | null,
  counting: boolean,
): string {
  const itemId = at.items.id(item)
  const id = at.ids.vote(itemId)
  if (at.disputed.has(itemId)) counts.late += 1
  if (!at.leaves) return id
  const { question, note, confidence, at: when, seconds, version } = vote
  const [raterId, value, salt] = [at.raters.id(rater), canonical(vote.value), at.chance.salt()]
  at.leaves.add({
    id,
    item: itemId,
    question,
    rater: raterId,
    ref,
    value,
    note,
    confidence,
    at: when,
    seconds,
    version,
    salt,
  })
  // 0 says that it never counted: a later vote of the same rater did from the beginning.
  const until = counting ? null : 0
  at.batches.add('votes', [
    at.project,
    id,
    itemId,
    question,
    raterId,
    ref,
    value,
    note,
    confidence,
    when,
    seconds,
    version,
    salt,
    at.import,
    supersedes,
    0,
    until,
  ])
  return id
}
