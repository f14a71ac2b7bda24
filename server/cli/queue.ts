import type { Command } from 'commander'
import { type Client, good } from './client.ts'

/** `gogi queue`: what the leads' queue shows, freshly estimated. */
export function queueCommand(program: Command, open: () => Promise<Client>) {
  program
    .command('queue')
    .description('Where raters disagree, ranked by how likely the majority is wrong')
    .requiredOption('--project <key>', 'project')
    .option('--sort <order>', 'majority-wrong, dissent, margin, entropy or votes', 'majority-wrong')
    .option('--limit <n>', 'rows to print (all when left out)')
    .option('--json', 'print one JSON document')
    .action(async (options: { project: string; sort: string; limit?: string; json?: boolean }) => {
      const client = await open()
      try {
        const limit = options.limit === undefined ? '' : `&limit=${encodeURIComponent(options.limit)}`
        const document = good(
          await client.request(
            'GET',
            `/api/v1/projects/${encodeURIComponent(options.project)}/queue/document?sort=${encodeURIComponent(options.sort)}${limit}`,
          ),
        )
        process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : tableOf(document))
      } finally {
        await client.close()
      }
    })
}

type Row = {
  item: string
  question: string
  lane: string | null
  camps: { value: unknown; votes: number }[]
  state: string
  reasons: string[]
}
function tableOf({ total, rows }: { total: number; rows: Row[] }): string {
  const lines = rows.map(
    ({ item, question, camps, state, reasons }) =>
      `${item}\t${question}\t${camps.map(({ value, votes }) => `${String(value)} ${votes}`).join(' : ')}\t${state}\t${reasons[0] ?? ''}`,
  )
  return `${total} rows\n${lines.join('\n')}\n`
}
