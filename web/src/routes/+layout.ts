import { redirect } from '@sveltejs/kit'
import type { Me } from '#lib/answers.ts'
import { Problem, read } from '#lib/api.ts'
import type { LayoutLoad } from './$types.js'

// The server sends one index.html for every address; what a person sees is made in the browser.
export const ssr = false
export const prerender = false

const open = /^\/(sign-in|welcome)(\/|$)/

export const load: LayoutLoad = async ({ fetch, url, depends, untrack: unseen }) => {
  depends('gogi:me')
  const me = await read<Me>('/me', { fetch }).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 401) return null
    // Without the server there is no knowing who looks; the page says so itself.
    if (error instanceof Problem && error.code === 'offline') return null
    throw error
  })
  const [path, search] = unseen(() => [url.pathname, url.search])
  if (!me && !open.test(path!)) throw redirect(307, `/sign-in?next=${encodeURIComponent(path! + search!)}`)
  return { me }
}
