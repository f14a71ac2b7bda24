import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { asOf } from '#shared/as-of.ts'
import { type ClauseText, GUIDELINE_LENGTH, parseClauses } from '#shared/guideline.ts'
import { type Language, languages } from '#shared/text.ts'
import { type Client, Exit, good } from './client.ts'

type Open = () => Promise<Client>
type As = { project: string; asOf?: string; language?: Language; markdown?: boolean; json?: boolean }
type Import = { project: string; language?: Language; note?: string; reason?: string; json?: boolean }
type Impact = { project: string; wording?: string; json?: boolean }

/** `gogi guideline`: what was published, as of any version or day; versions from Markdown; what publishing would do. */
export function guidelineCommand(program: Command, open: Open) {
  const using = async (work: (client: Client) => Promise<string>) => {
    const client = await open()
    try {
      process.stdout.write(await work(client))
    } finally {
      await client.close()
    }
  }
  const language = () => new Option('--language <language>', 'language').choices([...languages])
  // Or the project of `guideline import` would be read as that of `guideline`.
  const guideline = program
    .enablePositionalOptions()
    .command('guideline')
    .description('The guideline as of a version or a day')
    .enablePositionalOptions()
    // Not required: its subcommands have their own.
    .option('--project <key>', 'project')
    .option('--as-of <version>', 'v3, 2026-11-02 or 2026-11-02T09:00Z (the newest when left out)')
    .addOption(language())
    .option('--markdown', 'print Markdown')
    .option('--json', 'print one JSON document')
    .action(({ project, ...options }: Partial<As>) => {
      if (project === undefined) throw new Exit(2, 'Say which project: --project KEY.')
      return using((client) => show(client, { ...options, project }))
    })
  guideline
    .command('import')
    .description('Publish a version from Markdown; clauses met again by their heading keep their ids')
    .argument('<file>', 'Markdown, a heading for each clause')
    .requiredOption('--project <key>', 'project')
    .addOption(language())
    .option('--note <words>', 'what the version changes')
    .option('--reason <words>', 'why it is published although something is missing')
    .option('--json', 'print one JSON document')
    .action((file: string, options: Import) => using((client) => importFile(client, file, options)))
  guideline
    .command('impact')
    .description('What publishing the draft would change')
    .requiredOption('--project <key>', 'project')
    .option('--wording <clauses>', 'changed clauses that mean what they meant, ids with commas between')
    .option('--json', 'print one JSON document')
    .action((options: Impact) => using((client) => impact(client, options)))
}

const pathIn = (key: string, path: string) => `/api/v1/projects/${encodeURIComponent(key)}/${path}`

type View = {
  versions: { version: number; hash: string; publishedAt: number }[]
  version: number | null
  authoritative: Language | null
  clauses: { id: string; number: string; texts: Partial<Record<Language, ClauseText>> }[]
}
async function show(client: Client, { project, asOf: of, language, markdown, json }: As): Promise<string> {
  const query = queryOf(of)
  const view: View = good(await client.request('GET', pathIn(project, `guideline?${query}`)))
  const shown = view.versions.find(({ version }) => version === view.version)
  if (!shown) throw new Exit(2, missing(project, view, of))
  const spoken = language ?? view.authoritative!
  if (markdown) {
    const path = `guideline/markdown?version=${shown.version}&language=${spoken}`
    return good(await client.request('GET', pathIn(project, path)))
  }
  const clauses = view.clauses.map(({ id, number, texts }) => {
    const { title, body } = texts[spoken] ?? texts[view.authoritative!]!
    return { id, number, title, body }
  })
  if (json) return `${JSON.stringify({ version: shown.version, hash: shown.hash, clauses })}\n`
  const head = `version ${shown.version}, published ${new Date(shown.publishedAt).toISOString()}\nhash ${shown.hash}\n`
  return (
    head +
    clauses.map(({ number, title, body }) => `\n${number} ${title}\n${body ? `${body}\n` : ''}`).join('')
  )
}

function queryOf(of: string | undefined): string {
  if (of === undefined) return ''
  const [, version] = /^v(\d{1,9})$/i.exec(of) ?? []
  if (version !== undefined && Number(version) > 0) return `version=${Number(version)}`
  if (asOf(of) === undefined)
    throw new Exit(
      2,
      `“${of}” is neither a version like v3 nor a day like 2026-11-02 (or 2026-11-02T09:00Z).`,
    )
  return `at=${encodeURIComponent(of)}`
}

function missing(project: string, { versions }: View, of: string | undefined): string {
  const [newest] = versions
  if (!newest) return `Nothing is published in ${project} yet.`
  const first = new Date(versions.at(-1)!.publishedAt).toISOString()
  return /^v\d/i.test(of ?? '')
    ? `There is no ${of} of the guideline of ${project}; the newest version is v${newest.version}.`
    : `By ${of} nothing was published in ${project}; its first version is of ${first}.`
}

async function importFile(client: Client, file: string, options: Import): Promise<string> {
  const text = await markdownIn(file)
  const before = await client.request('GET', pathIn(options.project, 'guideline'))
  const { versions, authoritative }: View = good(before)
  const language = options.language ?? authoritative ?? (/[\u3041-\u30ff]/.test(text) ? 'ja' : 'en')
  const body = {
    texts: { [language]: text },
    authoritative: language,
    note: options.note ?? `Imported from ${basename(file)}`,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  }
  const headers = { 'idempotency-key': randomUUID(), 'if-match': `"${versions[0]?.version ?? 0}"` }
  const done = good(await client.request('POST', pathIn(options.project, 'guideline.publish'), body, headers))
  const { title } = parseClauses(text)
  if (title) process.stderr.write(`“${title}” is the title of the document and no clause.\n`)
  return options.json ? `${JSON.stringify(done)}\n` : published(done)
}

type Done = {
  version: number
  hash: string
  bindsFrom: number | null
  changes: Record<string, number>
  rechecks: number
}
function published({ version, hash, bindsFrom, changes, rechecks }: Done): string {
  const counts = Object.entries(changes).map(([change, n]) => `${n} ${change}`)
  const binds = bindsFrom === null ? 'the first vote' : new Date(bindsFrom).toISOString()
  const lines = [
    `version ${version}`,
    `hash ${hash}`,
    `changed clauses: ${counts.join(', ') || 'none'}`,
    `binds from ${binds}`,
    `decisions to look at again: ${rechecks}`,
  ]
  return `${lines.join('\n')}\n`
}

async function markdownIn(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error) => {
    throw new Exit(2, `${file} cannot be read: ${error.message}. Nothing was published.`)
  })
  // Longer than any guideline in any script: not worth decoding to say so.
  if (bytes.length > GUIDELINE_LENGTH * 4) throw new Exit(2, tooLong(file))
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Exit(2, `${file} is not UTF-8 text. Save it as UTF-8; nothing was published.`)
  }
  if (text.trim() === '') throw new Exit(2, `${file} is empty. Nothing was published.`)
  if (text.length > GUIDELINE_LENGTH) throw new Exit(2, tooLong(file))
  return text
}
const tooLong = (file: string) =>
  `${file} has more than ${GUIDELINE_LENGTH} characters, the limit of a guideline. Nothing was published.`

type Effect = {
  version: number
  changes: Record<string, string>
  decisions: number
  rechecks: number
  marksCount: number
  raters: number
}
async function impact(client: Client, { project, wording, json }: Impact): Promise<string> {
  const query = wording === undefined ? '' : `?wording=${encodeURIComponent(wording)}`
  const found: Effect = good(await client.request('GET', pathIn(project, `guideline/impact${query}`)))
  if (json) return `${JSON.stringify(found)}\n`
  const lines = [
    `publishing the draft would make version ${found.version}`,
    `changed clauses: ${Object.keys(found.changes).length}`,
    `decisions that cite them: ${found.decisions}`,
    `decisions to look at again: ${found.rechecks}`,
    `marks that would change: ${found.marksCount}, of ${found.raters} raters`,
  ]
  return `${lines.join('\n')}\n`
}
