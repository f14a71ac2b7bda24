import { read } from '#lib/api.ts'
import type { DraftView } from '#lib/guideline/views.ts'
import { readPage } from '#lib/page.ts'
import { type ProposalView, proposalPath } from '#lib/proposal/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:proposals')
  const proposal = await readPage<ProposalView>(proposalPath(params.project, params.proposal), fetch)
  return { proposal, after: proposal.record.after ? await numberOf(proposal.record.after) : null }

  /** The number of the clause that a new one would come after; where it cannot be had, its id stands for it. */
  async function numberOf(clause: string): Promise<string> {
    const path = `/projects/${encodeURIComponent(params.project)}/guideline/draft`
    const found = await read<DraftView>(path, { fetch }).catch(() => null)
    return found?.draft.clauses.find(({ id }) => id === clause)?.number ?? clause
  }
}
