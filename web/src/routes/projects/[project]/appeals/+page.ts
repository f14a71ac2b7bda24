import { readPage } from '#lib/page.ts'
import type { AppealView, AwaitingTranslation } from '#shared/appeal-view.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends, parent }) => {
  depends('gogi:appeals')
  const { view } = await parent()
  const { roles, owner } = view.me
  const answers = owner || roles.includes('lead') || roles.includes('auditor')
  const at = `/projects/${encodeURIComponent(params.project)}/appeals`
  const state = url.searchParams.get('state') === 'all' ? 'all' : 'open'
  const [appeals, waiting] = await Promise.all([
    // Panelists translate; who appeals what is not theirs to know.
    answers ? readPage<{ rows: AppealView[] }>(`${at}?state=${state}`, fetch) : null,
    readPage<{ rows: AwaitingTranslation[] }>(`${at}/awaiting-translation`, fetch),
  ])
  return {
    state,
    appeals: appeals?.rows ?? null,
    waiting: waiting.rows,
    translates: owner || !roles.includes('auditor'),
  }
}
