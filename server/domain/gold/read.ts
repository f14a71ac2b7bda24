import { inArray } from 'drizzle-orm'
import type { CommandInput } from '#shared/commands.ts'
import type { GoldRecord } from '#shared/gold.ts'
import { type LeftRow, leftRow } from '#shared/left-row.ts'
import { canonical, type Question, type Value } from '#shared/question.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { goldRecord } from '../fair-state.ts'
import {
  handfuls,
  itemsNamed,
  type Names,
  namedIn,
  plain,
  questionNamed,
  questionsByKey,
  readAnswer,
} from '../named.ts'
import type { Sorted } from '../rows-left.ts'

type Rows = CommandInput<'gold.import'>['rows']
/** A row that can be taken; `old`: the gold whose place it takes. */
export type GoldRow = { item: string; question: string; value: Value; old: GoldRecord | null }
type Read = { row: number; external: string; item: string; question: string; value: Value }

/** What of a list is new, changes an answer, says nothing new, or cannot be read and why. */
export async function sortGold(read: Reader, project: string, rows: Rows): Promise<Sorted<GoldRow>> {
  const questions = await questionsByKey(read, project)
  const items = await itemsNamed(
    read,
    project,
    rows.map(({ item }) => item),
  )
  const readRows = rows.map((one, n) => readRow(one, n + 1, items, questions))
  const left = readRows.flatMap((one) => ('left' in one ? one.left : []))
  const good = readRows.flatMap((one) => ('left' in one ? [] : one))
  const once = takeOnce(good, left)
  const before = await goldOf(
    read,
    project,
    [...once.values()].map(({ item }) => item),
  )
  const sorted: Sorted<GoldRow> = { fresh: [], changed: [], same: 0, left }
  for (const [pair, { row, external, item, question, value }] of once) {
    const old = before.get(pair) ?? null
    if (old && canonical(old.value) === canonical(value)) sorted.same += 1
    else if (old?.state === 'challenged') left.push(leftRow(row, 'gold-heard', { found: external }))
    else sorted[old ? 'changed' : 'fresh'].push({ item, question, value, old })
  }
  return sorted
}

function readRow(
  { item: external, question: name, value: raw }: Rows[number],
  row: number,
  items: Names,
  questions: ReadonlyMap<string, Question>,
): Read | { left: LeftRow } {
  const item = items.known.get(plain(external))
  if (!item) return { left: leftRow(row, 'item-unknown', { found: external, expected: items.example }) }
  const question = questionNamed(questions, name)
  if (!question) {
    const expected = namedIn([...questions.keys()])
    return { left: leftRow(row, 'question-unknown', { found: name, expected }) }
  }
  const answer = readAnswer(question, raw, row)
  return 'left' in answer ? answer : { row, external, item, question: question.key, value: answer.value }
}

/** A list may say the same twice; where it contradicts itself the later rows are named. */
function takeOnce(good: readonly Read[], left: LeftRow[]): Map<string, Read> {
  const once = new Map<string, Read>()
  for (const one of good) {
    const pair = pairOf(one)
    const first = once.get(pair)
    if (!first) once.set(pair, one)
    else if (canonical(first.value) !== canonical(one.value))
      left.push(leftRow(one.row, 'said-otherwise', { found: String(first.row) }))
  }
  return once
}

const pairOf = ({ item, question }: { item: string; question: string }) => `${item} ${question}`

/** The gold of items as it is now, by item and question. */
async function goldOf(read: Reader, project: string, items: readonly string[]) {
  const found = new Map<string, GoldRecord>()
  for (const some of handfuls([...new Set(items)])) {
    const rows = await present(read, 'gold', project, inArray(read.tables.gold.item, some))
    for (const row of rows) found.set(pairOf(row), goldRecord(row))
  }
  return found
}
