import type { Welcome } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch }) => ({
  welcome: await readPage<Welcome>(`/welcome/${encodeURIComponent(params.token)}`, fetch),
})
