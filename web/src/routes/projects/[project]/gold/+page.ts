import type { GoldList } from '#lib/gold/views.ts'
import { readPage } from '#lib/page.ts'
import { goldStates } from '#shared/gold.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:gold')
  const state = goldStates.find((one) => one === url.searchParams.get('state')) ?? null
  const path = `/projects/${encodeURIComponent(params.project)}/gold${state ? `?state=${state}` : ''}`
  return { state, path, list: await readPage<GoldList>(path, fetch) }
}
