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
