import { Problem, sendTo } from '#lib/api.ts'
import { UPLOAD_PART } from '#shared/import-run.ts'

/** How much of the file has arrived; `down` while the line is waited for. */
export type Sent = (bytes: number, down: boolean) => void
/** Waits between tries of one part while the line is down, ms. */
const PAUSES = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]

/** Sends a file part by part. A broken line is waited for; the same file chosen again after a reload goes on where it stopped. */
export async function upload(project: string, file: File, sent: Sent, signal: AbortSignal): Promise<string> {
  const at = `/projects/${encodeURIComponent(project)}/uploads`
  const memory = `upload:${project}:${file.name}:${file.size}:${file.lastModified}`
  const before = sessionStorage.getItem(memory)
  const begin = async () =>
    (await sendTo<{ upload: string }>(at, 'POST', { name: file.name, size: file.size }, signal)).upload
  let id = before ?? (await begin())
  sessionStorage.setItem(memory, id)
  for (let from = 0; from < file.size || file.size === 0; ) {
    try {
      const part = file.slice(from, from + UPLOAD_PART)
      from = await sendPart(`${at}/${id}?from=${from}`, part, from, sent, signal)
    } catch (error) {
      // The server no longer keeps what an earlier visit sent.
      if (!(before === id && error instanceof Problem && error.code === 'upload-missing')) throw error
      id = await begin()
      sessionStorage.setItem(memory, id)
      from = 0
    }
    sent(from, false)
    if (file.size === 0) break
  }
  sessionStorage.removeItem(memory)
  return id
}

/** How many bytes the server has afterwards. */
async function sendPart(
  path: string,
  part: Blob,
  from: number,
  sent: Sent,
  signal: AbortSignal,
): Promise<number> {
  for (let tries = 0; ; tries++) {
    try {
      const { received } = await sendTo<{ received: number }>(path, 'PUT', part, signal)
      return received
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // It has another part than we think, because an answer was lost on the way: go on from there.
      if (error.code === 'upload-gap' && Number(error.params.expected) !== from)
        return Number(error.params.expected)
      if (error.code !== 'offline' || tries >= PAUSES.length) throw error
      sent(from, true)
      await wait(PAUSES[tries]!, signal)
    }
  }
}

/** Ends early when the browser says that the line is back. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    const end = (how: () => void) => {
      clearTimeout(timer)
      over.abort()
      how()
    }
    const timer = setTimeout(() => end(resolve), ms)
    addEventListener('online', () => end(resolve), { signal: over.signal })
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { signal: over.signal })
  })
}
