import type { DisputeTurn } from '#lib/answers.ts'
import { read } from '#lib/api.ts'

/** The ballots of a project that wait for whoever asks. */
export async function readTurns(project: string, fetch: typeof globalThis.fetch): Promise<DisputeTurn[]> {
  const { rows } = await read<{ rows: DisputeTurn[] }>(
    `/projects/${encodeURIComponent(project)}/disputes?mine=1&state=voting`,
    { fetch },
  )
  return rows.filter((row) => row.state === 'voting' && row.mine?.cast === false)
}
