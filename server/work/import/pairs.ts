import { canonical } from '#shared/question.ts'
import type { VoteRow } from './check.ts'
import type { KnownVote } from './known.ts'

/** What came before of one rater on one question of one item. */
export interface KnownPair {
  /** The newest vote of each ref that is there: those ended because a file lacked them are not. */
  refs: Map<string, KnownVote>
  /** The vote that counts now. */
  head: KnownVote | null
  /** The highest occurrence number given so far. */
  most: number
}

export const pairName = (item: string, question: string, rater: string): string =>
  `${item} ${question} ${rater}`

/** Sorts votes that came before by who gave them on what; `votes` are oldest first. */
export function pairVotes(pairs: Map<string, KnownPair>, votes: readonly KnownVote[]): void {
  const followed = new Set(votes.flatMap(({ supersedes }) => supersedes ?? []))
  for (const vote of votes) {
    const name = pairName(vote.item, vote.question, vote.rater)
    const pair = pairs.get(name) ?? { refs: new Map(), head: null, most: 0 }
    pairs.set(name, pair)
    pair.most = Math.max(pair.most, Number(vote.ref) || 0)
    // One that has ended without a successor was withdrawn; 0 says that it never counted, a later one of its file did.
    const there = vote.until === null || vote.until === 0 || followed.has(vote.id)
    if (there) pair.refs.set(vote.ref, vote)
    else pair.refs.delete(vote.ref)
    if (vote.until === null) pair.head = vote
  }
}

export const isSame = (vote: VoteRow, known: KnownVote): boolean =>
  canonical(vote.value) === known.value && (vote.note ?? '') === (known.note ?? '')

/** Takes the vote that a row without an id of its own repeats: its time tells equal answers apart. */
export function takeSame(pair: KnownPair, vote: VoteRow): KnownVote | undefined {
  const alike = [...pair.refs.values()].filter((known) => isSame(vote, known))
  const found = alike.find(({ at }) => at === vote.at) ?? alike[0]
  if (found) pair.refs.delete(found.ref)
  return found
}

/** Takes the vote that a changed row most likely was: the first that no row of the file repeats. */
export function takeChanged(pair: KnownPair): KnownVote | undefined {
  const [first] = [...pair.refs.values()].sort(
    (a, b) => Number(a.ref) - Number(b.ref) || (a.ref < b.ref ? -1 : 1),
  )
  if (first) pair.refs.delete(first.ref)
  return first
}

/** The later vote counts: by time where both have one, else the one that came later. */
export const isLater = (at: number | null, head: number | null): boolean =>
  at === null || head === null || at >= head
