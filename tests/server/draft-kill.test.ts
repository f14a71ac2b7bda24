import { expect, test } from 'vitest'
import { textRoot } from '#shared/draft.ts'
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
