import type { MembersView, RatersView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:raters')
  const q = url.searchParams.get('q') ?? ''
  const at = `/projects/${encodeURIComponent(params.project)}`
  const [raters, people] = await Promise.all([
    readPage<RatersView>(`${at}/raters${q && `?q=${encodeURIComponent(q)}`}`, fetch),
    readPage<MembersView>(`${at}/members`, fetch),
  ])
  return { q, raters, names: new Map(people.members.map(({ member, name }) => [member, name])) }
}
