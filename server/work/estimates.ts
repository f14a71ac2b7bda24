import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { beginFile, type DerivedFile, endFile, writeColumn, writeWords } from './estimate-file.ts'
import { numbering } from './estimate-growing.ts'
import { buildItems, readItems } from './estimate-items.ts'
import { lanes, learnRows, type QuestionRows } from './estimate-rows.ts'
import type { EstimateSource } from './estimate-source.ts'
import { type Stamp, seqOf, stampOf } from './estimate-stamp.ts'
import { indexWords } from './estimate-words.ts'
import { byWrong, type Keys, keysOf, regroup } from './queue-order.ts'
import { readDecided, readUpheld, readVotes } from './votes.ts'

/** Words of so few items are indexed with them; those of more when the queue stands already. */
const WORDS_AT_ONCE = 20_000

/** What a file of estimates says of itself. */
export interface Built {
  stamp: Stamp
  /** The entry number the votes were read at, and when. */
  seq: number
  at: number
  /** The file of items whose numbers the rows use, in the same folder. */
  items: string
  questions: string[]
  /** The first row of each question, and after them the number of rows. */
  starts: number[]
  votes: number
}

export interface Building {
  project: string
  /** The project's folder of derived files. */
  folder: string
  /** The number of the new file; larger than any there. */
  n: number
  at: number
  /** The file of items to keep using, with the stamp it was made from. */
  items: { name: string; stamp: string } | null
}

/** Learns the estimates of a project from its votes anew, into a file of their own: `queue-<n>.db`. */
export async function buildEstimates(source: EstimateSource, building: Building): Promise<Built> {
  const { project, folder, n } = building
  const [stamp, seq] = [
    await stampOf({ rows: source.all }, project),
    await seqOf({ rows: source.all }, project),
  ]
  const items = await itemsFile(source, building, stamp)
  const file = join(folder, `queue-${n}.tmp`)
  const db = beginFile(file)
  db.exec(
    'create table row (n integer primary key, camps text not null, majority text not null, reasons text not null)',
  )
  const learned = await learnAll(source, project, db, join(folder, items))
  const built: Built = { stamp, seq, at: building.at, items, ...learned }
  writeWords(db, 'built', built)
  endFile(db)
  renameSync(file, join(folder, `queue-${n}.db`))
  return built
}

/** The items' file is written again only when an import came or went: their texts are the larger part of the work. */
async function itemsFile(source: EstimateSource, { project, folder, n, items }: Building, stamp: Stamp) {
  if (items && items.stamp === stamp.items && existsSync(join(folder, items.name))) return items.name
  const name = `items-${n}.db`
  const found = await buildItems(source, project, join(folder, `items-${n}.tmp`))
  renameSync(join(folder, `items-${n}.tmp`), join(folder, name))
  if (found <= WORDS_AT_ONCE) indexWords(folder, name)
  return name
}

async function learnAll(source: EstimateSource, project: string, db: DerivedFile, itemsPath: string) {
  const { numbers, expected } = readItems(itemsPath)
  const { questions, raters } = await readVotes(source, project, numbers)
  const settled = await readDecided(source, project)
  const upheld = await readUpheld(source, project)
  const decided = decisionsByItem(settled, numbers)
  const pairs = numbering()
  const put = db.prepare('insert into row values (?, ?, ?, ?)')
  const parts: QuestionRows[] = []
  const starts = [0]
  for (const columns of questions) {
    const own = decided.get(columns.question.key)
    const first = starts.at(-1)!
    const learning = {
      items: numbers.size,
      raters: raters.words.length,
      expected,
      decided: (item: number) => own?.get(item),
      upheld: (rater: number) => upheld.get(raters.words[rater]!) ?? 0,
      pairs,
      put: (row: number, ...texts: string[]) => put.run(row, ...texts),
    }
    const rows = learnRows(columns, learning, first)
    parts.push(rows)
    starts.push(first + rows.item.length)
  }
  writeRows(db, parts)
  writeWords(
    db,
    'pairs',
    pairs.words.map((word) => JSON.parse(word)),
  )
  const votes = questions.reduce((sum, { item }) => sum + item.length, 0)
  return { questions: questions.map(({ question }) => question.key), starts, votes }
}

function decisionsByItem(settled: Map<string, string | null>, numbers: ReadonlyMap<string, number>) {
  const decided = new Map<string, Map<number, string | null>>()
  for (const [key, value] of settled) {
    const space = key.indexOf(' ')
    const [item, question] = [numbers.get(key.slice(0, space)), key.slice(space + 1)]
    if (item === undefined) continue
    const own = decided.get(question) ?? new Map<number, string | null>()
    decided.set(question, own.set(item, value))
  }
  return decided
}

const whole = ['item', 'n', 'rank', 'pair'] as const
const real = ['margin', 'entropy', 'p', 'wrong', 'lone', 'dissent'] as const
const small = ['state', 'lane'] as const

/** The rows of all questions as one, and every order they can be paged in. */
function writeRows(db: DerivedFile, parts: readonly QuestionRows[]) {
  const size = parts.reduce((sum, { item }) => sum + item.length, 0)
  const join = <T extends { set(part: T, at: number): void }>(all: T, pick: (part: QuestionRows) => T) => {
    let at = 0
    for (const part of parts) {
      all.set(pick(part), at)
      at += part.item.length
    }
    return all
  }
  for (const name of whole)
    writeColumn(
      db,
      name,
      join(new Int32Array(size), (part) => part[name]),
    )
  for (const name of small)
    writeColumn(
      db,
      name,
      join(new Uint8Array(size), (part) => part[name]),
    )
  const [margin, entropy, p, wrong, lone, dissent] = real.map((name) =>
    join(new Float64Array(size), (part) => part[name]),
  )
  const n = join(new Int32Array(size), (part) => part.n)
  const lane = join(new Uint8Array(size), (part) => part.lane)
  const keys: Keys = { n, margin: margin!, entropy: entropy!, wrong: wrong!, lone: lone!, dissent: dissent! }
  real.forEach((name, at) => {
    writeColumn(db, name, [margin, entropy, p, wrong, lone, dissent][at]!)
  })
  writeOrders(db, keys, lane)
}

function writeOrders(db: DerivedFile, keys: Keys, lane: Uint8Array) {
  const likely = byWrong(keys)
  // Equal ones stay in the order of the estimates.
  const sorted = (rows: Int32Array, key: (row: number) => number) => {
    const known = Float64Array.from(keys.n, (_, row) => key(row))
    return rows.slice().sort((a, b) => known[a]! - known[b]!)
  }
  const columns: Record<string, Int32Array> = {
    'majority-wrong': likely,
    margin: regroup(likely, (row) => keys.margin[row]!),
    entropy: regroup(likely, (row) => -keys.entropy[row]!),
    votes: regroup(likely, (row) => -keys.n[row]!),
    dissent: sorted(likely, (row) => keysOf('dissent', keys, row)[0]!),
    lone: sorted(
      likely.filter((row) => lane[row] === lanes.indexOf('lone')),
      (row) => -keys.lone[row]!,
    ),
  }
  for (const [name, rows] of Object.entries(columns)) writeColumn(db, `by ${name}`, rows)
}
