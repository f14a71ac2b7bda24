import { markWord } from '#lib/dispute/words.ts'
import { m } from '#lib/paraglide/messages.js'
import type { MarkWord } from '#shared/mark.ts'

export type Turned = { was: MarkWord; would: MarkWord; count: number }

/** Marks by what they are and what they would be, the most first. */
export function turned(marks: readonly { was: MarkWord; would: MarkWord }[]): Turned[] {
  return [...Map.groupBy(marks, ({ was, would }) => `${was} ${would}`).values()]
    .map((some) => ({ was: some[0]!.was, would: some[0]!.would, count: some.length }))
    .toSorted((a, b) => b.count - a.count)
}

/** "9 wrong → excused · 1 right → none". */
export const turnedWords = (all: readonly Turned[]): string =>
  all
    .map(({ was, would, count }) =>
      m.publish_marks_become({
        count,
        was: markWord(was).toLowerCase(),
        would: markWord(would).toLowerCase(),
      }),
    )
    .join(' · ')
