import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { IMPORT_BYTES } from '#shared/import-run.ts'
import { binaryKind, looksBinary } from './binary.ts'
import { Unreadable } from './unreadable.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'shift_jis'] as const
export type Encoding = (typeof encodings)[number]

/** A file as text, read as it streams; `text` may be asked for more than once and begins anew each time. */
export interface Source {
  name: string
  encoding: Encoding
  size: number
  /** The beginning of the text, for guessing what it is and for a sample on the screen. */
  head: string
  /** Bytes read by the last `text` so far: the progress of an import. */
  bytesRead(): number
  text(): AsyncGenerator<string>
}

const HEAD_BYTES = 64 * 1024
const CHUNK_BYTES = 64 * 1024

/** Finds the encoding (or holds the file to the one given) and refuses what is no text, in words. */
export async function decode(file: string, encoding?: Encoding): Promise<Source> {
  const { size } = await stat(file)
  if (size === 0) throw new Unreadable('file-empty')
  if (size > IMPORT_BYTES)
    throw new Unreadable('file-too-large', { size: mebibytes(size), limit: mebibytes(IMPORT_BYTES) })
  const head = await readHead(file)
  const kind = binaryKind(head)
  if (kind) throw new Unreadable(kind)
  const found = encoding ?? utf16Of(head) ?? (await encodingOf(file, head))
  if (encoding) await holdTo(file, encoding, size)
  else if (found.startsWith('utf-16') && size % 2 === 1) throw new Unreadable('encoding-unknown')
  const start = decoderOf(found).write(head)
  if (looksBinary(start)) throw new Unreadable('file-binary')
  if (size <= HEAD_BYTES && start.trim() === '') throw new Unreadable('file-empty')
  let read = 0
  return {
    name: basename(file),
    encoding: found,
    size,
    head: start,
    bytesRead: () => read,
    async *text() {
      read = 0
      const decoder = decoderOf(found)
      for await (const chunk of createReadStream(file, {
        highWaterMark: CHUNK_BYTES,
      }) as AsyncIterable<Buffer>) {
        read += chunk.length
        yield decoder.write(chunk)
      }
      yield decoder.end()
    },
  }
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MiB`

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** A mark, or zero bytes on one side of each pair only: ASCII letters, commas and line ends are there in every table. */
function utf16Of(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  let [even, odd] = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) i % 2 === 0 ? even++ : odd++
  const few = head.length / 50
  if (odd > few && even === 0) return 'utf-16le'
  if (even > few && odd === 0) return 'utf-16be'
}

/** The whole file is looked at: one that begins in ASCII may turn Japanese a million rows later. */
async function encodingOf(file: string, head: Buffer): Promise<Encoding> {
  if ((await firstMisfit(file, 'utf-8')) === undefined) return 'utf-8'
  let japanese = false
  const misfit = await firstMisfit(file, 'shift_jis', (text) => {
    // Western text in Latin-1 can pass for Shift_JIS, but has no kana and no two kanji in a row.
    japanese ||= /[ぁ-ゖァ-ヺ]|[一-龠々]{2}/.test(text)
  })
  if (misfit === undefined && japanese) return 'shift_jis'
  throw new Unreadable(head.includes(0) ? 'file-binary' : 'encoding-unknown')
}

async function holdTo(file: string, encoding: Encoding, size: number) {
  const offset = encoding.startsWith('utf-16')
    ? size % 2 === 1
      ? size - 1
      : undefined
    : await firstMisfit(file, encoding)
  if (offset !== undefined) throw new Unreadable('encoding-mismatch', { encoding, offset })
}

/** Where the chunk begins that is not in the encoding; undefined when all of the file is. */
async function firstMisfit(
  file: string,
  encoding: 'utf-8' | 'shift_jis' | Encoding,
  hear: (text: string) => void = () => {},
) {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let offset = 0
  try {
    for await (const chunk of createReadStream(file, {
      highWaterMark: CHUNK_BYTES,
    }) as AsyncIterable<Buffer>) {
      hear(decoder.decode(chunk, { stream: true }))
      offset += chunk.length
    }
    decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return offset
  }
}

/** UTF-16 goes through Node's own decoder, which keeps lone surrogates, so that their rows can be named. */
function decoderOf(encoding: Encoding): { write(chunk: Buffer): string; end(): string } {
  if (encoding === 'utf-8' || encoding === 'shift_jis') {
    const decoder = new TextDecoder(encoding)
    return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() }
  }
  const decoder = new StringDecoder('utf16le')
  let first = true
  const withoutMark = (text: string) => {
    const bare = first && text.startsWith('\ufeff') ? text.slice(1) : text
    first &&= text === ''
    return bare
  }
  const turned = encoding === 'utf-16be' ? swapPairs() : (chunk: Buffer) => chunk
  return {
    write: (chunk) => withoutMark(decoder.write(turned(chunk))),
    end: () => withoutMark(decoder.end()),
  }
}

/** Big-endian to little-endian; a chunk may end between the two bytes of a pair. */
function swapPairs(): (chunk: Buffer) => Buffer {
  let left = Buffer.alloc(0)
  return (chunk) => {
    const all = Buffer.concat([left, chunk])
    const whole = all.length - (all.length % 2)
    left = Buffer.from(all.subarray(whole))
    return all.subarray(0, whole).swap16()
  }
}
