import type { Mapping } from '#shared/import.ts'
import type { AttributeReport } from './plan.ts'
import type { Place, RaterRegister } from './register.ts'

export interface AttributeRegister {
  /** What a row says of its rater, in the order of the mapping; null says nothing. */
  hear(rater: number, said: readonly (string | null)[]): void
  /** Writes what was said last of each rater; it counts when the import has its entry. */
  write(): void
  report(): AttributeReport[]
}

/** What a file says of its raters. Its rows should agree; where they do not, the last one counts and the report says so. */
export function registerAttributes(
  { project, import: id, batches }: Place,
  mapped: NonNullable<Mapping['attributes']>,
  raters: Pick<RaterRegister, 'id'>,
): AttributeRegister {
  const said = mapped.map(() => new Map<number, string>())
  const contradicting = mapped.map(() => new Set<number>())
  return {
    hear(rater, values) {
      for (const [n, value] of values.entries()) {
        if (value === null) continue
        const before = said[n]!.get(rater)
        if (before !== undefined && before !== value) contradicting[n]!.add(rater)
        if (before !== value) said[n]!.set(rater, value)
      }
    },
    write() {
      for (const [n, { name }] of mapped.entries())
        for (const [rater, value] of said[n]!)
          batches.add('attributes', [project, raters.id(rater), name, value, id, 0, 0])
    },
    report: () =>
      mapped.map(({ column, name }, n) => ({
        column,
        name,
        raters: said[n]!.size,
        values: new Set(said[n]!.values()).size,
        contradicting: contradicting[n]!.size,
      })),
  }
}
