import { m } from '#lib/paraglide/messages.js'
import { counted } from '#lib/words.ts'
import type { Tally } from '#shared/standing.ts'

export const total = ({ right, wrong, excused, none }: Tally): number => right + wrong + excused + none

/** "1 right · 2 excused": the marks of a rater, without the words that nobody said. */
export const tallyWords = ({ right, wrong, excused, none }: Tally): string =>
  [
    { n: right, say: m.rater_tally_right },
    { n: excused, say: m.rater_tally_excused },
    { n: wrong, say: m.rater_tally_wrong },
    { n: none, say: m.rater_tally_none },
  ]
    .filter(({ n }) => n > 0)
    .map(({ n, say }) => say({ count: counted(n) }))
    .join(' · ')
