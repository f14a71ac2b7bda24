import { read } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'

/** What waits for my word in a project, beside ballots. */
type Asking = {
  /** Open threads of disputes in which somebody calls me. */
  rows: { dispute: string; external: string; thread: string; comment: string; by: string; at: number }[]
  /** The same beside the draft. */
  clauses: {
    clause: string
    number: string | null
    title: string
    thread: string
    comment: string
    by: string
    at: number
  }[]
  /** Proposals that ask for my answer, and mine of which changes are asked. */
  proposals: { proposal: string; title: string; by: string; at: number; why: 'asked' | 'changes' }[]
  /** Decisions to look at again. */
  rechecks: number
  names: Record<string, string>
}
/** One line of what is asked. `at`: since when. */
export type AskedRow = {
  key: string
  kind: 'mention' | 'proposal' | 'recheck'
  path: string
  words: string
  at: number | null
}

/** What waits for my word, the latest first; re-checks, which are many in one line, last. */
export async function readAsked(project: string, fetch: typeof globalThis.fetch): Promise<AskedRow[]> {
  const asking = await read<Asking>(`/projects/${encodeURIComponent(project)}/mentions`, { fetch })
  const name = (member: string) => asking.names[member] ?? ''
  const rows = [...inDisputes(asking, name), ...inDraft(asking, name), ...proposed(asking, name)]
  rows.sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
  if (asking.rechecks > 0)
    rows.push({
      key: 'rechecks',
      kind: 'recheck',
      path: '/rechecks',
      words: m.asked_rechecks({ count: asking.rechecks }),
      at: null,
    })
  return rows
}

type Name = (member: string) => string
const inDisputes = ({ rows }: Asking, name: Name): AskedRow[] =>
  rows.map(({ dispute, external: item, thread, comment, by, at }) => ({
    key: comment,
    kind: 'mention',
    path: `/disputes/${dispute}#thread-${thread}`,
    words: name(by) ? m.thread_mentioned_by({ name: name(by), item }) : m.thread_mentioned({ item }),
    at,
  }))
const inDraft = ({ clauses }: Asking, name: Name): AskedRow[] =>
  clauses.map(({ number, title, thread, comment, by, at }) => {
    const clause = [number, title].filter(Boolean).join(' ')
    return {
      key: comment,
      kind: 'mention',
      path: `/guideline/draft#thread-${thread}`,
      words: name(by) ? m.asked_clause_by({ name: name(by), clause }) : m.asked_clause({ clause }),
      at,
    }
  })
const proposed = ({ proposals }: Asking, name: Name): AskedRow[] =>
  proposals.map(({ proposal, title, by, at, why }) => ({
    key: proposal,
    kind: 'proposal',
    path: `/guideline/proposals/${proposal}`,
    words:
      why === 'changes'
        ? m.asked_changes({ title })
        : name(by)
          ? m.asked_proposal_by({ name: name(by), title })
          : m.asked_proposal({ title }),
    at,
  }))
