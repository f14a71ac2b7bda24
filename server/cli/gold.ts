import { basename } from 'node:path'
import type { Command } from 'commander'
import { GOLD_AT_ONCE } from '#shared/gold.ts'
import { readGold } from '#shared/row-file/gold.ts'
import { type Client, Exit } from './client.ts'
import { type ListOptions, listOptions, runList } from './list.ts'
import { type ListDocument, printedList } from './list-words.ts'

type GoldOptions = ListOptions & { random?: string }

/** `gogi gold import`: answers that somebody decided without a panel. */
export function goldCommand(program: Command, open: () => Promise<Client>) {
  const gold = program.command('gold').description('Gold: answers decided without a panel')
  listOptions(gold.command('import <file>'))
    .description(
      'Bring in gold: CSV, TSV, JSONL or Label Studio JSON with an item and its answer in each row',
    )
    .option('--source <name>', 'where the gold comes from; the file’s name by default')
    .option('--random <probability>', 'the items were drawn at random, each with this probability')
    .action(async (file: string, options: GoldOptions) => {
      const client = await open()
      try {
        const document = await importGoldFile(client, file, options)
        const words = printedList(document, 'gold', options.dryRun === true)
        process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : words)
      } finally {
        await client.close()
      }
    })
}

export async function importGoldFile(
  client: Client,
  file: string,
  options: GoldOptions,
): Promise<ListDocument> {
  return runList(client, file, options, {
    kind: 'gold',
    command: 'gold.import',
    check: '/gold/check',
    atOnce: GOLD_AT_ONCE,
    read: readGold,
    said: { source: options.source ?? basename(file), ...drawn(options.random) },
  })
}

/** Only of items drawn at random is what gold says of raters a rate. */
function drawn(random: string | undefined) {
  if (random === undefined) return { chosen: 'picked' }
  const probability = random.endsWith('%') ? Number(random.slice(0, -1)) / 100 : Number(random)
  if (!(probability > 0 && probability <= 1))
    throw new Exit(2, `--random ${random}: expected a probability above 0 and up to 1, as in 0.2 or 20%.`)
  return { chosen: 'random', probability }
}
