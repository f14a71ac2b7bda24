import { read } from '#lib/api.ts'
import type { DisputeList, DisputeRow } from '#lib/dispute/room-view.ts'

const rank = ({ state, mine }: DisputeRow): number => {
  if (state === 'voting' && mine && !mine.cast) return 0
  return state === 'decided' || state === 'withdrawn' ? 2 : 1
}

/** The disputes of my list in the order in which it shows them: what is due first, the nearest deadline before others. */
export async function readNeighbours(project: string, seated: boolean): Promise<string[]> {
  const path = `/projects/${encodeURIComponent(project)}/disputes${seated ? '?mine=1' : ''}`
  const { rows } = await read<DisputeList>(path)
  return seated
    ? rows
        .toSorted((a, b) => rank(a) - rank(b) || (a.deadline ?? Infinity) - (b.deadline ?? Infinity))
        .map(({ dispute }) => dispute)
    : rows.map(({ dispute }) => dispute)
}
