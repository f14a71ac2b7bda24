import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openClient } from '../cli/client.ts'
import { runImport } from '../cli/import.ts'
import type { DemoCase } from './cases/shape.ts'
import { itemLines, voteLines } from './files.ts'
import type { Telling } from './telling.ts'

/** Votes come in by the importer, as a lead's file of that name would. */
export async function bring(
  { serving, project, data }: Telling,
  name: string,
  cases: readonly DemoCase[],
): Promise<void> {
  const [votes, items] = [join(data, `${name}.jsonl`), join(data, `${name}-items.jsonl`)]
  writeFileSync(votes, voteLines(cases))
  writeFileSync(items, itemLines(cases))
  const client = await openClient(data, async () => ({ app: serving.host, close: async () => {} }))
  await runImport(client, votes, {
    project,
    items,
    map: 'item=item,rater=rater,question=question,value=value,note=note,at=at,version=version',
    itemsMap: 'item=item,language=language,tags=tags,expected=expected,blocks=content',
  })
}
