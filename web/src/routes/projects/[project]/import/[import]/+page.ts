import type { ImportRow, ImportView } from '#lib/import/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

// The step is part of the address and is no reason to read the import again.
export const load: PageLoad = async ({ params, fetch }) => {
  const at = `/projects/${encodeURIComponent(params.project)}/imports`
  const [first, all] = await Promise.all([
    readPage<ImportView>(`${at}/${params.import}`, fetch),
    readPage<ImportRow[]>(at, fetch),
  ])
  const continues = all.some(
    ({ id, source, state }) => id !== first.id && source === first.source && state === 'done',
  )
  return { first, continues }
}
