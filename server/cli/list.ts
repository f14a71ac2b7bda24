import { statSync } from 'node:fs'
import type { Command } from 'commander'
import type { RowsAnswer } from '#shared/left-row.ts'
import { begunWith, partsOf, withPart } from '#shared/row-file/parts.ts'
import { guessRoles, type ListKind, type ListRoles } from '#shared/row-file/roles.ts'
import { FILE_ROWS, type FileRow, type ReadFile, type TablePage } from '#shared/row-file.ts'
import { asking } from './asking.ts'
import { type Client, Exit } from './client.ts'
import { sendFile } from './import-upload.ts'
import { columnsSaid, documentOf, type ListDocument, leftWords } from './list-words.ts'

export type ListOptions = {
  project: string
  source?: string
  map?: string
  encoding?: string
  leaveOut?: boolean
  dryRun?: boolean
  json?: boolean
}
/** What a kind of list needs beside what all have. */
export type List<Row> = {
  kind: ListKind
  command: string
  /** The route that says what the command would do. */
  check: string
  atOnce: number
  read(rows: readonly FileRow[], roles: ListRoles, questions: readonly string[]): ReadFile<Row>
  /** What the body says beside the rows. */
  said: object
}
/** Options that all lists take. */
export const listOptions = (command: Command): Command =>
  command
    .requiredOption('--project <key>', 'project')
    .option('--map <pairs>', 'which column is what, as in item=task,value=gold')
    .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or shift_jis; found by itself when left out')
    .option('--leave-out', 'leave rows out that cannot be read instead of stopping')
    .option('--dry-run', 'say what it would do, write nothing')
    .option('--json', 'print one JSON document')

/** Brings a list in, in parts that one act takes each: first all of them are looked at, so that nothing is written by halves. */
export async function runList<Row>(
  client: Client,
  file: string,
  options: ListOptions,
  list: List<Row>,
): Promise<ListDocument> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Exit(2, `There is no file ${file}.`)
  const ask = asking(client, options.project)
  const rows = await rowsOf(ask, file, options.encoding)
  const view: { questions: { key: string }[] } = await ask('GET', '')
  const questions = view.questions.map(({ key }) => key)
  const roles = withMap(guessRoles(list.kind, rows, questions), options.map)
  const read = list.read(rows, roles, questions)
  const begun = {
    project: options.project,
    rows: rows.length,
    skipped: read.skipped,
    columns: columnsSaid(roles),
  }
  const parts = partsOf(read.rows, list.atOnce)
  const bodyOf = (part: { rows: Row[] }) => ({ ...list.said, rows: part.rows, leaveOut: true })
  const looks: RowsAnswer[] = []
  for (const part of parts) looks.push(await ask('POST', list.check, bodyOf(part)))
  const looked = looks.reduce(
    (sum, look, n) => withPart(sum, look, parts[n]!.from, read.lines),
    begunWith(read.left),
  )
  if (options.dryRun) return documentOf(begun, looked)
  const good = read.rows.length - (looked.leftTotal - read.left.length)
  if ((looked.leftTotal > 0 && !options.leaveOut) || good <= 0) {
    const document = documentOf(begun, { ...looked, added: 0, same: 0, superseding: 0 })
    if (options.json) process.stdout.write(`${JSON.stringify(document)}\n`)
    throw new Exit(2, leftWords(document))
  }
  let done = begunWith(read.left)
  for (const [n, part] of parts.entries()) {
    // A part of which every row is left out is refused by itself.
    const none = looks[n]!.leftTotal === part.rows.length
    const write = () => ask('POST', `/${list.command}`, bodyOf(part)).catch(sayHowFar(part.from, read))
    done = withPart(done, none ? looks[n]! : await write(), part.from, read.lines)
  }
  return documentOf(begun, done)
}

type Ask = ReturnType<typeof asking>
/** All rows of a file as they stand there, read by the server as files of votes are. */
async function rowsOf(ask: Ask, file: string, encoding: string | undefined): Promise<FileRow[]> {
  const upload = await sendFile(ask, file)
  const rows: FileRow[] = []
  for (let from: number | null = 0; from !== null; ) {
    const page: TablePage = await ask('POST', '/tables', { upload, from, ...(encoding ? { encoding } : {}) })
    if (page.problem) {
      const { line, found, expected, fix } = page.problem
      const where = line === null ? '' : `line ${line}: `
      throw new Exit(2, `${where}found ${found}; expected ${expected}. ${fix}\nNothing was written.`)
    }
    rows.push(...page.rows)
    from = page.next
    if (rows.length > FILE_ROWS)
      throw new Exit(2, `The file has more than ${FILE_ROWS} rows; bring it in several.`)
  }
  return rows
}

/** A part was refused after others were written: whoever reads this must know where the file stands. */
const sayHowFar =
  (written: number, { rows, lines }: ReadFile<unknown>) =>
  (error: unknown): never => {
    if (written === 0 || !(error instanceof Exit)) throw error
    throw new Exit(
      1,
      `${error.message}\nThe first ${written} of ${rows.length} rows are written, up to line ${lines[written - 1]}; the rest is not. ` +
        'Mend what is named and bring the same file again: what is here already changes nothing.',
    )
  }

/** `item=task,value:safe=gold`: what the guess has wrong. */
function withMap(roles: ListRoles, map: string | undefined): ListRoles {
  if (map === undefined) return roles
  const next = { ...roles }
  const fresh: Pick<ListRoles, 'values' | 'attributes'> = { values: [], attributes: [] }
  for (const pair of map.split(',')) {
    const [left = '', ...rest] = pair.split('=')
    const [role = '', name] = left.trim().split(':')
    const column = rest.join('=').trim()
    if (role === 'value') fresh.values.push({ column, question: name ?? null })
    else if (role === 'attribute') fresh.attributes.push({ column, name: name ?? column })
    else if (role in roles && column !== '' && !Array.isArray(next[role as keyof ListRoles]))
      Object.assign(next, { [role]: column })
    else throw new Exit(2, `--map ${pair}: expected a role and a column, as in item=task,value=gold.`)
  }
  if (fresh.values.length > 0) next.values = fresh.values
  if (fresh.attributes.length > 0) next.attributes = fresh.attributes
  return next
}
