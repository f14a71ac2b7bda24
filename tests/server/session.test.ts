import { and, eq, isNull } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY, sessionLife } from '#shared/account.ts'
import { refusePassword } from '#shared/password.ts'
import { refuseCrossSite, revoked } from '../../server/http/session.ts'
import { good, openPeople, tokenIn } from '../support/people.ts'
import { dialects } from '../support/stores.ts'

describe.each(dialects)('on %s', (dialect) => {
  let people: Awaited<ReturnType<typeof openPeople>>
  beforeEach(async () => {
    people = await openPeople(dialect)
  })
  afterEach(() => people.close())

  describe('the cookie', () => {
    test('is named after the port on http, hidden from scripts, and holds what the database cannot tell', async () => {
      const made = await people.host('link.owner', '_', { name: 'Mori' })
      const { setCookie, cookie, body } = await people.ask('link.use', {
        token: tokenIn(made.answer.url),
        name: 'Mori',
        login: 'Mori',
        password: good,
        locale: 'ja',
      })
      expect(setCookie).toMatch(
        /^sid8080=[a-z]{10}\.[A-Za-z0-9_-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
      )
      expect(body).not.toHaveProperty('session')
      const { session } = people.house.store.read.tables
      const [row] = await people.house.store.read.select().from(session)
      expect(row?.secret).toMatch(/^[0-9a-f]{64}$/)
      expect(cookie).not.toContain(row!.secret)
      expect(await people.read('/me', cookie)).toMatchObject({
        status: 200,
        body: { person: { login: 'mori', owner: true, locale: 'ja' }, memberships: [], demo: false },
      })
    })

    test('is bound to this host on https', async () => {
      const secure = await openPeople(dialect, { origin: 'https://gogi.example', secure: true, port: 443 })
      const made = await secure.host('link.owner', '_', { name: 'Mori' })
      const { setCookie } = await secure.ask('link.use', {
        token: tokenIn(made.answer.url),
        name: 'Mori',
        login: 'mori',
        password: good,
        locale: 'en',
      })
      expect(setCookie).toMatch(/^__Host-sid=.*; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/)
      await secure.close()
    })

    test('opens nothing when one letter of it is another, or none is sent', async () => {
      const { cookie } = await people.owner()
      const forged = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A')
      expect((await people.read('/me', forged)).status).toBe(401)
      expect((await people.read('/me')).status).toBe(401)
      expect((await people.read('/me', 'sid8080=')).status).toBe(401)
      expect((await people.read('/me', cookie.replace('sid8080', 'sid9090'))).status).toBe(401)
    })
  })

  describe('signing in', () => {
    test('gives a new token each time and ends the one it came with, so that none can be planted', async () => {
      const { cookie } = await people.owner()
      const again = await people.ask('session.start', { login: ' MORI ', password: good }, { cookie })
      expect(again.status).toBe(200)
      expect(again.cookie).not.toBe(cookie)
      expect((await people.read('/me', cookie)).status).toBe(401)
      expect((await people.read('/me', again.cookie)).status).toBe(200)
    })

    test('answers an unknown name and a wrong password alike', async () => {
      await people.owner()
      const wrong = await people.ask('session.start', { login: 'mori', password: 'not the password' })
      const unknown = await people.ask('session.start', { login: 'nobody', password: 'not the password' })
      expect(wrong.body).toEqual(unknown.body)
      expect(wrong).toMatchObject({ status: 401, setCookie: '', body: { code: 'wrong-password' } })
    })

    test('is refused after ten failures within a minute, for the name and for the address', async () => {
      await people.owner()
      for (let n = 0; n < 10; n++) await people.ask('session.start', { login: 'mori', password: 'guess' })
      const refused = await people.ask('session.start', { login: 'mori', password: good })
      expect(refused).toMatchObject({
        status: 429,
        body: { code: 'too-many-tries', params: { seconds: 60 } },
      })
      const address = await people.ask('session.start', { login: 'somebody-else', password: 'guess' })
      expect(address.status).toBe(429)
      people.clock.now += 60_000
      expect((await people.ask('session.start', { login: 'mori', password: good })).status).toBe(200)
    })

    test('does not count those who get in', async () => {
      await people.owner()
      for (let n = 0; n < 12; n++)
        expect((await people.ask('session.start', { login: 'mori', password: good })).status).toBe(200)
    })

    test('ends with signing out, here or on another device, never on another person’s', async () => {
      const { cookie } = await people.owner()
      const phone = await people.ask('session.start', { login: 'mori', password: good })
      const { body } = await people.read('/me', cookie)
      const other = (body.sessions as { session: string; here: boolean }[]).find(({ here }) => !here)!
      const stranger = await people.owner('sato')
      expect(
        (await people.ask('session.end', { session: other.session }, { cookie: stranger.cookie })).status,
      ).toBe(404)
      const ended = await people.ask('session.end', { session: other.session }, { cookie })
      expect(ended).toMatchObject({ status: 200, setCookie: '' })
      expect((await people.read('/me', phone.cookie)).status).toBe(401)
      expect((await people.ask('session.end', {}, { cookie })).setCookie).toMatch(/^sid8080=; .*Max-Age=0/)
      expect((await people.read('/me', cookie)).status).toBe(401)
    })
  })

  describe('a session ends by itself', () => {
    test('after half a day without use for an owner, and after a week in any case', async () => {
      const { cookie } = await people.owner()
      for (let day = 0; day < 6.5; day += 0.5) {
        expect((await people.read('/me', cookie)).status).toBe(200)
        people.clock.now += sessionLife.high.idle
      }
      people.clock.now += sessionLife.high.idle + 1
      expect((await people.read('/me', cookie)).status).toBe(401)
      const fresh = await people.ask('session.start', { login: 'mori', password: good })
      people.clock.now += sessionLife.high.idle + 1
      expect((await people.read('/me', fresh.cookie)).status).toBe(401)
    })

    test('after thirty days without use for a panelist, who comes at night', async () => {
      const { cookie } = await people.owner()
      await people.ask('project.create', { key: 'safety', name: { en: 'Safety', ja: '安全' } }, { cookie })
      const panelist = await people.guest('safety', cookie, ['panelist'], 'hana')
      people.clock.now += 29 * DAY
      expect((await people.read('/me', panelist.cookie)).status).toBe(200)
      people.clock.now += 29 * DAY
      expect((await people.read('/me', panelist.cookie)).status).toBe(200)
      people.clock.now += 31 * DAY
      expect((await people.read('/me', panelist.cookie)).status).toBe(401)
    })

    test('and being seen is written once a minute at most', async () => {
      const { cookie } = await people.owner()
      const { session } = people.house.store.read.tables
      const seen = async () =>
        (await people.house.store.read.select().from(session).where(isNull(session.endedAt)))[0]?.seenAt
      await people.read('/me', cookie)
      const first = await seen()
      people.clock.now += 59_000
      await people.read('/me', cookie)
      expect(await seen()).toBe(first)
      people.clock.now += 1_000
      await people.read('/me', cookie)
      expect(await seen()).toBe(people.clock.now)
    })
  })

  describe('a password', () => {
    test('once changed ends every other session and goes on with a new token here', async () => {
      const { cookie, person } = await people.owner()
      const phone = await people.ask('session.start', { login: 'mori', password: good })
      expect(
        (
          await people.ask(
            'password.change',
            { old: 'not this one', password: 'another long sentence' },
            { cookie },
          )
        ).body.code,
      ).toBe('wrong-password')
      const changed = await people.ask(
        'password.change',
        { old: good, password: 'another long sentence' },
        { cookie },
      )
      expect(changed.status).toBe(200)
      for (const old of [cookie, phone.cookie]) expect((await people.read('/me', old)).status).toBe(401)
      expect((await people.read('/me', changed.cookie)).status).toBe(200)
      expect((await people.ask('session.start', { login: 'mori', password: good })).status).toBe(401)
      const change = people.heard.findLast(({ facts }) => facts.some(({ kind }) => kind === 'password.set'))!
      expect(revoked(change.facts)).toEqual({
        members: [],
        sessions: expect.arrayContaining([cookie.slice(8, 18), phone.cookie.slice(8, 18)]),
        persons: [person],
      })
    })

    test('never stands in the database, the log or its contents', async () => {
      await people.owner()
      const { person, payload, logEntry } = people.house.store.read.tables
      const [row] = await people.house.store.read.select().from(person).where(eq(person.login, 'mori'))
      expect(row?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      const stored = JSON.stringify([
        await people.house.store.read.select().from(payload),
        await people.house.store.read.select().from(logEntry),
      ])
      expect(stored).not.toContain(good)
      expect(stored).not.toContain('argon2id')
    })

    test('may be anything long that nobody would try first', () => {
      expect(refusePassword('elevenchars', 'mori')).toBe('password-short')
      for (const common of [
        'aaaaaaaaaaaa',
        'passwordpassword',
        'abcabcabcabc',
        '123456789012',
        'qwertyuiop123456',
        'asdfghjkl12345',
        'Unbelievable',
        'morikenjiro12',
        '1qaz2wsx3edc4rfv',
        'abcdefghijklm',
      ])
        expect([common, refusePassword(common, 'morikenjiro')]).toEqual([common, 'password-common'])
      for (const fine of [
        good,
        '合議体は朝早くに集まって話す',
        'Tr0ub4dor&3-horse',
        'correct horse battery staple',
        'morikenjiro likes plums',
      ])
        expect([fine, refusePassword(fine, 'morikenjiro')]).toEqual([fine, undefined])
    })
  })

  describe('another site', () => {
    const refused = [
      ['another site', { origin: 'https://evil.example' }],
      ['no origin at all, said aloud', { origin: 'null' }],
      ['an address that begins like ours', { origin: 'http://127.0.0.1:8080.evil.example' }],
      ['an address that ends like ours', { origin: 'http://evil127.0.0.1:8080' }],
      ['another port', { origin: 'http://127.0.0.1:8081' }],
      ['https where we are http', { origin: 'https://127.0.0.1:8080' }],
      ['a dot behind the host', { origin: 'http://127.0.0.1.:8080' }],
      ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
      ['a neighbour of the same site', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:8080' }],
    ] as const

    test.each(refused)('cannot act: %s', async (_name, headers) => {
      const { cookie } = await people.owner()
      const answer = await people.ask(
        'project.create',
        { key: 'mine', name: { en: 'Mine', ja: '私の' } },
        { cookie, headers: { ...headers } },
      )
      expect(answer).toMatchObject({ status: 403, body: { code: 'cross-site' } })
      expect(() => refuseCrossSite(headers, 'http://127.0.0.1:8080', true)).toThrow('cross-site')
    })

    test('is not ours', async () => {
      const { cookie } = await people.owner()
      const headers = { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' }
      const answer = await people.ask(
        'project.create',
        { key: 'mine', name: { en: 'Mine', ja: '私の' } },
        { cookie, headers },
      )
      expect(answer.status).toBe(200)
      expect(() => refuseCrossSite({}, 'http://127.0.0.1:8080', true)).toThrow('cross-site')
      expect(() => refuseCrossSite(headers, 'http://127.0.0.1:8080', true)).not.toThrow()
    })
  })

  test('ten who sign in at once all get in, though two are checked at a time', async () => {
    const { cookie } = await people.owner()
    await people.ask('project.create', { key: 'safety', name: { en: 'Safety', ja: '安全' } }, { cookie })
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => people.ask('session.start', { login: 'mori', password: good })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const { session } = people.house.store.read.tables
    expect(
      await people.house.store.read
        .select()
        .from(session)
        .where(and(isNull(session.endedAt), eq(session.agent, ''))),
    ).toHaveLength(10)
  })
})
