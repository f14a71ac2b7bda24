import type { Page } from '@playwright/test'

type Heard = { bodies: Promise<string>[]; frames: string[] }
type Json = null | string | number | boolean | Json[] | { [key: string]: Json }

/** Everything a screen receives from now on: the body of every answer and every frame of its socket. */
export function overhear(page: Page): Heard {
  const heard: Heard = { bodies: [], frames: [] }
  page.on('response', (response) => {
    if (response.url().includes('/api/')) heard.bodies.push(response.text().catch(() => ''))
  })
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => heard.frames.push(String(payload))),
  )
  return heard
}

/** What of these words reached the screen, by any way, and every opened ballot that was not its own. */
export async function leaksOf(page: Page, { bodies, frames }: Heard, words: readonly string[]) {
  const texts = await Promise.all(bodies)
  const ways = { page: await page.content(), answers: texts.join('\n'), frames: frames.join('\n') }
  const said = Object.entries(ways).flatMap(([way, text]) =>
    words.filter((word) => text.includes(word)).map((word) => `${way}: ${word}`),
  )
  const ballots = texts.flatMap((text) => opened(parsed(text)).map((one) => `answers: ${one}`))
  return [...said, ...ballots]
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Ballots of an answer about a sealed dispute that hold more than who cast them. */
function opened(json: Json, sealed = false): string[] {
  if (Array.isArray(json)) return json.flatMap((one) => opened(one, sealed))
  if (json === null || typeof json !== 'object') return []
  const inside = sealed || json.state === 'voting'
  const own =
    inside && 'seat' in json && 'castAt' in json && ((json.answers ?? null) || (json.arguments ?? null))
  return [
    ...(own ? [JSON.stringify(json)] : []),
    ...Object.values(json).flatMap((one) => opened(one, inside)),
  ]
}

/** Frames that name who looks at a room: none may come before its first reveal. */
export const presenceIn = ({ frames }: Heard): string[] => frames.filter((frame) => /"presence"/.test(frame))

/**
 * Knocks at the shared text of a dispute, as a page that lies would: the first that came back, nothing where the line
 * is shut. A sealed dispute has no text to anybody.
 */
export async function knock(page: Page, document: string): Promise<string> {
  return page.evaluate(
    (path) =>
      new Promise<string>((resolve) => {
        const line = new WebSocket(`${location.origin.replace('http', 'ws')}/live/docs/${path}`)
        line.binaryType = 'arraybuffer'
        // The first step of the text protocol: everything that is there, please.
        line.onopen = () => line.send(new Uint8Array([0, 0, 1, 0]))
        line.onmessage = ({ data }) => {
          resolve(typeof data === 'string' ? data : new TextDecoder().decode(data))
          line.close()
        }
        line.onclose = () => resolve('')
      }),
    document,
  )
}
