import type { MembersView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:members')
  return {
    people: await readPage<MembersView>(`/projects/${encodeURIComponent(params.project)}/members`, fetch),
  }
}
