import { readPage } from '#lib/page.ts'
import type { CareerRecord } from '#shared/career.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch }) => {
  const path = `/projects/${encodeURIComponent(params.project)}/my`
  return { path, record: await readPage<CareerRecord>(`${path}/record.json`, fetch) }
}
