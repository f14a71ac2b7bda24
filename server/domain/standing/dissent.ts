import { wilson } from '#shared/agreement/wilson.ts'
import type { MarkWord } from '#shared/mark.ts'
import type { Dissents, Headline } from '#shared/standing-view.ts'
import type { Reader } from '../../store/store.ts'
import type { AsOf } from '../as-of.ts'
import { decisionMarked } from '../decision-marks.ts'
import { majorityBook, majorityMarker } from '../majority-marks.ts'
import { keptOrMade } from './kept.ts'
import { decidedStamp, votesStamp } from './stamp.ts'
import { lawOf, votesByItem } from './votes.ts'

/** Of the votes that the majority calls wrong, what decisions say; `none` is not counted: it decides nothing about them. */
type Ruled = Record<Exclude<MarkWord, 'none'>, number>
export type Dissenting = { headline: Headline; dissents: Dissents }

/** Where the bases disagree, for every rater (majority: "wrong 41 times"; the panel upheld 29 of them). */
export async function dissenting(
  read: Reader,
  project: string,
  as: AsOf,
): Promise<(rater: string) => Dissenting> {
  const book = await majorityBook(read, project, as)
  const ruled = await ruledOn(read, project, as)
  return (rater) => dissentingOf(book.get(rater)?.tally.wrong ?? 0, ruled.get(rater))
}

/** Raters by how often the majority called a vote of theirs wrong that the panel upheld or excused, most often first. */
export async function hurtRaters(read: Reader, project: string): Promise<string[]> {
  const ruled = await ruledOn(read, project, null)
  const hurt = ({ right, excused }: Ruled) => right + excused
  return [...ruled]
    .filter(([, of]) => hurt(of) > 0)
    .sort(([a, x], [b, y]) => hurt(y) - hurt(x) || y.right - x.right || (a < b ? -1 : 1))
    .map(([rater]) => rater)
}

export function dissentingOf(wrong: number, ruled: Ruled = { right: 0, wrong: 0, excused: 0 }): Dissenting {
  const n = ruled.right + ruled.wrong + ruled.excused
  const { low, high } = wilson(ruled.right, n)
  const undecided = wrong - n
  return {
    headline: { wrong, upheld: ruled.right, excused: ruled.excused, error: ruled.wrong, undecided },
    dissents: {
      n,
      upheld: ruled.right,
      undecided,
      rate: n === 0 ? null : { share: ruled.right / n, low, high },
    },
  }
}

async function ruledOn(read: Reader, project: string, as: AsOf): Promise<ReadonlyMap<string, Ruled>> {
  const stamp = `${await votesStamp(read, project, as)} ${await decidedStamp(read, project, as)}`
  return keptOrMade(read, `ruled ${project} ${as === null ? 'now' : 'then'}`, stamp, async () => {
    const ruled = new Map<string, Ruled>()
    const marks = await decisionMarked(read, project, undefined, as)
    const byVote = new Map(marks.map(({ vote, mark }) => [vote, mark]))
    const majority = majorityMarker(await lawOf(read, project, as))
    for await (const items of votesByItem(read, new Set(marks.map(({ item }) => item)), as))
      for (const { vote, rater, mark } of items.flatMap(majority)) {
        const said = byVote.get(vote)
        if (mark !== 'wrong' || said === undefined || said === 'none') continue
        const own = ruled.get(rater) ?? { right: 0, wrong: 0, excused: 0 }
        own[said] += 1
        ruled.set(rater, own)
      }
    return ruled
  })
}
