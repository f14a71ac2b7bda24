import { commonPasswords } from './common-passwords.ts'
import { PASSWORD_MIN } from './password-length.ts'

/** A name shorter than this may stand in a password. */
const NAME_COUNTS = 4
/** Rows of keys and of the alphabet that fingers follow, forwards and backwards. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
]
const runs = rows.flatMap((row) => [row, [...row].reverse().join('')])
/** A run of keys this long counts as one choice. */
const RUN = 4

/** Length and nothing else, except what anybody would try first: known leaks, one pattern again and again, rows of keys, the own name. */
export function refusePassword(
  password: string,
  login: string,
): 'password-short' | 'password-common' | undefined {
  const typed = password.normalize('NFKC').toLowerCase()
  if ([...password].length < PASSWORD_MIN) return 'password-short'
  if (
    repeats(typed) ||
    choices(typed) < PASSWORD_MIN / 2 ||
    mostlyName(typed, login.normalize('NFKC').toLowerCase())
  )
    return 'password-common'
  if (commonPasswords().has(typed)) return 'password-common'
}

/** A short piece repeated to the end: `aaaaaaaaaaaa`, `passwordpassword`, `abc123abc123`. */
function repeats(typed: string): boolean {
  for (let length = 1; length <= typed.length / 2; length++) {
    const piece = typed.slice(0, length)
    if (length <= 8 && piece.repeat(Math.ceil(typed.length / length)).startsWith(typed)) return true
  }
  return false
}

/** How many choices somebody made: a run along a row counts once, so does one character said several times. */
function choices(typed: string): number {
  let [count, at] = [0, 0]
  while (at < typed.length) {
    let length = 1
    while (at + length < typed.length && typed[at + length] === typed[at]) length += 1
    for (const run of runs) {
      let along = RUN
      while (at + along <= typed.length && run.includes(typed.slice(at, at + along)))
        length = Math.max(length, along++)
    }
    count += 1
    at += length
  }
  return count
}

/** The name to sign in with, and fewer than half a password of anything else. */
function mostlyName(typed: string, login: string): boolean {
  const name = login.split('@')[0]!
  return (
    name.length >= NAME_COUNTS && typed.includes(name) && typed.replaceAll(name, '').length < PASSWORD_MIN / 2
  )
}
