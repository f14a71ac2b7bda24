import { type Command, InvalidArgumentError, Option } from 'commander'
import { bases } from '#shared/mark.ts'
import type { Simulation } from '#shared/simulate.ts'
import { type Client, good } from './client.ts'

type Asked = {
  project: string
  basis: string
  bar: number
  min: number
  question?: string
  json?: boolean
}

/** `gogi simulate`: who would fall under a bar, on the record as it stands, before anybody sets it. */
export function simulateCommand(program: Command, open: () => Promise<Client>) {
  program
    .command('simulate')
    .description('Who would fall under a bar, and who by the majority but not by what panels decided')
    .requiredOption('--project <key>', 'project')
    .addOption(new Option('--basis <basis>', 'basis').choices([...bases]).makeOptionMandatory())
    .requiredOption('--bar <share>', 'share of right marks, between 0 and 1', share)
    .requiredOption('--min <n>', 'fewest independent cases', least)
    .option('--question <key>', 'one question (all of them together when left out)')
    .option('--json', 'print one JSON document')
    .action(async (asked: Asked) => {
      const client = await open()
      try {
        const query = new URLSearchParams({
          basis: asked.basis,
          bar: `${asked.bar}`,
          minimum: `${asked.min}`,
        })
        if (asked.question !== undefined) query.set('question', asked.question)
        const path = `/api/v1/projects/${encodeURIComponent(asked.project)}/simulate?${query}`
        const found: Simulation = good(await client.request('GET', path))
        process.stdout.write(asked.json ? `${JSON.stringify(found)}\n` : wordsOf(found))
      } finally {
        await client.close()
      }
    })
}

function share(text: string): number {
  const bar = Number(text)
  if (!(bar > 0 && bar < 1)) throw new InvalidArgumentError('It is a share between 0 and 1, like 0.7.')
  return bar
}

function least(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It is a whole number, like 20.')
  return Number(text)
}

function wordsOf({ falls, onlyByMajority, looked, enough, agreement }: Simulation): string {
  const panel =
    agreement === null
      ? 'how far panelists agree is not known yet'
      : `panelists agree on ${agreement.right} of ${agreement.n} pairs of ballots`
  const lines = [
    `raters with a mark: ${looked}, of whom ${enough} have enough independent cases`,
    `would fall: ${falls.join(', ') || 'nobody'}`,
    `would fall by the majority, not by decisions: ${onlyByMajority.join(', ') || 'nobody'}`,
    panel,
  ]
  return `${lines.join('\n')}\n`
}
