import type { Block } from '#shared/content.ts'
import { oneLine, textsOf } from '#shared/snippet.ts'

/** So much of an item's content can be found by its words. */
const SEARCHED_LENGTH = 4_000

/** What of an item can be searched: its external id and the texts of its content. */
export const searchedText = (external: string, blocks: readonly Block[]): string =>
  fold(`${external} ${blocks.flatMap(textsOf).join(' ').slice(0, SEARCHED_LENGTH)}`)

/** Texts that differ only in width, case or spacing are found by each other. */
export const fold = (text: string): string => oneLine(text.normalize('NFKC').toLowerCase())
