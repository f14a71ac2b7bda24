import { expect, test } from 'vitest'
import { type Draft, textRoot } from '#shared/draft.ts'
import { serveReal } from '../support/gogi.ts'
import { openHouse } from '../support/house.ts'
import { killUnderWriters } from '../support/killing.ts'
import { cookieOf } from '../support/live.ts'
import { projectId } from '../support/story.ts'
import { openWriter } from '../support/text-writer.ts'
import { furnish } from '../support/texts.ts'

/** Rounds of killing; a long run asks for more. */
const ROUNDS = Number(process.env.GOGI_KILLS ?? 2)

test(
  `killed ${ROUNDS} times under ten writers of the draft, in several clauses and two languages, the server has lost nothing it called stored`,
  async () => {
    const house = await openHouse('sqlite')
    const { ana, ben } = await furnish(house)
    const cyd = await house.person(['panelist'], 'Cyd')
    const id = await projectId(house)
    const { body } = await ana.get(`/projects/${house.key}/guideline`)
    const clauses = (body.clauses as { id: string }[]).map((clause) => clause.id)
    expect(clauses).toHaveLength(4)
    const cookies = await Promise.all([ana, ben, cyd].map((person) => cookieOf(house, person)))
    await house.close()
    const { told, lost, enough } = await killUnderWriters(house.data, ROUNDS, {
      come({ url }, n) {
        const cookie = cookies[n % 3]!.replace(/^sid\d+/, `sid${new URL(url).port}`)
        return openWriter(url, { cookie, origin: url }, id, 'guideline')
      },
      // Some clauses have several writers in one language, some are written in both at once.
      root: (n) => textRoot(clauses[n % 4]!, n % 3 === 0 ? 'ja' : 'en', 'body'),
    })
    expect(told).toBeGreaterThan(enough)
    expect(lost).toEqual([])
  },
  60_000 + ROUNDS * 30_000,
)

/** Each of them starts two servers. */
const KILLS = Math.ceil(ROUNDS / 2)
/** Enough that taking it in is long work. */
const CLAUSES = 700
const said = (word: string, n: number) => `${word} ${n}, and always name the dose. `.repeat(3).trim()
const guidelineOf = (word: string) => {
  const text = Array.from({ length: CLAUSES }, (_, n) => `# Clause ${n}\n\n${said(word, n)}\n`).join('\n')
  return { texts: { en: text, ja: text }, authoritative: 'en' }
}

test(
  `killed ${KILLS} times while ${CLAUSES} clauses are being taken in, the server has all of them when it comes back, once`,
  async () => {
    const house = await openHouse('sqlite')
    const { login } = await house.person(['lead'], 'Lea')
    const id = await projectId(house)
    await house.act('draft.import', guidelineOf('First') as never)
    await house.close()
    const begin = async () => {
      const server = await serveReal(house.data)
      const ask = (path: string, headers: Record<string, string>, body?: object) =>
        fetch(`${server.url}/api/v1/projects/${path}`, {
          ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
          headers: { origin: server.url, 'content-type': 'application/json', ...headers },
        })
      const signIn = { login, password: 'correct horse battery' }
      const signed = await ask('_/session.start', { 'idempotency-key': server.url }, signIn)
      const cookie = signed.headers.getSetCookie()[0]!.split(';')[0]!
      return {
        server,
        read: async (path: string) => (await ask(`${house.key}/${path}`, { cookie })).json() as Promise<any>,
        set: (word: string) =>
          ask(`${house.key}/draft.import`, { cookie, 'idempotency-key': word }, guidelineOf(word)),
        reader: () => openWriter(server.url, { origin: server.url, cookie }, id, 'guideline'),
      }
    }
    let now = await begin()
    for (let round = 0; round < KILLS; round++) {
      const word = `Round${round}`
      const before: Draft = (await now.read('guideline/draft')).draft
      const reader = now.reader()
      await reader.synced()
      const sent = now.set(word).catch(() => null)
      // The entry is there, and the text does not hold it yet.
      for (let seq = before.seq; seq === before.seq; )
        seq = (await now.read(`events?since=${before.seq}`)).envelopes.at(-1)?.seq ?? seq
      await now.server.end('SIGKILL')
      expect(await sent).toBeNull()
      reader.close()
      now = await begin()
      const draft: Draft = (await now.read('guideline/draft')).draft
      expect(draft.seq).toBe(before.seq + 1)
      expect(draft.clauses.map((clause) => [clause.id, clause.texts.en!.body])).toEqual(
        before.clauses.map((clause, n) => [clause.id, said(word, n)]),
      )
    }
    await now.server.end()
  },
  60_000 + ROUNDS * 30_000,
)
