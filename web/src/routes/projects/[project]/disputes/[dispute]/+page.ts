import { error } from '@sveltejs/kit'
import { Problem } from '#lib/api.ts'
import { readDispute } from '#lib/dispute/open-dispute.svelte.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch }) => {
  try {
    return { opened: await readDispute(params.project, params.dispute, fetch) }
  } catch (problem) {
    if (problem instanceof Problem)
      throw error(problem.status || 503, { message: problem.message, code: problem.code })
    throw problem
  }
}
