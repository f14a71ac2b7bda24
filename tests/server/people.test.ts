import { and, eq, isNull } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY, linkLife } from '#shared/account.ts'
import { hears } from '#shared/events.ts'
import { apply, emptyState } from '#shared/state.ts'
import { revoked } from '../../server/http/session.ts'
import { good, letters, openPeople, tokenIn } from '../support/people.ts'
import { dialects } from '../support/stores.ts'

describe.each(dialects)('on %s', (dialect) => {
  let people: Awaited<ReturnType<typeof openPeople>>
  let lead: string
  let safety: string
  const visit = (token: string, login: string) => ({
    token,
    name: login,
    login,
    password: good,
    locale: 'en',
  })

  beforeEach(async () => {
    people = await openPeople(dialect)
    lead = (await people.owner()).cookie
    const made = await people.ask(
      'project.create',
      { key: 'safety', name: { en: 'Safety', ja: '安全' } },
      { cookie: lead },
    )
    safety = String(made.body.project)
  })
  afterEach(() => people.close())

  /** Raters as an import leaves them. */
  async function raters(...externals: string[]): Promise<string[]> {
    const ids = externals.map(() => letters())
    const run = {
      project: safety,
      id: letters(),
      source: 's',
      file: 'f',
      format: 'long-csv',
      sha256: '',
      state: 'done',
      counts: {} as never,
      root: null,
      startedAt: 0,
      endedAt: 0,
      by: 'host',
      seq: 1,
      until: null,
    }
    await people.house.store.transact(null, async (tx) => {
      await tx.insert(tx.tables.imports).values(run)
      await tx.insert(tx.tables.rater).values(
        externals.map((external, n) => ({
          project: safety,
          id: ids[n]!,
          external,
          kind: 'human',
          import: run.id,
        })),
      )
    })
    return ids
  }

  describe('the first visit', () => {
    test('makes an owner, once', async () => {
      const made = await people.host('link.owner', '_', { name: 'Sato' })
      const token = tokenIn(made.answer.url)
      expect((await people.read(`/welcome/${token}`)).body).toEqual({
        purpose: 'owner',
        project: null,
        roles: [],
        rater: null,
        name: 'Sato',
        known: false,
      })
      const first = await people.ask('link.use', visit(token, 'sato'))
      expect(first.body).toMatchObject({ project: null })
      expect(await people.ask('link.use', visit(token, 'other'))).toMatchObject({
        status: 410,
        body: { code: 'link-used' },
      })
      expect((await people.read('/me', first.cookie)).body.person).toMatchObject({
        name: 'sato',
        owner: true,
      })
    })

    test('needs a name, a name to sign in with and a password worth the word', async () => {
      const made = await people.host('link.owner', '_', { name: 'Sato' })
      const token = tokenIn(made.answer.url)
      const code = async (input: object) =>
        (await people.ask('link.use', { token, locale: 'en', ...input })).body.code
      expect(await code({})).toBe('name-needed')
      expect(await code({ name: ' ', login: 'sato', password: good })).toBe('name-needed')
      expect(await code({ name: 'Sato', login: 'sato', password: 'passwordpassword' })).toBe(
        'password-common',
      )
      expect(await code({ name: 'Sato', login: 'MORI ', password: good })).toBe('login-taken')
      expect(await code({ name: 'Sato', login: 'sato', password: good })).toBeUndefined()
    })

    test('is refused with a link that is unknown, changed or old', async () => {
      const made = await people.host('link.owner', '_', { name: 'Sato' })
      const token = tokenIn(made.answer.url)
      const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')
      expect((await people.ask('link.use', visit(forged, 'sato'))).body.code).toBe('link-unknown')
      expect((await people.ask('link.use', visit(`${letters()}.${'x'.repeat(43)}`, 'sato'))).body.code).toBe(
        'link-unknown',
      )
      people.clock.now += linkLife.owner
      expect((await people.ask('link.use', visit(token, 'sato'))).body.code).toBe('link-expired')
    })

    test('of two at once with one link, one gets in', async () => {
      const made = await people.host('link.owner', '_', { name: 'Sato' })
      const token = tokenIn(made.answer.url)
      const both = await Promise.all([
        people.ask('link.use', visit(token, 'sato')),
        people.ask('link.use', visit(token, 'kato')),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
    })
  })

  describe('an invitation', () => {
    const invited = async (roles: string[], rater?: string) =>
      tokenIn(
        (
          await people.ask(
            'link.invite',
            { name: 'Hana', roles, ...(rater ? { rater } : {}) },
            { cookie: lead, project: 'safety' },
          )
        ).body.url,
      )

    test('makes a person, then a member, and then nothing more', async () => {
      const token = await invited(['panelist'])
      expect((await people.read(`/welcome/${token}`)).body).toEqual({
        purpose: 'invite',
        project: { key: 'safety', name: { en: 'Safety', ja: '安全' } },
        roles: ['panelist'],
        rater: null,
        name: 'Hana',
        known: false,
      })
      const used = await people.ask('link.use', visit(token, 'hana'))
      expect(used.body.project).toBe('safety')
      const joined = await people.ask('member.join', { token }, { cookie: used.cookie, project: 'safety' })
      expect((await people.read('/me', used.cookie)).body.memberships).toMatchObject([
        { project: { key: 'safety' }, member: joined.body.member, roles: ['panelist'], raters: [] },
      ])
      expect(
        (await people.ask('member.join', { token }, { cookie: used.cookie, project: 'safety' })).body.code,
      ).toBe('link-used')
      expect((await people.ask('link.use', visit(token, 'other'))).body.code).toBe('link-used')
    })

    test('half used before a crash stays open for that person and nobody else', async () => {
      const token = await invited(['panelist'])
      await people.ask('link.use', visit(token, 'hana'))
      expect((await people.ask('link.use', visit(token, 'thief'))).status).toBe(401)
      expect(
        (await people.ask('member.join', { token }, { cookie: lead, project: 'safety' })).body.code,
      ).toBe('link-not-yours')
      const back = await people.ask('session.start', { login: 'hana', password: good })
      const again = await people.ask('link.use', { token, locale: 'en' }, { cookie: back.cookie })
      expect(again.body.project).toBe('safety')
      expect(
        (await people.ask('member.join', { token }, { cookie: again.cookie, project: 'safety' })).status,
      ).toBe(200)
    })

    test('brings a person who is signed in into another project without a second account, under a new pseudonym', async () => {
      const hana = await people.guest('safety', lead, ['panelist'], 'hana')
      await people.ask('project.create', { key: 'law', name: { en: 'Law', ja: '法' } }, { cookie: lead })
      const token = tokenIn(
        (
          await people.ask(
            'link.invite',
            { name: 'Hana', roles: ['auditor'] },
            { cookie: lead, project: 'law' },
          )
        ).body.url,
      )
      expect((await people.read(`/welcome/${token}`, hana.cookie)).body).toMatchObject({
        name: 'hana',
        known: true,
      })
      expect(
        (await people.ask('member.join', { token }, { cookie: hana.cookie, project: 'safety' })).body.code,
      ).toBe('link-unknown')
      const joined = await people.ask('member.join', { token }, { cookie: hana.cookie, project: 'law' })
      expect(joined.body.member).not.toBe(hana.member)
      expect(joined.cookie).not.toBe('')
      expect((await people.read('/me', hana.cookie)).status).toBe(401)
      expect((await people.read('/me', joined.cookie)).body.memberships).toHaveLength(2)
    })

    test('ends when its maker says so, or is a lead no more', async () => {
      const other = await people.guest('safety', lead, ['lead'], 'other')
      const mine = await people.ask(
        'link.invite',
        { name: 'A', roles: ['rater'] },
        { cookie: lead, project: 'safety' },
      )
      const theirs = await people.ask(
        'link.invite',
        { name: 'B', roles: ['lead'] },
        { cookie: other.cookie, project: 'safety' },
      )
      expect(
        (await people.ask('link.revoke', { link: mine.body.link }, { cookie: lead, project: 'safety' }))
          .status,
      ).toBe(200)
      expect(
        (await people.ask('link.revoke', { link: mine.body.link }, { cookie: lead, project: 'safety' }))
          .status,
      ).toBe(404)
      await people.guest('safety', lead, ['lead'], 'third')
      await people.ask('member.remove', { member: other.member }, { cookie: lead, project: 'safety' })
      for (const { body } of [mine, theirs])
        expect((await people.ask('link.use', visit(tokenIn(body.url), 'late'))).body.code).toBe(
          'link-expired',
        )
    })
  })

  describe('raters known by the platform’s id alone', () => {
    test('each get a link of their own that ties the rater to whoever uses it', async () => {
      const [one, two] = await raters('worker-1', 'worker-2')
      const made = await people.ask(
        'link.claims',
        { raters: [one, two] },
        { cookie: lead, project: 'safety' },
      )
      const claims = made.body.claims as { rater: string; link: string }[]
      expect(claims.map(({ rater }) => rater)).toEqual(['worker-1', 'worker-2'])
      const token = tokenIn(claims[0]!.link)
      expect((await people.read(`/welcome/${token}`)).body).toMatchObject({
        purpose: 'claim',
        roles: ['rater'],
        rater: 'worker-1',
      })
      const used = await people.ask('link.use', visit(token, 'w1'))
      const joined = await people.ask('member.join', { token }, { cookie: used.cookie, project: 'safety' })
      expect((await people.read('/me', used.cookie)).body.memberships).toMatchObject([
        { roles: ['rater'], raters: ['worker-1'] },
      ])
      const none = { right: 0, wrong: 0, excused: 0, none: 0 }
      const nothing = expect.objectContaining({ tally: none, rate: null })
      expect((await people.read('/projects/safety/raters?q=WORKER', lead)).body.rows).toEqual([
        expect.objectContaining({
          rater: one,
          external: 'worker-1',
          kind: 'human',
          votes: 0,
          majority: nothing,
          gold: nothing,
          review: nothing,
          member: joined.body.member,
        }),
        expect.objectContaining({ external: 'worker-2', member: null }),
      ])
      expect((await people.read('/projects/safety/raters?q=%25', lead)).body.rows).toEqual([])
    })

    test('made anew, end the older link; linked already, make none', async () => {
      const [one, two] = await raters('worker-1', 'worker-2')
      const claim = async (...ids: (string | undefined)[]) =>
        (await people.ask('link.claims', { raters: ids }, { cookie: lead, project: 'safety' })).body
      const first = tokenIn(
        (await claim(one)).claims && ((await claim(one)) as { claims: { link: string }[] }).claims[0]!.link,
      )
      const second = tokenIn(((await claim(one)) as { claims: { link: string }[] }).claims[0]!.link)
      expect((await people.ask('link.use', visit(first, 'w1'))).body.code).toBe('link-expired')
      const used = await people.ask('link.use', visit(second, 'w1'))
      await people.ask('member.join', { token: second }, { cookie: used.cookie, project: 'safety' })
      expect((await claim(one)).code).toBe('rater-linked')
      expect(await claim(one, two)).toMatchObject({
        made: 1,
        left: [{ rater: 'worker-1', code: 'rater-linked' }],
      })
      expect((await claim(letters())).code).toBe('not-found')
    })

    test('five thousand links are made in one command', async () => {
      const ids = await raters(...Array.from({ length: 5000 }, (_, n) => `w${n}`))
      const made = await people.ask('link.claims', { raters: ids }, { cookie: lead, project: 'safety' })
      expect(made.body.claims).toHaveLength(5000)
    })

    test('a removed member sets the rater free, and comes back under the same pseudonym', async () => {
      const [one] = await raters('worker-1')
      const token = tokenIn(
        (
          await people.ask(
            'link.invite',
            { name: 'W', roles: ['rater'], rater: one },
            { cookie: lead, project: 'safety' },
          )
        ).body.url,
      )
      const used = await people.ask('link.use', visit(token, 'w1'))
      const { body } = await people.ask('member.join', { token }, { cookie: used.cookie, project: 'safety' })
      await people.ask('member.remove', { member: body.member }, { cookie: lead, project: 'safety' })
      const again = tokenIn(
        (
          await people.ask(
            'link.invite',
            { name: 'W', roles: ['rater'], rater: one },
            { cookie: lead, project: 'safety' },
          )
        ).body.url,
      )
      const back = await people.ask('link.use', { token: again, locale: 'en' }, { cookie: used.cookie })
      expect(
        (await people.ask('member.join', { token: again }, { cookie: back.cookie, project: 'safety' })).body
          .member,
      ).toBe(body.member)
    })
  })

  describe('the way back in', () => {
    test('is a link for one hour and one use; it ends every session, and whoever made it learns nothing', async () => {
      const hana = await people.guest('safety', lead, ['panelist'], 'hana')
      const older = await people.ask('link.recover', { person: hana.person }, { cookie: lead })
      const newer = await people.ask('link.recover', { person: hana.person }, { cookie: lead })
      const set = (url: unknown, password?: string) =>
        people.ask('link.use', { token: tokenIn(url), locale: 'en', ...(password ? { password } : {}) })
      expect((await people.read(`/welcome/${tokenIn(newer.body.url)}`)).body).toMatchObject({
        purpose: 'recover',
        name: 'hana',
        known: true,
      })
      expect((await set(older.body.url, 'a new long sentence')).body.code).toBe('link-expired')
      expect((await set(newer.body.url)).body.code).toBe('password-short')
      const back = await set(newer.body.url, 'a new long sentence')
      expect(back.body).toMatchObject({ person: hana.person, project: null })
      expect((await people.read('/me', hana.cookie)).status).toBe(401)
      expect((await people.read('/me', back.cookie)).status).toBe(200)
      expect((await set(newer.body.url, 'yet another sentence')).body.code).toBe('link-used')
      expect((await people.ask('session.start', { login: 'hana', password: good })).status).toBe(401)
      const late = await people.ask('link.recover', { person: hana.person }, { cookie: lead })
      people.clock.now += linkLife.recover
      expect((await set(late.body.url, 'a new long sentence')).body.code).toBe('link-expired')
      expect(
        (await people.ask('link.recover', { person: hana.person }, { cookie: back.cookie })).status,
      ).toBe(403)
    })
  })

  describe('membership', () => {
    test('given to an account, changed, taken; new roles need a new sign-in', async () => {
      const hana = await people.guest('safety', lead, ['panelist'], 'hana')
      await people.guest('safety', lead, ['lead'], 'first')
      expect(
        (
          await people.ask(
            'member.add',
            { person: hana.person, roles: ['rater'] },
            { cookie: lead, project: 'safety' },
          )
        ).body.code,
      ).toBe('member-already')
      expect(
        (
          await people.ask(
            'member.change',
            { member: hana.member, roles: ['lead'] },
            { cookie: lead, project: 'safety' },
          )
        ).status,
      ).toBe(200)
      expect(revoked(people.heard.at(-1)!.facts)).toEqual({
        members: [hana.member],
        sessions: [],
        persons: [],
      })
      expect((await people.read('/me', hana.cookie)).status).toBe(401)
      const back = await people.ask('session.start', { login: 'hana', password: good })
      const own = await people.ask(
        'member.change',
        { member: hana.member, roles: ['panelist', 'lead'] },
        { cookie: back.cookie, project: 'safety' },
      )
      expect((await people.read('/me', back.cookie)).status).toBe(401)
      expect((await people.read('/projects/safety/members', own.cookie)).body.members).toContainEqual(
        expect.objectContaining({
          member: hana.member,
          name: 'hana',
          roles: ['panelist', 'lead'],
          you: true,
        }),
      )
      await people.ask('member.remove', { member: hana.member }, { cookie: lead, project: 'safety' })
      expect((await people.read('/projects/safety/members', own.cookie)).status).toBe(404)
      const added = await people.ask(
        'member.add',
        { person: hana.person, roles: ['rater'] },
        { cookie: lead, project: 'safety' },
      )
      expect(added.body.member).toBe(hana.member)
    })

    test('the last lead stays', async () => {
      const first = await people.guest('safety', lead, ['lead', 'panelist'], 'first')
      expect(
        (await people.ask('member.remove', { member: first.member }, { cookie: lead, project: 'safety' }))
          .body.code,
      ).toBe('last-lead')
      expect(
        (
          await people.ask(
            'member.change',
            { member: first.member, roles: ['panelist'] },
            { cookie: lead, project: 'safety' },
          )
        ).body.code,
      ).toBe('last-lead')
      await people.guest('safety', lead, ['lead'], 'second')
      expect(
        (await people.ask('member.remove', { member: first.member }, { cookie: lead, project: 'safety' }))
          .status,
      ).toBe(200)
    })

    test('the rows equal the fold of what was logged, and what was logged names nobody', async () => {
      const [one] = await raters('worker-1')
      await people.guest('safety', lead, ['lead'], 'first')
      const hana = await people.guest('safety', lead, ['panelist'], 'hana')
      const gone = await people.guest('safety', lead, ['rater'], 'gone')
      const token = tokenIn(
        (
          await people.ask(
            'link.invite',
            { name: 'Hana', roles: ['rater'], rater: one },
            { cookie: lead, project: 'safety' },
          )
        ).body.url,
      )
      await people.ask('member.join', { token }, { cookie: hana.cookie, project: 'safety' })
      await people.ask('member.remove', { member: gone.member }, { cookie: lead, project: 'safety' })
      const { read } = people.house.store
      const { payload, member, raterLink } = read.tables
      const logged = await read
        .select()
        .from(payload)
        .where(and(eq(payload.project, safety), eq(payload.part, 'facts')))
      const state = logged.reduce(
        (state, { seq, bytes }) => apply(state, { seq }, JSON.parse(bytes!)),
        emptyState(),
      )
      const members = await read
        .select()
        .from(member)
        .where(and(eq(member.project, safety), isNull(member.until)))
      const links = await read
        .select()
        .from(raterLink)
        .where(and(eq(raterLink.project, safety), isNull(raterLink.until)))
      expect(state.members).toEqual(Object.fromEntries(members.map(({ id, roles }) => [id, roles])))
      expect(state.members[hana.member]).toEqual(['panelist', 'rater'])
      expect(state.raterLinks).toEqual({ [one!]: hana.member })
      expect(links).toMatchObject([{ rater: one, member: hana.member }])
      expect(JSON.stringify(logged)).not.toMatch(/hana|worker/i)
    })

    test('is news for leads and the member alone', async () => {
      const hana = await people.guest('safety', lead, ['panelist'], 'hana')
      const told = people.heard.at(-1)!.told
      const hear = (id: string, role: 'lead' | 'panelist' | 'rater' | 'auditor') =>
        told.filter(({ to }) => hears(to, { id, roles: [role], owner: false })).map(({ event }) => event.kind)
      expect(hear('somebody', 'lead')).toEqual(['member.added', 'link.used'])
      expect(hear(hana.member, 'panelist')).toEqual(['member.added', 'link.used'])
      for (const role of ['panelist', 'rater', 'auditor'] as const) expect(hear('somebody', role)).toEqual([])
    })
  })

  describe('a token for programs', () => {
    const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` })

    test('is shown once, opens its own project alone, and only what its scopes name', async () => {
      const made = await people.ask(
        'token.make',
        { name: 'nightly', scopes: ['read'], days: 30 },
        { cookie: lead, project: 'safety' },
      )
      const token = made.body.token
      expect(token).toMatch(/^gogi_[a-z]{10}_[A-Za-z0-9_-]{43}$/)
      const { token: tokens } = people.house.store.read.tables
      expect(JSON.stringify(await people.house.store.read.select().from(tokens))).not.toContain(
        String(token).slice(16),
      )
      await people.ask('project.create', { key: 'law', name: { en: 'Law', ja: '法' } }, { cookie: lead })
      const status = async (path: string, key: unknown = token) =>
        (await people.read(path, '', bearer(key))).body.code
      expect(await status('/projects/law/members')).toBe('not-found')
      expect(await status('/projects/safety/members')).toBe('scope-missing')
      expect(await status('/me')).toBe('scope-missing')
      expect(await status('/me', `${token}x`)).toBe('sign-in')
      expect(await status('/me', 'nonsense')).toBe('sign-in')
      const act = await people.ask(
        'link.invite',
        { name: 'X', roles: ['lead'] },
        { project: 'safety', headers: bearer(token) },
      )
      expect(act.body.code).toBe('scope-missing')
    })

    test('dies when revoked, when its time is over, and with the membership of its maker', async () => {
      const maker = await people.guest('safety', lead, ['lead'], 'maker')
      await people.guest('safety', lead, ['lead'], 'other')
      const make = async (by: string, days: number) =>
        (
          await people.ask(
            'token.make',
            { name: 't', scopes: ['read'], days },
            { cookie: by, project: 'safety' },
          )
        ).body
      const alive = async (key: unknown) =>
        (await people.read('/projects/safety/members', '', bearer(key))).status === 403
      const [long, short, theirs] = [
        await make(lead, 365),
        await make(lead, 1),
        await make(maker.cookie, 365),
      ]
      expect([await alive(long.token), await alive(short.token), await alive(theirs.token)]).toEqual([
        true,
        true,
        true,
      ])
      await people.ask('token.revoke', { token: long.id }, { cookie: lead, project: 'safety' })
      await people.ask('member.remove', { member: maker.member }, { cookie: lead, project: 'safety' })
      people.clock.now += DAY
      expect([await alive(long.token), await alive(short.token), await alive(theirs.token)]).toEqual([
        false,
        false,
        false,
      ])
    })
  })
})
