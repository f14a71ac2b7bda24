import { readable } from '#shared/import.ts'
import type { Source } from './decode.ts'
import { labelStudio } from './formats/label-studio.ts'
import { longCsv } from './formats/long-csv.ts'
import { longJsonl } from './formats/long-jsonl.ts'
import type { Importer } from './row.ts'
import { Unreadable } from './unreadable.ts'

/** To add a format, add its file and a line here. */
export const importers: readonly Importer[] = [longCsv, longJsonl, labelStudio]

export function findImporter(source: Source, format: Importer['name'] | 'auto' = 'auto'): Importer {
  const ranked = importers
    .map((importer) => ({
      importer,
      likely: importer.name === format ? 2 : importer.sniff(source.head, source.name),
    }))
    .sort((a, b) => b.likely - a.likely)
  const best = ranked[0]!
  if (best.likely === 0)
    throw new Unreadable('format-unknown', { start: readable(source.head.trim().slice(0, 40)) }, 1)
  return best.importer
}
