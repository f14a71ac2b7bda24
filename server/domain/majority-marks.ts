import { type Book, type Counted, enterItem } from '#shared/standing-book.ts'
import { type MajorityWord, majorityReader } from '#shared/standing-majority.ts'
import type { Reader } from '../store/store.ts'
import type { AsOf } from './as-of.ts'
import { keptOrMade } from './standing/kept.ts'
import { votesStamp } from './standing/stamp.ts'
import { type CastVote, itemsOfProject, type Law, lawOf, votesByItem } from './standing/votes.ts'

/** What the majority says of every vote, added up for each rater (law 6: measured from whole splits, never stored as a verdict). */
export async function majorityBook(read: Reader, project: string, as: AsOf): Promise<Book> {
  const stamp = await votesStamp(read, project, as)
  return keptOrMade(read, `majority ${project} ${as === null ? 'now' : 'then'}`, stamp, async () => {
    const book: Book = new Map()
    const law = await lawOf(read, project, as)
    const marked = majorityMarker(law)
    for await (const items of votesByItem(read, itemsOfProject(read, project), as))
      for (const votes of items) enterItem(book, marked(votes))
    return book
  })
}

/** Marks the votes of one item; those on a question that is no more are left out. */
export function majorityMarker(law: Law): (votes: readonly CastVote[]) => (Counted & { vote: string })[] {
  const readers = new Map<string, (votes: readonly string[]) => MajorityWord>()
  return (votes) =>
    [...Map.groupBy(votes, ({ question }) => question)].flatMap(([key, asked]) => {
      const question = law.questions.get(key)
      if (!question) return []
      const reader = readers.get(key) ?? majorityReader(question)
      readers.set(key, reader)
      const word = reader(asked.map(({ value }) => value))
      return asked.map((vote) => ({
        vote: vote.id,
        rater: vote.rater,
        question: key,
        weight: 1,
        said: vote.value,
        should: word.majority,
        version: law.bound(vote),
        ...word.of.get(vote.value)!,
      }))
    })
}
