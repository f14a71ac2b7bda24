import type { Block } from '#shared/content.ts'
import type { Value } from '#shared/question.ts'
import type { LaneCounts, QueuePage, QueuePair, QueueRow } from '#shared/queue.ts'
import type { DisputeState } from '#shared/record.ts'
import type { Split } from '#shared/split.ts'

export type { LaneCounts, QueuePage, QueuePair, QueueRow }

export type ItemSplit = Split & {
  question: string
  votes: {
    vote: string
    rater: string
    value: Value
    note: string | null
    at: number | null
    late: boolean
  }[]
}
/** An item with its votes, as whoever chooses disputes may see it. */
export type ItemView = {
  item: {
    id: string
    external: string
    language: string | null
    tags: string[]
    expected: number | null
    content: Block[]
  }
  splits: ItemSplit[]
  dispute: { id: string; questions: string[]; state: DisputeState } | null
}
