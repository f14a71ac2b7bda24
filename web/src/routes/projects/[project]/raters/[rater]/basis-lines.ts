import { m } from '#lib/paraglide/messages.js'
import type { RaterView } from '#lib/raters/views.ts'
import { rateOrWhy, total } from '#lib/standing-mine/rate.ts'
import { locale } from '#lib/words.ts'
import type { Basis } from '#shared/mark.ts'
import type { Rate, Tally } from '#shared/standing.ts'

/** One line of the table of bases; `part`: of a basis whose cases were chosen in several ways. */
export type BasisLine = { basis: Basis; part: string | null; tally: Tally; rate: string[]; how: string }

/** What each basis says, what panels decided first; only what was drawn at random is a rate of what panels and gold say. */
export function basisLines({ bases: { decision, gold, review, majority } }: RaterView): BasisLine[] {
  const others = (share: number) =>
    m.rater_others({ share: (share * 100).toLocaleString(locale(), { maximumFractionDigits: 0 }) })
  return [
    ...parted('decision', decision.tally, [
      randomly('decision', decision.sampled, m.rater_chosen_random()),
      chosen('decision', m.rater_part_picked(), decision.picked, m.rater_chosen_picked()),
      {
        ...chosen('decision', m.rater_part_not_blind(), decision.notBlind, m.rater_chosen_not_blind()),
        rate: [],
      },
    ]),
    ...parted('gold', gold.tally, [
      randomly('gold', gold.sampled, m.rater_chosen_gold_random()),
      chosen('gold', m.rater_part_picked(), gold.picked, m.rater_chosen_gold()),
    ]),
    whole('review', review, m.rater_chosen_review()),
    {
      ...whole('majority', majority, m.rater_chosen_majority()),
      rate: [rateOrWhy(majority.rate), ...(majority.others === null ? [] : [others(majority.others)])],
    },
  ]
}

type Rated = { tally: Tally; rate: Rate | null }
const whole = (basis: Basis, { tally, rate }: Rated, how: string): BasisLine => ({
  ...{ basis, part: null, tally, how },
  rate: [rateOrWhy(rate)],
})
const randomly = (basis: Basis, { tally, rate }: Rated, how: string): BasisLine => ({
  ...{ basis, part: m.rater_part_random(), tally, how },
  rate: [rateOrWhy(rate)],
})
const chosen = (basis: Basis, part: string, tally: Tally, how: string): BasisLine => ({
  ...{ basis, part, tally, how },
  rate: [m.rater_no_rate_picked()],
})

/** A basis and the parts it has; where one part is all there is, it stands for the whole. */
function parted(basis: Basis, tally: Tally, parts: BasisLine[]): BasisLine[] {
  const there = parts.filter((one) => total(one.tally) > 0)
  const [first] = there
  if (!first) return [whole(basis, { tally, rate: null }, '')]
  if (there.length === 1 && total(first.tally) === total(tally)) return [{ ...first, part: null }]
  return [{ basis, part: null, tally, rate: [], how: m.rater_chosen_all() }, ...there]
}
