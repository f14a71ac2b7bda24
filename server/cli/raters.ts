import type { Command } from 'commander'
import { RATERS_AT_ONCE } from '#shared/rater-note.ts'
import { readRaters } from '#shared/row-file/rater.ts'
import type { Client } from './client.ts'
import { type ListOptions, listOptions, runList } from './list.ts'
import { type ListDocument, printedList } from './list-words.ts'

/** `gogi raters describe`: attributes of raters, any column beside their id. */
export function ratersCommand(program: Command, open: () => Promise<Client>) {
  const raters = program.command('raters').description('Raters: who votes')
  listOptions(raters.command('describe <file>'))
    .description('Say what is known of raters: a column with their ids, every other column an attribute')
    .action(async (file: string, options: ListOptions) => {
      const client = await open()
      try {
        const document = await describeRatersFile(client, file, options)
        const words = printedList(document, 'attributes', options.dryRun === true)
        process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : words)
      } finally {
        await client.close()
      }
    })
}

export const describeRatersFile = (
  client: Client,
  file: string,
  options: ListOptions,
): Promise<ListDocument> =>
  runList(client, file, options, {
    kind: 'raters',
    command: 'rater.describe',
    check: '/raters/check',
    atOnce: RATERS_AT_ONCE,
    read: readRaters,
    said: {},
  })
