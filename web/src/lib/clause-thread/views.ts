import { read } from '#lib/api.ts'
import type { ClauseAnchor } from '#shared/clause-thread.ts'
import type { CommentRecord } from '#shared/thread.ts'

/** What is said about some words of the draft, or about a whole clause. */
export type DraftThread = {
  id: string
  anchor: ClauseAnchor
  blocking: boolean
  state: 'open' | 'resolved'
  /** The clause stands in the draft. */
  standing: boolean
  comments: CommentRecord[]
}
/** `mentionable`: members who can read it too. */
export type DraftThreads = {
  threads: DraftThread[]
  names: Record<string, string>
  mentionable: string[]
}

export const readThreads = (project: string): Promise<DraftThreads> =>
  read<DraftThreads>(`/projects/${encodeURIComponent(project)}/guideline/threads`)
