import { readPage } from '#lib/page.ts'
import { type DriftBy, type DriftView, driftWays } from '#shared/drift.ts'
import type { GroupsView } from '#shared/groups.ts'
import type { PageLoad } from './$types.js'

const isWay = (text: string | null): text is DriftBy => driftWays.some((way) => way === text)

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:groups')
  const at = `/projects/${encodeURIComponent(params.project)}`
  const [attribute, question, way] = ['attribute', 'question', 'by'].map((name) => url.searchParams.get(name))
  const by = isWay(way ?? null) ? (way as DriftBy) : 'question'
  const about = { ...(attribute && { attribute }) }
  const [groups, drift] = await Promise.all([
    readPage<GroupsView>(
      `${at}/groups?${new URLSearchParams({ ...about, ...(question && { question }) })}`,
      fetch,
    ),
    readPage<DriftView>(`${at}/drift?${new URLSearchParams({ ...about, by })}`, fetch),
  ])
  return { groups, drift }
}
