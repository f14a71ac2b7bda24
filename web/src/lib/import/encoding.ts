import type { Encoding } from './answers.ts'

/** So much of a file is looked at in the browser; the server looks at all of it. */
const HEAD_BYTES = 64 * 1024

export async function headOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
}

/** The encoding the beginning of a file seems to have; null when it is none of ours, or no text. */
export function guessEncoding(head: Uint8Array): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  let [even, odd] = [0, 0]
  for (let at = 0; at < head.length; at++) if (head[at] === 0) at % 2 === 0 ? even++ : odd++
  if (odd > head.length / 50 && even === 0) return 'utf-16le'
  if (even > head.length / 50 && odd === 0) return 'utf-16be'
  if (even + odd > 0) return null
  return (['utf-8', 'shift_jis'] as const).find((encoding) => fits(head, encoding)) ?? null
}

function fits(head: Uint8Array, encoding: Encoding): boolean {
  try {
    // Streaming, because the head may end in the middle of a character.
    new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

/** The first lines as they read in an encoding: what a person compares with the file they know. */
export function sampleOf(head: Uint8Array, encoding: Encoding, lines = 4): string[] {
  const text = new TextDecoder(encoding).decode(head, { stream: true })
  return text
    .split(/\r\n|\r|\n/)
    .slice(0, lines)
    .map((line) => (line.length > 240 ? `${line.slice(0, 240)}…` : line))
}
