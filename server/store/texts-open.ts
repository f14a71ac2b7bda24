import { join } from 'node:path'
import type { Store } from './store.ts'
import type { Texts } from './texts.ts'
import { postgresTexts } from './texts-postgres.ts'
import { sqliteTexts } from './texts-sqlite.ts'

/** On SQLite a file and a writing thread of their own, on PostgreSQL tables of the one database. */
export const openTexts = (store: Store, data: string): Texts =>
  store.dialect === 'sqlite' ? sqliteTexts(join(data, 'texts.db')) : postgresTexts(store)
