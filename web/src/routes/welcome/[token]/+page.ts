import { error } from '@sveltejs/kit'
import type { Welcome } from '#lib/answers.ts'
import { Problem, read } from '#lib/api.ts'
import { locale } from '#lib/words.ts'
import { refusalWords } from '#shared/refusals.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch }) => {
  try {
    return { welcome: await read<Welcome>(`/welcome/${encodeURIComponent(params.token)}`, { fetch }) }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    // A link cut short on its way here is malformed to the server; to whoever holds it, it is not known.
    if (problem.code === 'malformed')
      throw error(404, refusalWords('link-unknown', {}, locale()), { code: 'link-unknown' })
    throw error(problem.status || 503, problem.message, { code: problem.code })
  }
}
