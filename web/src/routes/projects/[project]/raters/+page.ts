import type { MembersView, RatersView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { BarView } from '#shared/bar-view.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:raters')
  const q = url.searchParams.get('q') ?? ''
  const sort = url.searchParams.get('sort') === 'hurt' ? 'hurt' : 'name'
  const at = `/projects/${encodeURIComponent(params.project)}`
  const path = `${at}/raters?${new URLSearchParams({ sort, ...(q && { q }) })}`
  const [raters, people, { bar }] = await Promise.all([
    readPage<RatersView>(path, fetch),
    readPage<MembersView>(`${at}/members`, fetch),
    readPage<BarView>(`${at}/bar`, fetch),
  ])
  return {
    q,
    sort,
    path,
    raters,
    bar,
    names: new Map(people.members.map(({ member, name }) => [member, name])),
  }
}
