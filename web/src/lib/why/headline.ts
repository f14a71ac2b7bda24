import { causeWord } from '#lib/dispute/words.ts'
import { m } from '#lib/paraglide/messages.js'
import { showValue } from '#lib/question/show.ts'
import type { WhyView } from '#lib/why/views.ts'
import { agrees } from '#shared/decision.ts'

/** What became of the vote, in one sentence. */
export function headline({ mine, marks, dispute, split, vote, question }: WhyView): string {
  const mark = marks.find(({ basis }) => basis === 'decision')
  if (!mark) return undecided(dispute)
  const against = split !== null && split.majority !== null && !agrees(question, split.majority, vote.value)
  switch (mark.because) {
    case 'agrees-with-decision':
      return !against ? m.why_head_right() : mine ? m.why_head_upheld() : m.why_head_upheld_other()
    case 'no-single-answer':
      return m.why_head_none()
    case 'item-at-fault':
      return m.why_head_item()
    case 'after-decision':
      return m.why_head_late()
    case 'unheard':
      return m.why_head_unheard()
    case 'clause-after-vote':
      return m.why_head_clause_after()
    default:
      return mark.mark === 'excused' ? m.why_head_excused() : m.why_head_wrong()
  }
}

function undecided(dispute: WhyView['dispute']): string {
  if (!dispute) return m.why_head_no_dispute()
  if (dispute.state === 'open') return m.why_head_open()
  return dispute.state === 'revealed' ? m.why_head_revealed() : m.why_head_heard()
}

/** Decided once and heard anew: what was decided stands until the panel has spoken again. */
export const isHeardAgain = ({ marks, dispute, hearing }: WhyView): boolean =>
  (hearing !== null || dispute?.state === 'voting' || dispute?.state === 'revealed') &&
  marks.some(({ basis }) => basis === 'decision')

/** Who else is excused: the camps that lost to a cause that blames nobody. */
export function excusedCamps({ dispute, split, question, vote }: WhyView): string[] {
  return (dispute?.decision?.causes ?? []).flatMap(({ camp, cause }) => {
    const lost = split?.camps.find(({ value }) => agrees(question, value, camp))
    if (cause === 'rater-error' || !lost || agrees(question, camp, vote.value)) return []
    return [
      m.why_camp_excused({ count: lost.votes, value: showValue(question, camp), cause: causeWord(cause) }),
    ]
  })
}
