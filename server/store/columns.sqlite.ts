import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export { index, primaryKey, uniqueIndex } from 'drizzle-orm/sqlite-core'
export const table = sqliteTable
export const string = () => text().notNull()
export const maybeString = () => text()
export const number = () => integer().notNull()
export const maybeNumber = () => integer()
export const maybeReal = () => real()
export const json = <T>() => text({ mode: 'json' }).$type<T>().notNull()
