import { m } from '#lib/paraglide/messages.js'
import { listed } from '#lib/words.ts'
import type { ListKind, ListRoles } from '#shared/row-file/roles.ts'

type Single = 'item' | 'rater' | 'verdict' | 'reviewer' | 'words'
/** The columns a kind of list asks for, the ones it cannot do without first. */
export const asked: Record<ListKind, readonly { role: Single; word: () => string; needed: boolean }[]> = {
  gold: [{ role: 'item', word: m.rows_column_item, needed: true }],
  reviews: [
    { role: 'item', word: m.rows_column_item, needed: true },
    { role: 'rater', word: m.rows_column_rater, needed: true },
    { role: 'verdict', word: m.rows_column_verdict, needed: true },
    { role: 'reviewer', word: m.rows_column_reviewer, needed: false },
    { role: 'words', word: m.rows_column_words, needed: false },
  ],
  raters: [{ role: 'rater', word: m.rows_column_rater, needed: true }],
}

/** Whether enough is known of the file to look at its rows. */
export const isEnough = (kind: ListKind, roles: ListRoles): boolean =>
  asked[kind].every(({ role, needed }) => !needed || roles[role] !== null) &&
  (kind === 'gold' ? roles.values.length > 0 : kind === 'raters' ? roles.attributes.length > 0 : true)

/** Several columns of answers, each with its own question, as one choice of a list. */
export const SEVERAL = '\u0000several'
export const severalWord = ({ values }: ListRoles): string =>
  m.rows_several({ columns: listed(values.map(({ column }) => column)) })
