import { readAsked } from '#lib/asked.ts'
import { readTurns } from '#lib/turns.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, parent, depends }) => {
  depends('gogi:project')
  const { view } = await parent()
  const seated = view.me.roles.includes('panelist')
  const speaks = seated || view.me.owner || view.me.roles.includes('lead')
  const [turns, asked] = await Promise.all([
    seated ? readTurns(params.project, fetch).catch(() => []) : [],
    speaks ? readAsked(params.project, fetch).catch(() => []) : [],
  ])
  return { turns, asked }
}
