import type { Other } from '#lib/text/wire.ts'
import { readTextRoot } from '#shared/draft.ts'

/** Who has their caret in a clause. */
export const thoseIn = (others: readonly Other[], clause: string): Other[] =>
  others.filter(({ root }) => root !== null && readTextRoot(root)?.clause === clause)
