import { m } from '#lib/paraglide/messages.js'
import { counted } from '#lib/words.ts'
import { RATE_FROM } from '#shared/standing.ts'
import type { Dissents, Headline } from '#shared/standing-view.ts'

/** Where the bases part, in one sentence: what the majority held against the rater, and what panels said of it. */
export function headlineWords({ wrong, upheld, excused, undecided }: Headline): string {
  const cleared = upheld + excused
  if (wrong === 0) return m.mystanding_head_never()
  if (undecided === wrong) return m.mystanding_head_open({ count: wrong })
  if (cleared === wrong) return m.mystanding_head_all({ count: wrong })
  return cleared === 0
    ? m.mystanding_head_error({ count: wrong })
    : m.mystanding_head({ count: wrong, cleared })
}

/** The same in its parts. */
export const headlineParts = ({ upheld, excused, error, undecided }: Headline): string =>
  [
    { count: upheld, say: m.mystanding_part_upheld },
    { count: excused, say: m.mystanding_part_excused },
    { count: error, say: m.mystanding_part_error },
    { count: undecided, say: m.mystanding_part_undecided },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, say }) => say({ count: counted(count) }))
    .join(' · ')

/** How often a dissent of theirs won; its range only from as many cases on as give a rate. */
export function dissentWords({ n, upheld, rate }: Dissents): string | undefined {
  if (n === 0) return
  const said = { n: counted(n), upheld: counted(upheld) }
  if (!rate || n < RATE_FROM) return m.mystanding_dissents(said)
  const whole = (share: number) => Math.round(share * 100)
  return m.mystanding_dissents_rate({
    ...said,
    share: whole(rate.share),
    low: whole(rate.low),
    high: whole(rate.high),
  })
}
