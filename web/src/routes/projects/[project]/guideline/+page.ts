import type { GuidelineView } from '#lib/answers.ts'
import type { Gutter } from '#lib/clause-record/views.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, parent, depends }) => {
  depends('gogi:guideline')
  const here = `/projects/${encodeURIComponent(params.project)}/guideline`
  const version = url.searchParams.get('version')
  const day = url.searchParams.get('at')
  const named = version !== null && /^\d{1,6}$/.test(version)
  const dated = !named && day !== null && /^\d{4}-\d\d-\d\d$/.test(day)
  const query = named ? `?version=${version}` : dated ? `?at=${day}` : ''
  const { me } = (await parent()).view
  const works = me.owner || me.roles.some((role) => role !== 'rater')
  const [guideline, gutter] = await Promise.all([
    readPage<GuidelineView>(`${here}${query}`, fetch),
    works ? readPage<Gutter>(`${here}/gutter`, fetch) : null,
  ])
  // Clauses that left are named by the last version that had them.
  const before =
    guideline.version !== null && guideline.gone.length > 0
      ? (await readPage<GuidelineView>(`${here}?version=${guideline.version - 1}`, fetch)).clauses
      : []
  return { guideline, gutter, before, day: dated ? day : '' }
}
