import { and, count, eq, isNull } from 'drizzle-orm'
import { PEOPLE_FROM, shownOf } from '#shared/cell.ts'
import type { Reader } from '../store/store.ts'

/** Attributes with how many raters have each value; groups small enough to know somebody by are put away. */
export async function attributesPage(read: Reader, project: string) {
  const { raterAttribute: table } = read.tables
  const rows = await read
    .select({ name: table.name, value: table.value, raters: count() })
    .from(table)
    .where(and(eq(table.project, project), isNull(table.until)))
    .groupBy(table.name, table.value)
  return [...Map.groupBy(rows, ({ name }) => name)]
    .map(([name, own]) => {
      const raters = own.reduce((sum, one) => sum + one.raters, 0)
      const { shown, hidden } = shownOf(own.map((one) => ({ value: one.value, raters: one.raters })))
      const values = shown.sort((a, b) => b.raters - a.raters || (a.value < b.value ? -1 : 1))
      return { name, raters: raters < PEOPLE_FROM ? null : raters, values, hidden }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
