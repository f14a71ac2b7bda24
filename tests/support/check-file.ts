import { guessMapping } from '#shared/import/guess.ts'
import type { Mapping } from '#shared/import.ts'
import { type Checked, type CheckPlan, checkRows } from '../../server/work/import/check.ts'
import { decode } from '../../server/work/import/decode.ts'
import { findImporter } from '../../server/work/import/format.ts'
import { inspectFile } from '../../server/work/import/inspect.ts'

/** A whole file through decoding, rows, the guessed mapping and the check. */
export async function checkFile(
  path: string,
  plan: Omit<CheckPlan, 'mapping'> & { mapping?: Mapping },
): Promise<Checked> {
  const source = await decode(path)
  const importer = findImporter(source)
  const { columns, samples } = await inspectFile(source, importer)
  const check = checkRows({ ...plan, mapping: plan.mapping ?? guessMapping(columns, samples).mapping })
  const all = check([])
  for await (const rows of importer.rows(source)) {
    const { votes, items, rejected, skipped } = check(rows)
    all.votes.push(...votes)
    all.items.push(...items)
    all.rejected.push(...rejected)
    for (const reason of Object.keys(skipped) as (keyof typeof skipped)[])
      all.skipped[reason] += skipped[reason]
  }
  return all
}

/** A vote of which the file says nothing but item, rater and answer. */
export const bare = {
  raterKind: 'human',
  note: null,
  confidence: null,
  at: null,
  seconds: null,
  version: null,
  ref: null,
  expected: null,
  language: null,
  tags: null,
  attributes: null,
}
