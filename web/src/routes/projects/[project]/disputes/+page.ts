import { redirect } from '@sveltejs/kit'
import type { DisputeList } from '#lib/dispute/room-view.ts'
import { readPage } from '#lib/page.ts'
import { disputeStates } from '#shared/record.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:disputes')
  // One's own seats have a page of their own.
  if (url.searchParams.get('mine') === '1') redirect(307, `/projects/${params.project}/ballots`)
  const state = disputeStates.find((one) => one === url.searchParams.get('state')) ?? null
  const path = `/projects/${encodeURIComponent(params.project)}/disputes${state ? `?state=${state}` : ''}`
  return { state, path, list: await readPage<DisputeList>(path, fetch) }
}
