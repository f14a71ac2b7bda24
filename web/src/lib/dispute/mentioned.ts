import { read } from '#lib/api.ts'
import type { Mention } from '#lib/dispute/room-view.ts'

/** The open threads of a project that wait for my word, each with the name of whoever asks. */
export async function readMentions(project: string, fetch: typeof globalThis.fetch): Promise<Mention[]> {
  type Answer = { rows: Mention[]; names: Record<string, string> }
  const path = `/projects/${encodeURIComponent(project)}/mentions`
  const { rows, names } = await read<Answer>(path, { fetch })
  return rows.map((row) => ({ ...row, by: names[row.by] ?? '' }))
}
