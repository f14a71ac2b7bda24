import type { Command } from 'commander'
import { type Basis, bases } from '#shared/mark.ts'
import type { StandingRow } from '#shared/standing-row.ts'
import { type Client, Exit, good } from './client.ts'

type Options = {
  project: string
  basis?: string
  question?: string
  rater?: string
  at?: string
  json?: boolean
}

/** `gogi standing`: what each basis says of raters, with its doubt. */
export function standingCommand(program: Command, open: () => Promise<Client>) {
  program
    .command('standing')
    .description('What each basis says of raters, with n and interval')
    .requiredOption('--project <key>', 'project')
    .option('--basis <basis>', `${bases.join(', ')} (all of them when left out)`)
    .option('--question <key>', 'one question (all of them together when left out)')
    .option('--rater <id>', 'one rater, by the id its tool gave')
    .option('--at <moment>', 'as it could be read then: 2026-11-02, 2026-11-02T09:00Z or seq:12')
    .option('--json', 'print one JSON document')
    .action(async ({ project, json, ...asked }: Options) => {
      if (asked.basis !== undefined && !bases.includes(asked.basis as Basis))
        throw new Exit(2, `There is no basis “${asked.basis}”; there are ${bases.join(', ')}.`)
      const client = await open()
      try {
        const query = new URLSearchParams(asked as Record<string, string>)
        const path = `/api/v1/projects/${encodeURIComponent(project)}/standing?${query}`
        const found = good(await client.request('GET', path)) as { rows: StandingRow[] }
        process.stdout.write(json ? `${JSON.stringify(found)}\n` : tableOf(found.rows))
      } finally {
        await client.close()
      }
    })
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
function tableOf(rows: readonly StandingRow[]): string {
  const lines = rows.map(
    ({ rater, basis, n, right, wrong, excused, accuracy, interval, bar, state, how, why }) =>
      [
        rater,
        basis,
        right,
        wrong,
        excused,
        n,
        accuracy === null ? '–' : percent(accuracy),
        interval === null ? '–' : `${percent(interval[0])} – ${percent(interval[1])}`,
        bar === null ? '–' : percent(bar),
        state,
        how,
        why ?? '',
      ].join('\t'),
  )
  const head = 'rater\tbasis\tright\twrong\texcused\tn\taccuracy\tinterval\tbar\tstate\thow\twhy'
  return `${[head, ...lines].join('\n')}\n`
}
