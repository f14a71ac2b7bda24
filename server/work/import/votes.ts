import { REPORT_ROWS } from '#shared/import-run.ts'
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
  counts: { added: number; same: number; superseding: number; late: number }
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

/**
 * The votes of a file beside those that came before. A vote is known by question, item, rater and ref: the source's own
 * id of it, or its number among the same rater's answers. Repeated answers are all kept; the latest counts.
 */
export function registerVotes(at: Around): VoteRegister {
  const numbers = new Map(at.questions.map(({ key }, n) => [key, n]))
  const pairs = numberTable()
  const [times, heads, headTimes] = [numberRow(), numberRow(), numberRow()]
  const known = new Map<string, KnownPair>()
  const held: Held[] = []
  const seen = numberTable()
  const refs = new Map<number, Map<string, number>>()
  const counts = { added: 0, same: 0, superseding: 0, late: 0 }
  const superseding: Changed[] = []
  const replaced: string[] = []

  const placeOf = ({ question }: VoteRow, item: number, rater: number) =>
    pairs.add((item * RATERS + rater) * at.questions.length + numbers.get(question)!).place
  const headOf = (place: number) =>
    Number.isNaN(heads.get(place))
      ? null
      : { id: heads.get(place), at: Number.isNaN(headTimes.get(place)) ? null : headTimes.get(place) }
  const setHead = (place: number, id: string, when: number | null) => {
    heads.set(place, numberOf(id))
    headTimes.set(place, when ?? Number.NaN)
  }

  function write(
    { vote, item, rater }: Held,
    ref: string,
    supersedes: string | null,
    counting: boolean,
  ): string {
    const itemId = at.items.id(item)
    if (at.disputed.has(itemId)) counts.late += 1
    if (!at.leaves) return at.ids.vote(itemId)
    const row = {
      id: at.ids.vote(itemId),
      item: itemId,
      question: vote.question,
      rater: at.raters.id(rater),
      ref,
      value: canonical(vote.value),
      note: vote.note,
      confidence: vote.confidence,
      at: vote.at,
      seconds: vote.seconds,
      version: vote.version,
      salt: at.chance.salt(),
    }
    at.leaves.add(row)
    at.batches.add('votes', [
      at.project,
      row.id,
      row.item,
      row.question,
      row.rater,
      ref,
      row.value,
      row.note,
      row.confidence,
      row.at,
      row.seconds,
      row.version,
      row.salt,
      at.import,
      supersedes,
      0,
      counting ? null : 0,
    ])
    return row.id
  }

  /** A vote that was not there before: it counts unless a later one of the same rater does. */
  function writeNew(one: Held, ref: string, place: number, before: KnownVote | null) {
    counts.added += 1
    const own = headOf(place)
    const head = own ? { id: idOf(own.id), at: own.at } : before
    const counting = head === null || isLater(one.vote.at, head.at)
    const id = write(one, ref, counting && head ? head.id : null, counting)
    if (counting && own) at.batches.outdate(idOf(own.id))
    else if (counting && before) replaced.push(before.id)
    if (counting) setHead(place, id, one.vote.at)
  }

  /** A vote that the source has changed since: the new one stands where the old one stood. */
  function writeChanged(one: Held, old: KnownVote, place: number, pair: KnownPair) {
    const { vote } = one
    counts.superseding += 1
    seen.add(numberOf(old.id))
    replaced.push(old.id)
    const own = headOf(place)
    const counting = own === null && (pair.head === null || pair.head.id === old.id)
    const id = write(one, old.ref, old.id, counting)
    if (counting) setHead(place, id, vote.at)
    const late = at.disputed.has(at.items.id(one.item))
    if (superseding.length < REPORT_ROWS)
      superseding.push({
        item: vote.item,
        rater: vote.rater,
        question: vote.question,
        old: old.value,
        new: canonical(vote.value),
        late,
      })
  }

  function addKnown(one: Held, place: number, pair: KnownPair) {
    const { vote } = one
    const before = vote.ref === null ? takeSame(pair, vote) : pair.refs.get(vote.ref)
    if (before && isSame(vote, before)) {
      counts.same += 1
      seen.add(numberOf(before.id))
    } else if (vote.ref === null) held.push(one)
    else if (before) writeChanged(one, before, place, pair)
    else writeNew(one, vote.ref, place, pair.head)
  }

  /** The source's own id, made distinct where a file has it twice for the same answer. */
  function refOf(vote: VoteRow, place: number): string | null {
    if (vote.ref === null) return null
    const own = refs.get(place) ?? new Map<string, number>()
    refs.set(place, own)
    const n = (own.get(vote.ref) ?? 0) + 1
    own.set(vote.ref, n)
    return n === 1 ? vote.ref : `${vote.ref}#${n}`
  }

  return {
    counts,
    superseding,
    replaced,
    async recall(items) {
      if (!at.read) return
      const votes = await knownVotes(at.read, items)
      for (const { id } of votes) at.ids.taken(id)
      pairVotes(known, votes)
    },
    add(vote, item, rater) {
      const place = placeOf(vote, item, rater)
      const n = (times.get(place) || 0) + 1
      times.set(place, n)
      const ref = refOf(vote, place)
      const one = { vote: ref === vote.ref ? vote : { ...vote, ref }, item, rater }
      const pair = at.read
        ? known.get(pairName(at.items.id(item), vote.question, at.raters.id(rater)))
        : undefined
      if (pair) addKnown(one, place, pair)
      else writeNew(one, ref ?? String(n), place, null)
    },
    settle() {
      for (const one of held) {
        const pair = known.get(pairName(at.items.id(one.item), one.vote.question, at.raters.id(one.rater)))!
        const place = placeOf(one.vote, one.item, one.rater)
        const old = takeChanged(pair)
        if (old) writeChanged(one, old, place, pair)
        else writeNew(one, String(++pair.most), place, pair.head)
      }
    },
    seen: (id) => seen.find(numberOf(id)) >= 0,
  }
}
