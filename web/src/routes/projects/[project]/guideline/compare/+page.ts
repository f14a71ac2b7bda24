import type { GuidelineView } from '#lib/answers.ts'
import type { CompareView } from '#lib/guideline/views.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:guideline')
  const here = `/projects/${encodeURIComponent(params.project)}/guideline`
  const guideline = await readPage<GuidelineView>(here, fetch)
  const latest = guideline.version ?? 0
  const named = (name: string, otherwise: string) => {
    const value = url.searchParams.get(name) ?? ''
    return /^\d{1,6}$/.test(value) || (name === 'to' && value === 'draft') ? value : otherwise
  }
  const from = named('from', String(Math.max(1, latest - 1)))
  const to = named('to', String(latest))
  const compare =
    latest > 0 ? await readPage<CompareView>(`${here}/compare?from=${from}&to=${to}`, fetch) : null
  return { guideline, compare, from, to }
}
