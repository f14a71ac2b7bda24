import { bigint, doublePrecision, jsonb, pgTable, text } from 'drizzle-orm/pg-core'

export { index, primaryKey, uniqueIndex } from 'drizzle-orm/pg-core'
export const table = pgTable
export const string = () => text().notNull()
export const maybeString = () => text()
export const number = () => bigint({ mode: 'number' }).notNull()
export const maybeNumber = () => bigint({ mode: 'number' })
export const maybeReal = () => doublePrecision()
export const json = <T>() => jsonb().$type<T>().notNull()
