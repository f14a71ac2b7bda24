import { hangUp, message } from '#shared/live-text.ts'
import { hang, type Line } from './line.ts'
import { handle } from './messages.ts'

/** Messages that wait to be handled, and their bytes: past either nothing more is read from the socket. */
const INBOX = 200
const INBOX_BYTES = 1024 * 1024

/** Handles what comes, in order, one at a time. `ready`: what has to be waited for before the next may be handled. */
export function listen(line: Line, ready: () => Promise<void> | null): void {
  const { socket } = line
  const inbox: Uint8Array[] = []
  let [busy, throttled, waiting] = [false, false, 0]

  async function pump() {
    if (busy) return
    busy = true
    while (line.alive && inbox.length > 0) {
      for (let wait = ready(); wait && line.alive; wait = ready()) await wait
      if (!line.alive) break
      const next = inbox.shift()!
      waiting -= next.length
      await handle(line, next).catch(() => hang(line, hangUp.malformed))
      flow()
    }
    busy = false
  }

  /** Reads on, or lets the network hold the rest back. */
  function flow() {
    const full = throttled || inbox.length >= INBOX || waiting >= INBOX_BYTES
    if (full && !socket.isPaused) socket.pause()
    else if (!full && socket.isPaused) socket.resume()
  }

  socket.on('message', (data: Buffer, binary: boolean) => {
    if (!line.alive) return
    line.heard = true
    if (!binary || data.length === 0) return hang(line, hangUp.malformed)
    if (data[0] !== message.awareness && !line.messages.take() && !throttled) {
      throttled = true
      setTimeout(() => {
        throttled = false
        flow()
      }, 100).unref()
    }
    // A copy: these bytes lie in a buffer of the socket's.
    inbox.push(new Uint8Array(data))
    waiting += data.length
    flow()
    void pump()
  })
  socket.on('pong', () => {
    line.heard = true
  })
  socket.on('close', () => hang(line, hangUp.again))
  socket.on('error', () => hang(line, hangUp.malformed))
}
