import type { Cells } from '../row.ts'

/** What ties a result to a part of the item instead of the whole. */
const regional = ['start', 'end', 'x', 'points', 'rle', 'startOffset', 'ranges', 'sequence']

/**
 * The results of one annotation as cells: `choices:NAME`, `rating:NAME`, `number:NAME` are answers, text areas are the
 * vote's note, everything else stands under the name of its control and is lost unless somebody maps it.
 */
export function readResults(results: unknown): Cells {
  const cells: Cells = {}
  if (!Array.isArray(results)) return cells
  const regions = new Set(results.filter((result) => isRegional(result?.value)).map((result) => result.id))
  for (const result of results as Cells[]) {
    const { type, from_name: name, value, id } = result
    const payload = payloadOf(value as Cells | undefined, String(type))
    if (isRegional(value) || (id !== undefined && regions.has(id)))
      keep(cells, `${type}:${name} (by region)`, payload)
    else if (type === 'textarea') cells.note = [cells.note, ...[payload].flat()].filter(Boolean).join('\n')
    else if (type === 'relation') keep(cells, 'relation', payload)
    else if (type === 'choices') keep(cells, `choices:${name}`, payload)
    else cells[`${type}:${name}`] = payload
  }
  return cells
}

function isRegional(value: unknown): boolean {
  return value !== null && typeof value === 'object' && regional.some((key) => key in value)
}

function payloadOf(value: Cells | undefined, type: string): unknown {
  if (!value || typeof value !== 'object') return value ?? true
  if (type === 'textarea') return value.text
  if (type === 'pairwise') return value.selected
  return type in value ? value[type] : value
}

/** Several results of one control are one list. */
function keep(cells: Cells, key: string, payload: unknown) {
  const before = cells[key]
  cells[key] = before === undefined ? payload : [before, payload].flat()
}
