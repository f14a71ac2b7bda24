import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { ne } from 'drizzle-orm'
import Fastify, { type FastifyInstance } from 'fastify'
import { type CommandName, commands } from '#shared/commands.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { type Handlers, type House, type Preparations, run } from '../../server/command.ts'
import * as account from '../../server/domain/account.ts'
import * as link from '../../server/domain/link.ts'
import * as member from '../../server/domain/member.ts'
import { createProject } from '../../server/domain/project.ts'
import * as token from '../../server/domain/token.ts'
import type { Who } from '../../server/domain/who.ts'
import { guard } from '../../server/http/access.ts'
import { answerErrors } from '../../server/http/errors.ts'
import { peopleRoutes } from '../../server/http/people.ts'
import { type Door, openSession, sessions, shutSession } from '../../server/http/session.ts'
import type { Store } from '../../server/store/store.ts'
import { type Dialect, openTestStore, tempFolder } from './stores.ts'

/** The commands about people alone, so that these tests stand without disputes, imports and the queue. */
const handlers = {
  'project.create': createProject,
  'link.use': account.useLink,
  'session.start': account.startSession,
  'session.end': account.endSession,
  'password.change': account.changePassword,
  'link.recover': link.recoverLink,
  'link.owner': link.ownerLink,
  'link.invite': link.invite,
  'link.claims': link.claimLinks,
  'link.revoke': link.revokeLink,
  'member.join': member.joinMember,
  'member.add': member.addMember,
  'member.change': member.changeMember,
  'member.remove': member.removeMember,
  'token.make': token.makeToken,
  'token.revoke': token.revokeToken,
} as unknown as Handlers
const preparations: Preparations = {
  'link.use': account.prepareUseLink,
  'session.start': account.prepareStartSession,
  'password.change': account.prepareChangePassword,
}

export type Heard = { project: string; seq: number; told: Told[]; facts: Fact[] }
export type Said = { status: number; body: Record<string, unknown>; cookie: string; setCookie: string }

export const letters = () =>
  Array.from(randomBytes(10), (byte) => String.fromCharCode(97 + (byte % 26))).join('')
export const good = 'winter lanterns drift north'

export async function openPeople(
  dialect: Dialect,
  door: Door = { origin: 'http://127.0.0.1:8080', secure: false, port: 8080 },
) {
  const folder = tempFolder()
  const store = await openTestStore(dialect, folder)
  await empty(store)
  const clock = { now: Date.UTC(2026, 10, 2, 9) }
  const heard: Heard[] = []
  const publish: House['publish'] = (done) => heard.push(done)
  const salt = () => randomBytes(32).toString('hex')
  const house: House = {
    store,
    now: () => clock.now,
    newId: letters,
    salt,
    publish,
    frame: async () => ({}) as never,
    draft: {} as never,
    data: folder,
  }
  const app = await doorOf(house, door)
  const host = (name: CommandName, project: string, input: object) =>
    run(house, handlers, preparations, {
      name,
      project,
      who: { machine: 'host' },
      input: input as never,
      key: letters(),
    })

  async function ask(
    name: CommandName,
    input: object,
    { cookie = '', project = '_', headers = {} as Record<string, string> } = {},
  ): Promise<Said> {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/v1/projects/${project}/${name}`,
      headers: { 'idempotency-key': letters(), ...(cookie ? { cookie } : {}), ...headers },
      payload: input,
    })
    const setCookie = String(answer.headers['set-cookie'] ?? '')
    return {
      status: answer.statusCode,
      body: answer.json(),
      setCookie,
      cookie: setCookie.split(';')[0] ?? '',
    }
  }
  async function read(path: string, cookie = '', headers: Record<string, string> = {}) {
    const answer = await app.inject({
      method: 'GET',
      url: `/api/v1${path}`,
      headers: { ...(cookie ? { cookie } : {}), ...headers },
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  /** An owner by their first link, signed in. */
  async function owner(login = 'mori'): Promise<{ cookie: string; person: string }> {
    const made = await host('link.owner', '_', { name: 'Mori' })
    const said = await ask('link.use', {
      token: tokenIn(made.answer.url),
      name: 'Mori',
      login,
      password: good,
      locale: 'en',
    })
    return { cookie: said.cookie, person: String(said.body.person) }
  }
  /** A member by an invitation, signed in. */
  async function guest(project: string, by: string, roles: string[], login: string) {
    const made = await ask('link.invite', { name: login, roles }, { cookie: by, project })
    const link = tokenIn(made.body.url)
    const { cookie, body } = await ask('link.use', {
      token: link,
      name: login,
      login,
      password: good,
      locale: 'en',
    })
    const joined = await ask('member.join', { token: link }, { cookie, project })
    return { cookie, person: String(body.person), member: String(joined.body.member) }
  }
  return {
    app,
    house,
    clock,
    heard,
    host,
    ask,
    read,
    owner,
    guest,
    async close() {
      await app.close()
      await house.store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** One in-process PostgreSQL serves all tests of a worker: people of the test before are gone, the log stays. */
async function empty({ dialect, transact }: Store): Promise<void> {
  if (dialect === 'sqlite') return
  await transact(null, async (tx) => {
    const { person, session, link, token, member, raterLink, rater, imports, project } = tx.tables
    for (const table of [person, session, link, token, member, raterLink, rater, imports])
      await tx.delete(table)
    await tx.delete(project).where(ne(project.id, '_'))
  })
}

export const tokenIn = (url: unknown): string => String(url).replace('/welcome/', '')

async function doorOf(house: House, door: Door): Promise<FastifyInstance> {
  const app = Fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false } } })
  answerErrors(app)
  guard(app, house)
  sessions(app, { house, ...door })
  await app.register(
    async (api) => {
      for (const name of Object.keys(handlers) as CommandName[])
        api.post<{ Params: { project: string } }>(
          `/projects/:project/${name}`,
          { config: { access: commands[name].may, command: true }, schema: { body: commands[name].input } },
          async (request, reply) => {
            const who: Who = request.who
            const key = String(request.headers['idempotency-key'])
            const done = await run(house, handlers, preparations, {
              name,
              project: request.params.project,
              who,
              input: request.body as never,
              key,
            })
            const { session, ...answer } = done.answer
            if (typeof session === 'string') openSession(request, reply, session)
            if (name === 'session.end') shutSession(request, reply)
            return answer
          },
        )
      await api.register(peopleRoutes, { house })
    },
    { prefix: '/api/v1' },
  )
  return app
}
