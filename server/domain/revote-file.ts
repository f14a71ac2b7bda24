import { desc, eq } from 'drizzle-orm'
import type { Block } from '#shared/content.ts'
import { csvMark, csvRow } from '#shared/csv.ts'
import { REVOTE_ITEM } from '#shared/import/names.ts'
import { Refusal } from '#shared/refusals.ts'
import { inFileOrder } from '#shared/revote.ts'
import type { Reader } from '../store/store.ts'
import { revotesIn } from './recheck/record.ts'
import { type ItemRow, itemsOf } from './vote.ts'

/** Items read at a time. */
const BATCH = 300
export const revoteFormats = ['csv', 'label-studio'] as const
export type RevoteFormat = (typeof revoteFormats)[number]

/** The draws, the newest first. */
export async function revoteList(read: Reader, project: string) {
  const { revote } = read.tables
  const rows = await read.select().from(revote).where(eq(revote.project, project)).orderBy(desc(revote.since))
  return {
    rows: rows.map(({ id, version, seed, affected, control, at }) => ({
      id,
      version,
      seed,
      affected: affected.length,
      control: control.length,
      at,
    })),
  }
}

/** The items of a draw as a file of the tool that collects votes, in an order that says nothing of the two groups. */
export async function* revoteFile(
  read: Reader,
  project: string,
  id: string,
  format: RevoteFormat,
): AsyncGenerator<string> {
  const revote = (await revotesIn(read, project))[id]
  if (!revote) throw new Refusal('not-found')
  const ids = inFileOrder(revote)
  yield* format === 'csv' ? asTable(read, project, ids) : asTasks(read, project, ids)
}

async function* itemsInOrder(read: Reader, project: string, ids: readonly string[]): AsyncGenerator<ItemRow> {
  for (let from = 0; from < ids.length; from += BATCH) {
    const some = ids.slice(from, from + BATCH)
    const items = await itemsOf(read, project, some)
    for (const id of some) if (items.has(id)) yield items.get(id)!
  }
}

/** With a column for each part of the content that any item has; a first reading finds which there are. */
async function* asTable(read: Reader, project: string, ids: readonly string[]) {
  const columns = new Set<string>()
  for await (const { content } of itemsInOrder(read, project, ids))
    for (const column of Object.keys(partsOf(content))) columns.add(column)
  yield csvMark + csvRow(['item', 'language', ...columns])
  for await (const { external, language, content } of itemsInOrder(read, project, ids)) {
    const parts = partsOf(content)
    yield csvRow([external, language, ...[...columns].map((column) => parts[column])])
  }
}

/** Label Studio numbers its tasks itself, so the item's own id stands in the data, where an import finds it again. */
async function* asTasks(read: Reader, project: string, ids: readonly string[]) {
  yield '['
  let n = 0
  for await (const { external, content } of itemsInOrder(read, project, ids)) {
    n += 1
    const task = { id: n, data: { [REVOTE_ITEM]: external, ...partsOf(content) } }
    yield `${n === 1 ? '\n' : ',\n'}${JSON.stringify(task)}`
  }
  yield '\n]\n'
}

/** The content of an item by the names its parts had; what came twice under one name is numbered. */
function partsOf(content: readonly Block[]): Record<string, unknown> {
  const parts: Record<string, unknown> = {}
  const put = (wanted: string, value: unknown) => {
    let name = taken.has(wanted) ? `content ${wanted}` : wanted
    for (let n = 2; name in parts; n++) name = `${wanted} ${n}`
    parts[name] = value
  }
  for (const block of content) {
    if (block.kind === 'text') put(block.title ?? 'text', block.text)
    else if (block.kind === 'chat') put(block.title ?? 'chat', block.turns)
    else if (block.kind === 'image') put('image', block.alt)
    else if (block.kind === 'json') put(block.title ?? 'json', block.value)
    else {
      if (block.prompt !== undefined) put('prompt', block.prompt)
      for (const { title, text } of block.answers) put(title, text)
    }
  }
  return parts
}
/** Names of columns that are ours. */
const taken = new Set(['item', 'language', REVOTE_ITEM])
