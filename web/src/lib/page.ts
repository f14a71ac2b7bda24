import { error } from '@sveltejs/kit'
import { Problem, read } from '#lib/api.ts'

/** Reads for a page's `load`: a refusal becomes the error page, with the server's sentence. */
export async function readPage<T>(path: string, fetch: typeof globalThis.fetch): Promise<T> {
  try {
    return await read<T>(path, { fetch })
  } catch (problem) {
    if (problem instanceof Problem)
      throw error(problem.status || 503, problem.message, { code: problem.code })
    throw problem
  }
}
