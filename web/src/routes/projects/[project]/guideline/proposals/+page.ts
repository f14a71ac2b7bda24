import { readPage } from '#lib/page.ts'
import type { ProposalList } from '#lib/proposal/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:proposals')
  const clause = url.searchParams.get('clause')
  const query = new URLSearchParams({ state: 'all', ...(clause && { clause }) })
  const path = `/projects/${encodeURIComponent(params.project)}/proposals?${query}`
  return { proposals: await readPage<ProposalList>(path, fetch), clause }
}
