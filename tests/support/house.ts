import type { FastifyInstance, InjectOptions } from 'fastify'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { Role } from '#shared/member.ts'
import { build } from '../../server/app.ts'
import type { Publish } from '../../server/command.ts'
import type { Who } from '../../server/domain/who.ts'
import { act } from '../../server/handlers.ts'
import { assemble, newId } from '../../server/main.ts'
import { type Dialect, openTestStore, tempFolder } from './stores.ts'

export type TestHouse = Awaited<ReturnType<typeof openHouse>>
export type Person = {
  person: string
  member: string
  login: string
  call(name: CommandName, input: unknown, extra?: { key?: string; ifMatch?: number }): Promise<Answered>
  get(path: string): Promise<Answered>
}
export type Answered = { status: number; body: any; headers: Record<string, unknown>; raw: string }

const origin = 'http://127.0.0.1:8080'

/** A whole house on one store with one fresh project; people act in it over HTTP, as their browsers would. */
export async function openHouse(dialect: Dialect) {
  const data = tempFolder()
  const clock = { at: Date.UTC(2026, 10, 2, 9) }
  const store = await openTestStore(dialect, data)
  const installation = assemble(store, data, () => (clock.at += 7))
  const published: Parameters<Publish>[0][] = []
  const { house } = installation
  const publish = house.publish
  house.publish = (done) => {
    published.push(done)
    publish(done)
  }
  const app = await build(house, installation, { origin, secure: false, port: 8080 })
  const host = await build(house, installation, { origin, secure: false, port: 8080, machine: 'host' })
  const key = `p${newId()}`
  const hostCall = caller(host, key, {})
  await expectOk(hostCall('project.create', { key, name: { en: 'Test', ja: 'テスト' } }))
  return {
    data,
    clock,
    store,
    house,
    app,
    host,
    key,
    published,
    installation,
    hostCall,
    act: <Name extends CommandName>(
      name: Name,
      input: CommandInput<Name>,
      who: Who = { machine: 'host' },
      ifMatch?: number,
    ) => act(house, { name, project: key, who, input, key: newId(), ifMatch }),
    /** A panelist has declared that they are no rater here, unless `declared` is false. */
    person: (roles: Role[], name?: string, rater?: string, declared = true) =>
      makePerson(app, host, key, roles, name ?? `person ${newId()}`, rater, declared),
    async close() {
      await app.close()
      await host.close()
      await installation.close()
    },
  }
}

function caller(app: FastifyInstance, project: string, headers: Record<string, string>) {
  return async (
    name: CommandName,
    input: unknown,
    extra: { key?: string; ifMatch?: number } = {},
  ): Promise<Answered> => {
    const of = /^(project|session|password)\.|^link\.(use|recover|owner)$/.test(name) ? '_' : project
    const sent: InjectOptions = {
      method: 'POST',
      url: `/api/v1/projects/${of}/${name}`,
      headers: {
        ...headers,
        origin,
        'idempotency-key': extra.key ?? newId(),
        ...(extra.ifMatch === undefined ? {} : { 'if-match': `"${extra.ifMatch}"` }),
      },
      payload: input as object,
    }
    const reply = await app.inject(sent)
    const given = reply.headers['set-cookie']
    // A new session takes the place of the old, as in a browser.
    if (headers.cookie && given) headers.cookie = cookieIn(given)
    return answered(reply)
  }
}

const cookieIn = (given: unknown) => String([given].flat()[0]).split(';')[0]!
const answered = (reply: Awaited<ReturnType<FastifyInstance['inject']>>): Answered => ({
  status: reply.statusCode,
  headers: reply.headers,
  raw: reply.body,
  body:
    /json/.test(String(reply.headers['content-type'])) &&
    !/ndjson/.test(String(reply.headers['content-type']))
      ? reply.json()
      : reply.body,
})

export async function expectOk(asked: Promise<Answered>): Promise<Answered> {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.raw}`)
  return answer
}

/** A person who came by a link, as people do: account, session and membership. */
async function makePerson(
  app: FastifyInstance,
  host: FastifyInstance,
  project: string,
  roles: Role[],
  name: string,
  rater: string | undefined,
  declared: boolean,
): Promise<Person> {
  const { body } = await expectOk(
    caller(host, project, {})('link.invite', { name, roles, ...(rater ? { rater } : {}) }),
  )
  const token = String(body.url).split('/').at(-1)!
  const login = `${newId()}@example.org`
  const used = await expectOk(
    caller(
      app,
      project,
      {},
    )('link.use', { token, name, login, password: 'correct horse battery', locale: 'en' }),
  )
  const headers = { cookie: cookieIn(used.headers['set-cookie']) }
  const call = caller(app, project, headers)
  await expectOk(call('member.join', { token }))
  if (declared && roles.includes('panelist')) await expectOk(call('panelist.declare', { raters: [] }))
  const get = async (path: string) =>
    answered(await app.inject({ method: 'GET', url: `/api/v1${path}`, headers }))
  const me = (await get('/me')).body
  const { member } = me.memberships.find((one: { project: { key: string } }) => one.project.key === project)
  return { person: me.person.id, member, login, call, get }
}
