import type { GoldState, GoldWay } from '#shared/gold.ts'
import type { Value } from '#shared/question.ts'
import type { Language } from '#shared/text.ts'

export type GoldRow = {
  gold: string
  item: string
  external: string
  snippet: string
  language: Language | null
  question: string
  value: Value
  source: string
  chosen: GoldWay
  probability: number | null
  state: GoldState
  right: number
  wrong: number
  /** Votes it is against, at most twenty; nobody is named to auditors. */
  against: { vote: string; external: string; value: Value }[]
  appeal: string | null
}
export type GoldList = { rows: GoldRow[]; states: Record<GoldState, number>; next: string | null }
