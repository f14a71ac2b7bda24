import type * as columns from '../columns.sqlite.ts'

/** One dialect's columns, and the pair that every row which can change carries. */
export type Columns = typeof columns & {
  span: () => { since: ReturnType<typeof columns.number>; until: ReturnType<typeof columns.maybeNumber> }
}
