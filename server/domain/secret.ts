import { createHash, timingSafeEqual } from 'node:crypto'

/** 32 random bytes as they stand at the end of a cookie, a link or a token; the database holds their SHA-256 alone. */
export const newSecret = (salt: () => string): string => Buffer.from(salt(), 'hex').toString('base64url')

export const sealed = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Both sides are hashes of one length, so the comparison takes the same time whatever was sent. */
export const opens = (secret: string, seal: string): boolean =>
  timingSafeEqual(Buffer.from(sealed(secret), 'hex'), Buffer.from(seal, 'hex'))

/** `id.secret` in its two parts; null for anything of another form. */
export function parted(token: string, between = '.'): { id: string; secret: string } | null {
  const at = token.indexOf(between)
  const [id, secret] = [token.slice(0, at), token.slice(at + 1)]
  return at > 0 && /^[a-z]{10}$/.test(id) && /^[A-Za-z0-9_-]{22,64}$/.test(secret) ? { id, secret } : null
}
