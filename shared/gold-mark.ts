import { agrees } from './decision.ts'
import type { GoldRecord } from './gold.ts'
import type { Because, MarkWord } from './mark.ts'
import type { Question, Value } from './question.ts'

/** What a gold answer says of a vote; nothing while it is challenged, and never again once a panel said otherwise. */
export function goldMark(
  question: Question,
  gold: Pick<GoldRecord, 'value' | 'state'>,
  value: Value,
): { mark: MarkWord; because: Because } {
  if (gold.state === 'challenged') return { mark: 'none', because: 'gold-challenged' }
  if (gold.state === 'overturned') return { mark: 'none', because: 'gold-overturned' }
  return agrees(question, gold.value, value)
    ? { mark: 'right', because: 'agrees-with-gold' }
    : { mark: 'wrong', because: 'against-gold' }
}
