import { createHash, randomBytes } from 'node:crypto'

/**
 * The page's content security policy (DESIGN §6): scripts by the hashes of the built page, style elements by nonce,
 * style attributes allowed because remote carets need them.
 */
export function contentPolicy(html: string) {
  const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, body]) => `'sha256-${createHash('sha256').update(body!).digest('base64')}'`,
  )
  return {
    nonce: () => randomBytes(16).toString('base64'),
    header: (nonce: string) =>
      [
        "default-src 'none'",
        `script-src 'self' ${scripts.join(' ')}`,
        `style-src-elem 'self' 'nonce-${nonce}'`,
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ].join('; '),
  }
}
