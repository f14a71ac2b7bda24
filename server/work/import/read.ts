import { appendFileSync, writeFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { csvMark } from '#shared/csv.ts'
import { groupRejected, type RejectedGroup, sortedGroups } from '#shared/import/groups.ts'
import type { RejectedRow } from '#shared/import.ts'
import { type ImportCounts, REPORT_ROWS } from '#shared/import-run.ts'
import type { Reader } from '../../store/store.ts'
import { registerAttributes } from './attributes.ts'
import { gatherBatches } from './batches.ts'
import { chanceFrom } from './chance.ts'
import { type Checked, checkItems, checkRows, type ItemRow } from './check.ts'
import { drawIds } from './ids.ts'
import { disputedItems, externalsOf, hasImports, votesOfSource } from './known.ts'
import { collectLeaves } from './leaves.ts'
import type { Batch, Plan, Report, Settled, Step } from './plan.ts'
import { nfc, registerItems, registerRaters } from './register.ts'
import { rejectedHeader, rejectedRows } from './rejected.ts'
import { noneSkipped, type RawRow, type Skipped } from './row.ts'
import { openFile } from './settle.ts'
import { registerVotes, type VoteRegister } from './votes.ts'

export interface Sink {
  /** Null in a dry run. */
  post: ((batch: Batch) => Promise<void>) | null
  step(step: Step): void
  stopped(): boolean
}
/** Thrown when the import was cancelled. */
export class Stopped extends Error {}

/** Reads a file row by row: what is new goes out in batches, what is not is counted. In a dry run only the counts. */
export async function readImport(plan: Plan, settled: Settled, read: Reader, sink: Sink): Promise<Report> {
  const reading = await begin(plan, settled, read, sink)
  if (plan.items && settled.itemsMapping) await readItems(reading, settled.itemsMapping)
  await readVotes(reading)
  reading.votes.settle()
  reading.attributes.write()
  await reading.batches.flush(true)
  const { counts, votes, rejections } = reading
  const gone = await withdrawn(plan, read, reading.disputed, votes)
  const { items, raters } = reading
  const left = plan.choices.leaveOut ? rejections.total : 0
  const all: ImportCounts = {
    rows: counts.rows,
    items: items.counts,
    raters: raters.counts,
    votes: {
      ...votes.counts,
      skipped: left + counts.skipped.cancelled + counts.skipped.unanswered,
      withdrawn: gone.gone.length,
    },
  }
  const { shown, total, groups } = rejections
  return {
    counts: all,
    rejected: shown,
    rejectedTotal: total,
    groups: sortedGroups(groups),
    skipped: counts.skipped,
    superseding: votes.superseding,
    withdrawn: gone.withdrawn,
    attributes: reading.attributes.report(),
    sourceVotes: gone.sourceVotes,
    ending: { gone: gone.gone, votes: votes.replaced, items: items.replaced },
    root: reading.leaves?.root() ?? '',
  }
}

async function begin(plan: Plan, settled: Settled, read: Reader, sink: Sink) {
  const chance = chanceFrom(plan.seed)
  const batches = gatherBatches(sink.post ?? (async () => {}))
  const place = {
    project: plan.project,
    import: plan.import,
    read: (await hasImports(read, plan.project)) ? read : null,
    ids: drawIds(chance),
    batches,
  }
  const [items, raters] = [registerItems(place), registerRaters(place)]
  const attributes = registerAttributes(place, settled.mapping.attributes ?? [], raters)
  const disputed = await disputedItems(read, plan.project)
  const leaves = sink.post ? collectLeaves() : null
  const votes = registerVotes({
    ...place,
    questions: settled.questions,
    items,
    raters,
    disputed,
    chance,
    leaves,
  })
  const counts: { rows: number; skipped: Skipped } = { rows: 0, skipped: noneSkipped() }
  const rejections = { shown: [] as RejectedRow[], total: 0, groups: new Map<string, RejectedGroup>() }
  if (plan.rejectedFile) writeFileSync(plan.rejectedFile, csvMark + rejectedHeader(settled.allColumns))
  return {
    plan,
    settled,
    sink,
    batches,
    items,
    raters,
    votes,
    attributes,
    disputed,
    leaves,
    counts,
    rejections,
  }
}
type Reading = Awaited<ReturnType<typeof begin>>

/** By the name in the row or, where that is a path or an address, by its last part. */
const findUpload = (plan: Plan) => (cell: string) =>
  [nfc(cell), nfc(cell.slice(Math.max(cell.lastIndexOf('/'), cell.lastIndexOf('\\')) + 1))]
    .filter((name) => Object.hasOwn(plan.images, name))
    .map((name) => plan.images[name])[0]

async function readItems(reading: Reading, mapping: NonNullable<Settled['itemsMapping']>) {
  const { plan, items } = reading
  const { source, importer } = await openFile(plan.items!, { ...plan, format: null })
  const check = checkItems({ mapping, language: plan.language, findUpload: findUpload(plan) })
  for await (const rows of importer.rows(source)) {
    const checked = check(rows)
    note(reading, rows, checked, false)
    await items.meet(checked.items.map(({ item }) => nfc(item))).then((known) => reading.votes.recall(known))
    for (const row of checked.items) describe(reading, row)
    await turn(reading, source.bytesRead(), source.size)
  }
}

function describe({ items }: Reading, row: ItemRow) {
  const external = nfc(row.item)
  const place = items.place(external)
  if (!items.isDescribed(place)) items.describe(place, external, row)
}

async function readVotes(reading: Reading) {
  const { plan, settled, items, raters, votes, attributes, counts } = reading
  const { source, importer } = await openFile(plan.votes, {
    ...plan,
    format: settled.format,
    encoding: settled.encoding,
  })
  const check = checkRows({
    mapping: settled.mapping,
    questions: settled.questions,
    language: plan.language,
    valueMap: plan.choices.valueMap,
    findUpload: findUpload(plan),
  })
  for await (const rows of importer.rows(source)) {
    counts.rows += rows.length
    const checked = check(rows)
    note(reading, rows, checked, true)
    await items.meet(checked.votes.map(({ item }) => nfc(item))).then((known) => votes.recall(known))
    await raters.meet(checked.votes.map(({ rater }) => nfc(rater)))
    for (const row of checked.items) describe(reading, row)
    for (const vote of checked.votes) {
      const [itemName, raterName] = [nfc(vote.item), nfc(vote.rater)]
      const [item, rater] = [items.place(itemName), raters.place(raterName)]
      if (!items.isDescribed(item)) items.describe(item, itemName, { ...vote, content: null })
      raters.introduce(rater, raterName, vote.raterKind)
      if (vote.attributes) attributes.hear(rater, vote.attributes)
      votes.add(vote, item, rater)
    }
    await turn(reading, source.bytesRead(), source.size)
  }
}

/** A batch is done: what is full goes out, and whoever shares this thread has a turn. */
async function turn({ batches, counts, sink }: Reading, bytes: number, size: number) {
  await batches.flush()
  sink.step({ phase: sink.post ? 'writing' : 'checking', rows: counts.rows, bytes, size })
  await nextTurn()
  if (sink.stopped()) throw new Stopped('the import was cancelled')
}

function note(
  { plan, settled, counts, rejections, sink }: Reading,
  rows: readonly RawRow[],
  { rejected, skipped }: Pick<Checked, 'rejected' | 'skipped'>,
  ofVotes: boolean,
) {
  for (const reason of Object.keys(skipped) as (keyof Skipped)[])
    counts.skipped[reason] += ofVotes ? skipped[reason] : 0
  if (rejected.length === 0) return
  if (sink.post && !plan.choices.leaveOut)
    throw new Error('a row that the check took is rejected now: check the file again')
  rejections.total += rejected.length
  rejections.shown.push(...rejected.slice(0, REPORT_ROWS - rejections.shown.length))
  groupRejected(rejections.groups, rejected)
  if (plan.rejectedFile)
    appendFileSync(plan.rejectedFile, rejectedRows(settled.allColumns, ofVotes ? rows : [], rejected))
}

/** Votes that came from this source before and that the file no longer has. Those before a panel stay. */
async function withdrawn(
  plan: Plan,
  read: Reader,
  disputed: ReadonlySet<string>,
  votes: VoteRegister,
): Promise<Pick<Report, 'withdrawn' | 'sourceVotes'> & { gone: string[] }> {
  const before = await votesOfSource(read, plan.project, plan.source)
  const gone =
    plan.choices.complete === false
      ? []
      : before.filter(({ id, item }) => !votes.seen(id) && !disputed.has(item))
  const shown = gone.slice(0, REPORT_ROWS)
  const items = await externalsOf(
    read,
    'item',
    shown.map(({ item }) => item),
  )
  const raters = await externalsOf(
    read,
    'rater',
    shown.map(({ rater }) => rater),
  )
  return {
    withdrawn: shown.map(({ id, item, rater, question, value }) => ({
      vote: id,
      item: items.get(item) ?? item,
      rater: raters.get(rater) ?? rater,
      question,
      value,
    })),
    gone: gone.map(({ id }) => id),
    sourceVotes: before.length,
  }
}
