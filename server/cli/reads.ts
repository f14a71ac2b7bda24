import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type Client, Exit, good } from './client.ts'

const formats = ['votes', 'decisions', 'standing'].flatMap((of) => [`${of}.jsonl`, `${of}.csv`])
type Explained = {
  vote: { value: unknown }
  marks: { basis: string; mark: string; because: string }[]
  chain: { seq: number; at: number; kind: string; words: string }[]
}

type Open = () => Promise<Client>
async function using(open: Open, work: (client: Client) => Promise<void>) {
  const client = await open()
  try {
    await work(client)
  } finally {
    await client.close()
  }
}
const inProject = (key: string, path: string) => `/api/v1/projects/${encodeURIComponent(key)}/${path}`

/** What only reads: the story of a vote, exports, and a copy of the data. */
export function readCommands(program: Command, open: Open) {
  program
    .command('explain')
    .description('Why a vote is marked as it is')
    .requiredOption('--project <key>', 'project')
    .option('--vote <id>', 'the vote')
    .option('--item <id>', 'or the item, by the id its tool gave it')
    .option('--rater <id>', 'with the rater')
    .option('--json', 'print one JSON document')
    .action((options: Explain) => using(open, (client) => explain(client, options)))
  program
    .command('export')
    .description(`Decisions, every vote with its marks, and every rater’s standing: ${formats.join(', ')}`)
    .requiredOption('--project <key>', 'project')
    .requiredOption('--as <format>', 'format')
    .requiredOption('--out <file>', 'where to write')
    .action((options: Export) => using(open, (client) => exportTo(client, options)))
  program
    .command('backup')
    .description(
      'A whole copy of the data while it is in use: FILE.db, and FILE.texts.db with the shared texts',
    )
    .argument('<file>', 'where to write')
    .action((file: string) =>
      using(open, async (client) => {
        const reply = await client.request('POST', '/api/v1/backup', { file: resolve(file) })
        const { files } = good(reply) as { files: string[] }
        process.stdout.write(`${files.join('\n')}\n`)
      }),
    )
}

type Explain = { project: string; vote?: string; item?: string; rater?: string; json?: boolean }
async function explain(client: Client, { project, vote, item, rater, json }: Explain) {
  if (vote === undefined && (item === undefined || rater === undefined))
    throw new Exit(2, 'Say which vote: --vote ID, or --item X with --rater R.')
  const query = new URLSearchParams(vote === undefined ? { item: item!, rater: rater! } : { vote })
  const story = good(await client.request('GET', inProject(project, `explain?${query}`)))
  process.stdout.write(json ? `${JSON.stringify(story)}\n` : storyOf(story))
}

type Export = { project: string; as: string; out: string }
async function exportTo(client: Client, { project, as, out }: Export) {
  if (!formats.includes(as)) throw new Exit(2, `There is no format “${as}”; there are ${formats.join(', ')}.`)
  const reply = await client.request('GET', inProject(project, `exports/${as}`))
  good(reply)
  await writeFile(out, reply.text, { flag: 'wx' }).catch((error) => {
    throw new Exit(2, `${out} cannot be written: ${error.message}. Nothing was overwritten.`)
  })
  process.stdout.write(`${out}\n`)
}

function storyOf({ vote, marks, chain }: Explained): string {
  const lines = [
    `vote: ${JSON.stringify(vote.value)}`,
    ...marks.map(({ basis, mark, because }) => `${basis}: ${mark} (${because})`),
    ...chain.map(({ seq, at, words }) => `${seq}\t${new Date(at).toISOString()}\t${words}`),
  ]
  return `${lines.join('\n')}\n`
}
