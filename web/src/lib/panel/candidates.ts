import { read } from '#lib/api.ts'
import type { OpenDispute } from '#lib/dispute/open-dispute.svelte.ts'
import type { Candidate } from '#lib/panel/views.ts'

export const readCandidates = async (room: OpenDispute): Promise<Candidate[]> => {
  const path = `/projects/${encodeURIComponent(room.project)}/disputes/${room.view.dispute.id}/candidates`
  return (await read<{ rows: Candidate[] }>(path)).rows
}

/** What each of the panel reads, as far as it is known here; a reminder needs no more, so a refusal is no hindrance. */
export async function languagesOf(room: OpenDispute): Promise<Record<string, string[]>> {
  const rows = await readCandidates(room).catch(() => [])
  return Object.fromEntries(rows.map(({ member, languages }) => [member, languages]))
}
