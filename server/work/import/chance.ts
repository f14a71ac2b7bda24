import { createCipheriv } from 'node:crypto'

export interface Chance {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number
  /** 16 bytes, hex. */
  salt(): string
}

const POOL = Buffer.alloc(64 * 1024)

/** Random bytes that depend on nothing but the seed (32 bytes, hex): the key stream of AES-256 in counter mode. */
export function chanceFrom(seed: string): Chance {
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(seed, 'hex'), Buffer.alloc(16))
  let pool = cipher.update(POOL)
  let at = 0
  const take = (bytes: number) => {
    if (at + bytes > pool.length) {
      pool = cipher.update(POOL)
      at = 0
    }
    at += bytes
    return at - bytes
  }
  return {
    below(limit) {
      const from = take(7)
      return (pool.readUIntBE(from, 6) * 32 + (pool[from + 6]! >> 3)) % limit
    },
    salt() {
      const from = take(16)
      return pool.toString('hex', from, from + 16)
    },
  }
}
