import { readTurns } from '#lib/turns.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, parent, depends }) => {
  depends('gogi:project')
  const { view } = await parent()
  const seated = view.me.roles.includes('panelist')
  return { turns: seated ? await readTurns(params.project, fetch).catch(() => []) : [] }
}
