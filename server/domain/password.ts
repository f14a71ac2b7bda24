import { hash, verify } from '@node-rs/argon2'
import { refusePassword } from '#shared/password.ts'
import { PASSWORD_MIN } from '#shared/password-length.ts'
import { Refusal } from '#shared/refusals.ts'

/** argon2id, 19 MiB, two passes (OWASP): the library's `algorithm` 2 is argon2id. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Hashes computed at once; they share libuv's threads with the database and files. */
const AT_ONCE = 2
/** Whoever comes when this many wait is told to come again. */
const WAITING = 100

let running = 0
const waiting: (() => void)[] = []

async function oneOfTwo<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw new Refusal('too-many-tries', { seconds: 10 })
    await new Promise<void>((turn) => waiting.push(turn))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    // The place goes straight to whoever waited longest.
    if (next) next()
    else running -= 1
  }
}

export const hashPassword = (password: string): Promise<string> =>
  oneOfTwo(() => hash(password.normalize('NFC'), COST))

let dummy: Promise<string> | undefined

/** For an unknown name a hash of nothing is checked all the same, so that the time taken tells nobody who exists. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hash('nobody has this password', COST)
  const against = stored ?? (await dummy)
  const fits = await oneOfTwo(() => verify(against, password.normalize('NFC')))
  return fits && stored !== null
}

/** The rule's no as an answer, then the hash. */
export async function newPassword(password: string, login: string): Promise<string> {
  const no = refusePassword(password, login)
  if (no) throw new Refusal(no, { min: PASSWORD_MIN })
  return hashPassword(password)
}
