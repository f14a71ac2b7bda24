import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { asking } from './asking.ts'
import { type Client, Exit } from './client.ts'
import { type ImportOptions, startOf } from './import-options.ts'
import { sendFile } from './import-upload.ts'
import {
  documentOf,
  type ImportDocument,
  printed,
  progressLine,
  type Shown,
  sentencesOf,
} from './import-words.ts'

/** How often a run is asked how far it is, ms: quickly at first, for small files. */
const POLLS = [20, 50, 100, 250, 500]

/** `gogi import`: the very routes the web uses, from a terminal. */
export function importCommand(program: Command, open: () => Promise<Client>) {
  program
    .command('import <file>')
    .description('Bring in votes: CSV, TSV, JSONL or Label Studio JSON')
    .requiredOption('--project <key>', 'project; made if it does not exist')
    .option('--items <file>', 'what raters were shown')
    .option('--question <key>', 'the one question the file answers')
    .option('--type <type>', 'its type: single, multi, ordinal or number')
    .option('--scale <min..max>', 'its scale, as in -3..1')
    .option('--format <format>', 'long-csv, long-jsonl or label-studio', 'auto')
    .option('--map <pairs>', 'which column is what, as in item=task,rater=worker,value=label')
    .option('--items-map <pairs>', 'the same for --items, as in item=id,text:Premise=premise')
    .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or shift_jis', 'auto')
    .option('--source <name>', 'where the votes come from; the file’s name by default')
    .option('--partial', 'the file holds only some of its source’s votes: nothing is withdrawn')
    .option('--complete', 'the file holds all of its source’s votes: what it lacks is withdrawn')
    .option('--leave-out', 'leave rejected rows out instead of stopping')
    .option('--dry-run', 'check only, write nothing')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: ImportOptions) => {
      const client = await open()
      try {
        const document = await runImport(client, file, options)
        process.stdout.write(
          options.json ? `${JSON.stringify(document)}\n` : printed(document, options.dryRun === true),
        )
      } catch (error) {
        // Programs read why nothing was written where they would have read what was.
        if (options.json && error instanceof NothingWritten)
          process.stdout.write(`${JSON.stringify(error.document)}\n`)
        throw error
      } finally {
        await client.close()
      }
    })
}

/** Brings a file in; ends with an `Exit` of code 2 that says where, what was found, what was expected and how to mend it. */
export async function runImport(
  client: Client,
  file: string,
  options: ImportOptions,
): Promise<ImportDocument> {
  for (const path of [file, options.items ?? []].flat()) refuseMissing(path)
  const ask = asking(client, options.project)
  const known = await client.request('GET', `/api/v1/projects/${encodeURIComponent(options.project)}/imports`)
  if (known.status === 404) {
    // A project is made for a file that can be read, not before: the installation itself looks at it first.
    const first = await checkFile(asking(client, '_'), file, options)
    await first.cancel()
    if (options.dryRun) return documentOf(options.project, first.checked)
    const name = { en: options.project, ja: options.project }
    await ask('POST', '/project.create', { key: options.project, name }, '_')
  }
  const { id, checked, cancel } = await checkFile(ask, file, options)
  if (options.dryRun) {
    await cancel()
    return documentOf(options.project, checked)
  }
  await ask('POST', `/imports/${id}/run`, {})
  const done = await waitFor(ask, id, ['running', 'staged'], options)
  if (done.state !== 'done')
    throw new Exit(1, done.problem?.found ?? `The import ended as ${done.state}; nothing was written.`)
  return documentOf(options.project, done)
}

type Ask = ReturnType<typeof asking>

/** Sends the files and has them checked; nothing is written, and what cannot be read ends here in words. */
async function checkFile(ask: Ask, file: string, options: ImportOptions) {
  const votes = await sendFile(ask, file)
  const items = options.items ? await sendFile(ask, options.items) : null
  const source = options.source ?? basename(file)
  const { import: id } = await ask('POST', '/imports', { votes, items, source, ...startOf(options) })
  const checked = await waitFor(ask, id, ['checking'], options)
  const cancel = () => ask('POST', `/imports/${id}/cancel`, {})
  if (checked.problem || (checked.rejectedTotal > 0 && !options.leaveOut)) {
    await cancel()
    throw new NothingWritten(options.project, checked)
  }
  return { id, checked, cancel }
}

function refuseMissing(path: string) {
  const size = statSync(path, { throwIfNoEntry: false })
  if (!size?.isFile()) throw new Exit(2, `There is no file ${path}.`)
}

/** The file or some of its rows cannot be read; the message says where and how to mend it. */
class NothingWritten extends Exit {
  readonly document: ImportDocument
  constructor(project: string, view: Shown) {
    super(2, sentencesOf(view))
    this.document = documentOf(project, view, true)
  }
}

async function waitFor(
  ask: Ask,
  id: string,
  states: readonly string[],
  options: ImportOptions,
): Promise<Shown> {
  const live = process.stderr.isTTY && !options.json
  for (let asked = 0; ; asked++) {
    const view: Shown = await ask('GET', `/imports/${id}`)
    if (!states.includes(view.state)) {
      if (live) process.stderr.write('\r\u001b[K')
      return view
    }
    if (live && view.progress) process.stderr.write(`\r\u001b[K${progressLine(view.progress)}`)
    await pause(POLLS[Math.min(asked, POLLS.length - 1)])
  }
}
