import { expect, test } from 'vitest'
import { ROOT } from '#shared/live-text.ts'
import { openHouse } from '../support/house.ts'
import { killUnderWriters } from '../support/killing.ts'
import { cookieOf } from '../support/live.ts'
import { openWriter } from '../support/text-writer.ts'
import { furnish } from '../support/texts.ts'

/** Rounds of killing; a long run asks for more. */
const ROUNDS = Number(process.env.GOGI_KILLS ?? 3)

test(
  `killed ${ROUNDS} times under ten writers of a rationale, the server has lost nothing it called stored`,
  async () => {
    const house = await openHouse('sqlite')
    const panel = await furnish(house)
    const id = `${await panel.reveal('case-1')}-0`
    const cookies = [await cookieOf(house, panel.ana), await cookieOf(house, panel.ben)]
    await house.close()
    const { told, lost, enough } = await killUnderWriters(house.data, ROUNDS, {
      come({ url }, n) {
        const cookie = cookies[n % 2]!.replace(/^sid\d+/, `sid${new URL(url).port}`)
        return openWriter(url, { cookie, origin: url }, id)
      },
      root: () => ROOT,
    })
    expect(told).toBeGreaterThan(enough)
    expect(lost).toEqual([])
  },
  60_000 + ROUNDS * 30_000,
)
