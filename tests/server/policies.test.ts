import { describe, expect, test } from 'vitest'
import { defaultPolicy } from '#shared/policy.ts'
import { openPanel, setPolicy } from '../support/panel.ts'
import { dialects } from '../support/stores.ts'

describe.each(dialects)('the versions of a policy, on %s', (dialect) => {
  test('a lead reads each with what it said and when it was set; what the project began with comes last', async () => {
    const { house, lead } = await openPanel(dialect, ['case-1'])
    await setPolicy(house, { hours: 96 }, 2)
    const { rows } = (await lead.get(`/projects/${house.key}/policies`)).body
    expect(rows).toEqual([
      { version: 3, since: rows[0].since, at: rows[0].at, body: { ...rows[1].body, hours: 96, version: 3 } },
      { version: 2, since: rows[1].since, at: rows[1].at, body: { ...rows[1].body, version: 2 } },
      { version: 1, since: null, at: null, body: defaultPolicy },
    ])
    expect([rows[0].since > rows[1].since, rows[0].at >= rows[1].at]).toEqual([true, true])
    expect(rows[1].at).toBeGreaterThan(0)
    const seat = await house.person(['panelist'], 'Ana')
    expect((await seat.get(`/projects/${house.key}/policies`)).status).toBe(403)
    await house.close()
  })

  test('the link of a guest says so on its first page, and no other link does', async () => {
    const { house, lead, open } = await openPanel(dialect, ['case-1'])
    const dispute = await open('case-1')
    const welcome = async (more: object) => {
      const { body } = await lead.call('link.invite', { name: 'Anna', roles: ['panelist'], ...more })
      return (await lead.get(`/welcome/${String(body.url).split('/').at(-1)}`)).body
    }
    expect(await welcome({ dispute })).toMatchObject({ purpose: 'invite', roles: ['panelist'], guest: true })
    expect(await welcome({})).not.toHaveProperty('guest')
    await house.close()
  })
})
