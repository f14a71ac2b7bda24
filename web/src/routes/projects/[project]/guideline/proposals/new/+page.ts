import type { DraftView } from '#lib/guideline/views.ts'
import { readPage } from '#lib/page.ts'
import type { ProposalStart } from '#lib/proposal/views.ts'
import { locale } from '#lib/words.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch }) => {
  const at = `/projects/${encodeURIComponent(params.project)}`
  const dispute = url.searchParams.get('dispute')
  const from = `${at}/disputes/${encodeURIComponent(dispute ?? '')}/proposal-draft?language=${locale()}`
  const [written, begun] = await Promise.all([
    readPage<DraftView>(`${at}/guideline/draft`, fetch),
    dispute ? readPage<ProposalStart>(from, fetch) : null,
  ])
  const last = written.draft.clauses.at(-1)?.id ?? null
  // From a case: the clause it cites, or a new one. From nowhere: the first clause, to choose another.
  const cited = begun ? begun.clauses[0] : written.draft.clauses[0]
  const start = {
    clause: url.searchParams.get('clause') ?? cited?.id ?? null,
    after: begun?.suggestion?.after ?? last,
    // The case stands with the proposal as a link of its own.
    reason: begun?.reason.replace(/\s*\/projects\/\S+$/, '') ?? '',
    disputes: dispute ? [dispute] : [],
  }
  return { written, start }
}
