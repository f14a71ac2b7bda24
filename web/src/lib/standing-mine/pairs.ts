import type { StandingView } from '#lib/standing-mine/views.ts'
import type { Basis } from '#shared/mark.ts'
import { canonical, type Value } from '#shared/question.ts'

export type Pair = { question: string; said: Value; should: Value; count: number }
/** How many pairs are shown. */
const SHOWN = 3

/** Where answers part most on one basis: what was said against what it should have been. */
export function topPairs({ bases }: StandingView, basis: Basis): Pair[] {
  return bases[basis].questions
    .flatMap(({ question, confusion }) =>
      (confusion?.rows ?? []).flatMap((row, said) =>
        row.map((count, should) => ({
          question,
          said: confusion!.values[said]!,
          should: confusion!.values[should]!,
          count,
        })),
      ),
    )
    .filter(({ said, should, count }) => count > 0 && canonical(said) !== canonical(should))
    .sort((a, b) => b.count - a.count)
    .slice(0, SHOWN)
}

/** The basis whose pairs are worth a look: what panels decided or, where they have not, what gold says. */
export const pairsBasis = (view: StandingView): Basis =>
  topPairs(view, 'decision').length > 0 ? 'decision' : 'gold'
