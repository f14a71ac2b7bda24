import { expect, test } from 'vitest'
import { openHouse, type Person } from '../support/house.ts'
import { ballotOn, importVotes, oneAgainst } from '../support/story.ts'

/** Disputes whose decision several people sign at the same moment; a long run asks for more. */
const RIVALS = Number(process.env.GOGI_RIVALS ?? 40)
const AT_ONCE = 100

/** How many signatures each dispute ended with, and what the rivals heard. */
test(
  `of ${RIVALS} decisions that three people sign at once each is signed once, and the others hear who was first`,
  async () => {
    const house = await openHouse('sqlite')
    await importVotes(house, Array.from({ length: RIVALS }, (_, n) => oneAgainst(`r${n}`, 2)).flat())
    const panel = [await house.person(['panelist']), await house.person(['panelist'])]
    for (const one of panel) await one.call('panelist.declare', { raters: [] })
    const lead = await house.person(['lead'], 'Mori')
    const { tables } = house.store.read
    const items = (await house.store.read.select({ id: tables.item.id }).from(tables.item)).map(
      ({ id }) => id,
    )
    const heard: Record<string, number> = {}
    for (let from = 0; from < items.length; from += AT_ONCE) {
      const opened = await lead.call('dispute.open', {
        items: items.slice(from, from + AT_ONCE).map((item) => ({ item, questions: ['safe'] })),
      })
      for (const { dispute } of opened.body.opened) {
        for (const one of panel)
          await one.call('ballot.cast', {
            dispute,
            round: 1,
            answers: [ballotOn('unsafe', null)],
            arguments: { safe: 'it adds to the risk' },
          })
        for (const answer of await rivals(house.key, dispute, lead, panel))
          heard[answer] = (heard[answer] ?? 0) + 1
      }
    }
    const decisions = await house.store.read.select().from(tables.decision)
    const signed = decisions.filter(({ state, until }) => state === 'signed' && until === null)
    expect(signed.length).toBe(RIVALS)
    expect(new Set(signed.map(({ dispute }) => dispute)).size).toBe(RIVALS)
    expect(heard.ok).toBe(RIVALS)
    expect(Object.keys(heard).sort()).toEqual(['decided-already', 'ok'])
    await house.close()
  },
  60_000 + RIVALS * 200,
)

/** Two chairs and the consent list, all with the version they read. */
async function rivals(project: string, dispute: string, lead: Person, panel: Person[]): Promise<string[]> {
  const { version, dispute: record } = (await lead.get(`/projects/${project}/disputes/${dispute}`)).body
  const seats = Object.values(record.seats as Record<string, { member: string; chair: boolean }>)
  const chair = panel.find(({ member }) => seats.some((seat) => seat.chair && seat.member === member))!
  const answers = await Promise.all([
    lead.call('decision.sign', { dispute, rationale: 'for the lead' }, { ifMatch: version }),
    chair.call('decision.sign', { dispute, rationale: 'for the chair' }, { ifMatch: version }),
    chair.call('decision.consent', { disputes: [dispute] }),
  ])
  return answers.map(({ status, body }) => (status === 200 ? 'ok' : body.code))
}
