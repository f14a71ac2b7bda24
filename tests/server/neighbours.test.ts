import { and, eq, gt, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Present } from '#shared/live-text.ts'
import { build } from '../../server/app.ts'
import { tick } from '../../server/clock.ts'
import { projectOf } from '../../server/domain/who.ts'
import { whoOf } from '../../server/http/session.ts'
import type { Door } from '../../server/live/rights.ts'
import { assemble } from '../../server/main.ts'
import type { Entry } from '../../server/store/log.ts'
import { openPostgres } from '../../server/store/postgres.ts'
import { holdImport, sweepImports } from '../../server/work/import/sweep.ts'
import type { Person, TestHouse } from '../support/house.ts'
import { cookieOf, type Ear, openLive, origin, until } from '../support/live.ts'
import { openPanel, type Panel } from '../support/panel.ts'
import { openWriter } from '../support/text-writer.ts'

const HOUR = 3_600_000

/** A second server of the same database and data folder, with pools, queues and sockets of its own. */
async function openBeside(house: TestHouse): Promise<TestHouse> {
  const store = openPostgres((house.store.address as { postgres: string }).postgres)
  const installation = assemble(store, house.data, () => (house.clock.at += 7), `${house.data}/beside`)
  const app = await build(installation.house, installation, { origin, secure: false, port: 8080 })
  await installation.ready
  return {
    ...house,
    store,
    app,
    installation,
    house: installation.house,
    async close() {
      await app.close()
      await installation.close()
    },
  }
}

// Why it may be skipped: the PostgreSQL inside this process has no second connection on which another server could listen.
describe.skipIf(!process.env.GOGI_TEST_POSTGRES)('two servers on one PostgreSQL', () => {
  let panel: Panel
  let here: TestHouse, beside: TestHouse
  let live: Awaited<ReturnType<typeof openLive>>
  let near: Awaited<ReturnType<typeof openLive>>
  let ana: Person, ben: Person, auditor: Person
  let ears: Record<'ana' | 'ben' | 'lead' | 'auditor', Ear & { seq: number }>
  let [dispute, next] = ['', '']

  beforeAll(async () => {
    panel = await openPanel('postgres', ['case-1', 'case-2', 'case-3'])
    here = panel.house
    beside = await openBeside(here)
    await here.installation.ready
    live = await openLive(beside)
    near = await openLive(here)
    ana = await here.person(['panelist'], 'Ana')
    ben = await here.person(['panelist'], 'Ben')
    auditor = await here.person(['auditor'], 'Aud')
    const sit = async (person: Person) => live.sit(await cookieOf(here, person))
    ears = {
      ana: await sit(ana),
      ben: await sit(ben),
      lead: await sit(panel.lead),
      auditor: await sit(auditor),
    }
  }, 60_000)
  afterAll(async () => {
    await live?.close()
    await near?.close()
  })

  /** Everybody beside has heard all that was recorded: every entry once, in order. Answers with how long that took, ms. */
  async function settled(): Promise<number> {
    const { seq } = await projectOf(here.store.read, panel.project)
    const since = performance.now()
    await until(() => Object.values(ears).every(({ envelopes }) => envelopes.at(-1)?.seq === seq))
    for (const [name, { envelopes, seq: from }] of Object.entries(ears)) {
      const numbers = envelopes.filter(({ events }) => !events.some(isNews)).map(({ seq }) => seq)
      expect([name, numbers]).toEqual([name, Array.from({ length: seq - from }, (_, i) => from + 1 + i)])
    }
    return performance.now() - since
  }
  const heard = (name: keyof typeof ears) =>
    ears[name].envelopes.flatMap(({ events }) => events).filter((event) => !isNews(event))

  test('what is done by one is heard by the other: ballots sealed, the reveal, the decision', async () => {
    dispute = await panel.open('case-1')
    await panel.cast(ana, dispute)
    await settled()
    const cast = (name: keyof typeof ears) => heard(name).filter(({ kind }) => kind === 'ballot.cast')
    for (const name of ['ben', 'lead', 'auditor'] as const) {
      expect(cast(name)).toHaveLength(1)
      expect(cast(name)).not.toContainEqual(
        expect.objectContaining({ ballot: expect.objectContaining({ answers: expect.anything() }) }),
      )
      expect(ears[name].bytes.join()).not.toContain('guideline-unclear')
      expect(ears[name].bytes.join()).not.toContain('because')
    }
    expect(cast('ana')).toContainEqual(
      expect.objectContaining({ ballot: expect.objectContaining({ answers: expect.anything() }) }),
    )
    // Both write at once, each by another server: one record, one order.
    const [mine, theirs] = await Promise.all([
      panel.cast(ben, dispute),
      beside.act('question.save', { question: questionNamed('beside') } as never),
    ])
    expect([mine.status, theirs.seq > 0]).toEqual([200, true])
    await settled()
    expect(heard('ben').map(({ kind }) => kind)).toContain('round.revealed')
    expect((await panel.sign(panel.lead, dispute)).status).toBe(200)
    await settled()
    expect(heard('auditor').map(({ kind }) => kind)).toContain('decision.signed')
  })

  test('the queue of the other server follows, and who looks is known through both', async () => {
    const at = await live.sit(await cookieOf(here, panel.lead))
    const page = async () => (await beside.installation.queues.page(panel.project, { limit: 50 })).rows
    const stateOf = async (id: string) => (await page()).find((row) => row.dispute === id)?.state
    expect(await stateOf(dispute)).toBe('decided')
    next = await panel.open('case-2')
    await until(async () => (await stateOf(next)) === 'in-dispute')
    const [seen, one] = [[] as string[][], await near.sit(await cookieOf(here, ana))]
    one.socket.on('presence', ({ members }) => void seen.push(members))
    // Presence is told at most once and may be lost: whoever looks again hears it again.
    const shown = () => {
      one.socket.emit('look', { project: here.key, dispute })
      return String(seen.at(-1))
    }
    at.socket.emit('look', { project: here.key, dispute })
    await until(() => shown() === String([ana.member, panel.lead.member].sort()))
    at.hang()
    await until(() => shown() === ana.member)
    one.hang()
    await settled()
  })

  test('who writes in a shared text by one server is seen by those who are in it by the other', async () => {
    for (const person of [ana, ben]) await panel.cast(person, next)
    const door = (house: TestHouse): Door => ({
      isOurs: () => true,
      whoOf: (headers) => whoOf(house.house, headers, { origin, secure: false, port: 8080 }),
    })
    for (const house of [here, beside]) house.installation.documents.listen(house.app.server, door(house))
    const come = async (url: string, person: Person) =>
      openWriter(url, { origin, cookie: await cookieOf(here, person) }, `${next}-0`)
    const [one, other] = [await come(near.url, ana), await come(live.url, ben)]
    await Promise.all([one.synced(), other.synced()])
    one.provider.awareness.setLocalStateField('cursor', null)
    one.text.insert(0, 'seen elsewhere ')
    const inIt = () =>
      [...other.provider.awareness.getStates().values()].map(
        (state) => (state.user as Present | undefined)?.id,
      )
    await until(() => inIt().includes(ana.member) && other.read().startsWith('seen elsewhere '))
    one.close()
    await until(() => !inIt().includes(ana.member))
    other.close()
    await settled()
  })

  test('an import that one server is at is left to it by another that starts, and swept when it is gone', async () => {
    const { imports } = here.store.read.tables
    const [done] = await here.store.read.select().from(imports)
    const id = here.house.newId()
    const state = async () =>
      (await here.store.read.select().from(imports)).find((row) => row.id === id)?.state
    await here.store.transact(null, async (tx) => {
      await tx.insert(imports).values({ ...done!, id, state: 'running', seq: null })
    })
    const release = await holdImport(here.store, id)
    await sweepImports(beside.store)
    expect(await state()).toBe('running')
    await release!()
    await sweepImports(beside.store)
    expect(await state()).toBe('failed')
  })

  test('a line that breaks comes back by itself and brings what was missed', async () => {
    await here.store.read.rows(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
    // Whoever uses a connection that was cut hears of it, and asks again.
    for (const key of ['cut-1', 'cut-2'])
      await until(() =>
        here.act('question.save', { question: questionNamed(key) } as never).then(
          () => true,
          () => false,
        ),
      )
    await settled()
  })

  test('a deadline that both see pass is acted on once', async () => {
    const late = await panel.open('case-3')
    const { seq } = await projectOf(here.store.read, panel.project)
    here.clock.at += 100 * HOUR
    await Promise.all([tick(here.house), tick(beside.house)])
    const { logEntry } = here.store.read.tables
    const since = and(eq(logEntry.project, panel.project), gt(logEntry.seq, seq))
    const entries = await here.store.read.select().from(logEntry).where(since)
    const done = entries
      .map(({ body }) => JSON.parse(body) as Entry)
      .map(({ kind, subject }) => `${kind} ${subject}`)
    expect(done).toContain(`round.close ${late}`)
    expect(new Set(done).size).toBe(done.length)
  })

  test('a session that ends by one server, and a membership, are hung up on by the other', async () => {
    const cookie = await cookieOf(here, auditor)
    const ear = await live.sit(cookie)
    const since = performance.now()
    await here.app.inject({
      method: 'POST',
      url: '/api/v1/projects/_/session.end',
      headers: { origin, cookie, 'idempotency-key': 'out' },
      payload: {},
    })
    await ear.gone
    await here.hostCall('member.remove', { member: ben.member })
    await ears.ben.gone
    expect(performance.now() - since).toBeLessThan(2000)
    expect([ears.auditor.socket.connected, ears.ana.socket.connected]).toEqual([true, true])
  })
})

const isNews = ({ kind }: { kind: string }) => kind === 'queue.rebuilt'

const questionNamed = (key: string) => ({
  key,
  type: 'single',
  level: 'nominal',
  wording: { en: key, ja: key },
  options: ['a', 'b'].map((value) => ({ value, label: { en: value, ja: value } })),
  scale: null,
  tolerance: 0,
  cautious: null,
})
