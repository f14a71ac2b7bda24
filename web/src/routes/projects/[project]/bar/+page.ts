import { isHttpError } from '@sveltejs/kit'
import { readPage } from '#lib/page.ts'
import type { BarView, SanctionPage, SanctionView } from '#shared/bar-view.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends, parent }) => {
  depends('gogi:bar')
  const { view } = await parent()
  const { roles, owner } = view.me
  const at = `/projects/${encodeURIComponent(params.project)}`
  const all = url.searchParams.get('proposals') === 'all'
  const proposal = url.searchParams.get('proposal')
  const signs = owner || roles.some((role) => role !== 'rater')
  const [bar, sanctions, sanction] = await Promise.all([
    readPage<BarView>(`${at}/bar`, fetch),
    signs
      ? readPage<{ rows: SanctionView[]; open: number }>(
          `${at}/sanctions${all ? '' : '?state=open'}`,
          fetch,
        ).catch(guest)
      : null,
    proposal === null
      ? null
      : readPage<SanctionPage>(`${at}/sanctions/${encodeURIComponent(proposal)}`, fetch),
  ])
  return { bar, all, sanctions, sanction, leads: owner || roles.includes('lead') }
}

/** Who sits in one dispute alone reads the bar and nothing of people. */
function guest(problem: unknown): null {
  if (isHttpError(problem, 403)) return null
  throw problem
}
