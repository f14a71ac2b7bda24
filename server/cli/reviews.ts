import { basename } from 'node:path'
import type { Command } from 'commander'
import { REVIEWS_AT_ONCE } from '#shared/review.ts'
import { readReviews } from '#shared/row-file/review.ts'
import type { Client } from './client.ts'
import { type ListOptions, listOptions, runList } from './list.ts'
import { type ListDocument, printedList } from './list-words.ts'

/** `gogi reviews import`: what peers said of votes in another tool. */
export function reviewsCommand(program: Command, open: () => Promise<Client>) {
  const reviews = program.command('reviews').description('Reviews: what a peer says of one vote')
  listOptions(reviews.command('import <file>'))
    .description(
      'Bring in reviews: item, rater and verdict (accept, reject, fix); Label Studio, MTurk and Toloka files too',
    )
    .option('--source <name>', 'where the reviews come from; the file’s name by default')
    .action(async (file: string, options: ListOptions) => {
      const client = await open()
      try {
        const document = await importReviewFile(client, file, options)
        const words = printedList(document, 'reviews', options.dryRun === true)
        process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : words)
      } finally {
        await client.close()
      }
    })
}

export const importReviewFile = (client: Client, file: string, options: ListOptions): Promise<ListDocument> =>
  runList(client, file, options, {
    kind: 'reviews',
    command: 'review.import',
    check: '/reviews/check',
    atOnce: REVIEWS_AT_ONCE,
    read: readReviews,
    said: { source: options.source ?? basename(file) },
  })
