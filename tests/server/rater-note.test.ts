import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answered, expectOk, type Person } from '../support/house.ts'
import { openPanel, type Panel } from '../support/panel.ts'
import { dialects } from '../support/stores.ts'
import { idOf } from '../support/story.ts'

const word = 'Ibuprofen adds to it too.'

describe.each(dialects)('a note that a rater leaves in advance, on %s', (dialect) => {
  let panel: Panel
  let lone: Person, other: Person, ana: Person, ben: Person
  let dispute = ''
  let vote = ''
  const at = (path: string) => `/projects/${panel.house.key}${path}`
  const room = async (person: Person) => (await person.get(at(`/disputes/${dispute}`))).body
  const write = (person: Person, note: string, of = vote): Promise<Answered> =>
    person.call('vote.note', { vote: of, note })
  const note = async () => (await lone.get(at(`/votes/${vote}/why`))).body.vote.note

  beforeAll(async () => {
    panel = await openPanel(dialect, ['a', 'b'])
    const { house } = panel
    lone = await house.person(['rater'], 'Lou', await idOf(house, 'rater', 'lone'))
    other = await house.person(['rater'], 'Oto', await idOf(house, 'rater', 'r0'))
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    for (const one of [ana, ben]) await expectOk(one.call('panelist.declare', { raters: [] }))
    const { rows } = (await lone.get(at('/my/votes'))).body
    vote = rows.find(({ external }: { external: string }) => external === 'a').vote
  }, 120_000)
  afterAll(() => panel.house.close())

  test('stands in the place of the one that came with the vote, and can be taken away', async () => {
    expect(await note()).toBe('aspirin adds to the bleeding risk')
    await expectOk(write(lone, 'First thought.'))
    expect(await note()).toBe('First thought.')
    await expectOk(write(lone, '  '))
    expect(await note()).toBe(null)
    await expectOk(write(lone, word))
    const { rows } = (await lone.get(at('/my/votes'))).body
    expect(rows.find((row: { vote: string }) => row.vote === vote).note).toBe(word)
  })

  test('is for the rater’s own votes, and nobody else hears that it was written', async () => {
    expect((await write(other, 'Mine!')).body.code).toBe('not-your-vote')
    expect((await write(panel.lead, 'For them.')).status).toBe(403)
    for (const [person, heard] of [
      [panel.lead, false],
      [ana, false],
      [lone, true],
    ] as const)
      expect(JSON.stringify((await person.get(at('/events?since=0'))).body).includes('vote.noted')).toBe(
        heard,
      )
  })

  test('reaches the panel at the reveal, not before; from then on it stays as it was', async () => {
    dispute = await panel.open('a')
    await expectOk(write(lone, `${word} Always.`))
    await expectOk(panel.cast(ana, dispute))
    expect(JSON.stringify(await room(ana))).not.toContain(word)
    expect(JSON.stringify(await room(ben))).not.toContain(word)
    await expectOk(panel.cast(ben, dispute))
    const { splits } = await room(ben)
    expect(splits[0].votes.find((one: { vote: string }) => one.vote === vote).note).toBe(`${word} Always.`)
    const late = await write(lone, 'They read me wrong.')
    expect([late.status, late.body.code]).toEqual([409, 'note-late'])
    expect(await note()).toBe(`${word} Always.`)
    const b = (await lone.get(at('/my/votes'))).body.rows.find((row: { vote: string }) => row.vote !== vote)
    await expectOk(write(lone, 'Nobody has looked at this one yet.', b.vote))
  })

  test('stands in the vote’s chain and in what is exported', async () => {
    const { chain, vote: said } = (await panel.lead.get(at(`/explain?vote=${vote}`))).body
    expect(said.note).toBe(`${word} Always.`)
    expect(chain.filter(({ kind }: { kind: string }) => kind === 'vote.note')).toHaveLength(4)
    expect((await panel.lead.get(at('/exports/votes.csv'))).raw).toContain(`${word} Always.`)
  })
})
