import { createHash, randomBytes } from 'node:crypto'

export type Page = { html: string; policy: string }

/**
 * The built page with its content security policy (DESIGN §6), anew for each request: scripts by the hashes of the built
 * page, style sheets that the editor makes by a nonce the page can read from its own head; style attributes are allowed,
 * because places on the screen are computed.
 */
export function pageOf(built: string): () => Page {
  const inline = [...built.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)]
  const hashes = inline.map(([, body]) => `'sha256-${createHash('sha256').update(body!).digest('base64')}'`)
  const scripts = `script-src 'self' ${hashes.join(' ')}`
  const [before, after] = built.split('<head>', 2)
  if (after === undefined) throw new Error('the built page has no <head> to write its nonce into')
  return () => {
    const nonce = randomBytes(16).toString('base64')
    return {
      html: `${before}<head>\n    <meta property="csp-nonce" nonce="${nonce}" />${after}`,
      policy: policyOf(scripts, nonce),
    }
  }
}

const policyOf = (scripts: string, nonce: string): string =>
  [
    "default-src 'none'",
    scripts,
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
  ].join('; ')
