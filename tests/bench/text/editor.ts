import { openLine, type Seat } from './line.ts'

const MARK = '~#~'
const [TIME, TAG] = [9, 3]
const WORD = MARK.length + TIME + TAG
/** Words an editor leaves standing: texts have limits, and nobody only ever adds. */
const KEPT = 20
/** A page asks this often whether it is stored, ms. */
const BARRIER_EVERY = 50

/** One clock for every process of this machine, µs. */
export const now = (): number => Number(process.hrtime.bigint() / 1000n)

export type Editor = Awaited<ReturnType<typeof openEditor>>
type Ears = {
  /** The word of another editor came; `at` is when it was written. */
  heard(at: number): void
  acked(at: number): void
}

/**
 * Writes words that say when they were written and by whom. It keeps a copy of what it wrote itself, and only looks for
 * words in what comes from others, so that one process can be many.
 */
export async function openEditor(seat: Seat, tag: number, { heard, acked }: Ears) {
  const [name, mark] = [tag.toString(36).padStart(TAG, '0'), Buffer.from(MARK)]
  const waiting = new Map<number, number>()
  const inLine: (number | null)[] = []
  let [tokens, asked] = [0, 0]
  const line = await openLine(seat, {
    update({ buffer, byteOffset, length }) {
      const bytes = Buffer.from(buffer, byteOffset, length)
      for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + WORD)) {
        const from = at + mark.length
        if (bytes.toString('latin1', from + TIME, from + TIME + TAG) !== name)
          heard(Number.parseInt(bytes.toString('latin1', from, from + TIME), 36))
      }
    },
    acked(token) {
      const at = token === null ? inLine.shift() : waiting.get(token)
      if (token !== null) waiting.delete(token)
      if (at) acked(at)
    },
    answered: () => void inLine.push(null),
  })
  return {
    get closed() {
      return line.closed
    },
    write() {
      const [at, { doc, text }] = [now(), line]
      doc.transact(() => {
        text.insert(text.length, MARK + at.toString(36).padStart(TIME, '0') + name)
        if (text.length > KEPT * WORD) text.delete(0, WORD)
      })
      if (seat.protocol === 'hocuspocus') inLine.push(at)
      else if (at - asked >= BARRIER_EVERY * 1000 && line.ask(tokens)) {
        asked = at
        waiting.set(tokens++, at)
      }
    },
  }
}
