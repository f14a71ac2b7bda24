import { randomUUID } from 'node:crypto'
import { serveReal } from '../../support/gogi.ts'
import type { Seat, Shape } from './line.ts'

/** Nobody may have more than ten texts open at once, so it takes some people to be two hundred. */
const PEOPLE = 25
const draft = '# Safety\n\nName the maximum.\n'

export type Ours = Awaited<ReturnType<typeof furnish>>
type Text = { project: string; root: string }

/** A data folder with as many projects as there are texts, each with its draft, and people who may write in them, signed in. */
export async function furnish(data: string, texts: number) {
  const server = await serveReal(data)
  const send = async (name: string, body: object, { cookie = '', project = '_', ifMatch = '' } = {}) => {
    const reply = await fetch(`${server.url}/api/v1/projects/${project}/${name}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        origin: server.url,
        cookie,
        ...(ifMatch ? { 'if-match': `"${ifMatch}"` } : {}),
      },
      body: JSON.stringify(body),
    })
    const json = (await reply.json()) as Record<string, any>
    if (reply.status !== 200) throw new Error(`${name}: ${JSON.stringify(json)}`)
    return { json, cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  }
  const tokenIn = (link: unknown) => String(link).trim().split('/').at(-1)!
  const arrive = async (link: unknown) => {
    const account = { name: 'N', login: randomUUID(), password: 'winter lanterns drift north', locale: 'en' }
    return (await send('link.use', { token: tokenIn(link), ...account })).cookie
  }
  const owner = await arrive(server.lines.find((line) => line.includes('/welcome/')))
  const invite = async (project: string) =>
    (await send('link.invite', { name: 'N', roles: ['lead'] }, { cookie: owner, project })).json.url

  async function begin(key: string): Promise<Text> {
    const made = await send('project.create', { key, name: { en: key, ja: key } }, { cookie: owner })
    const to = { cookie: owner, project: key, ifMatch: '0' }
    await send('guideline.publish', { texts: { en: draft }, authoritative: 'en', note: 'first' }, to)
    const reply = await fetch(`${server.url}/api/v1/projects/${key}/guideline`, {
      headers: { cookie: owner },
    })
    const { clauses } = (await reply.json()) as { clauses: { id: string }[] }
    return { project: String(made.json.project), root: `${clauses[0]!.id}/en/body` }
  }
  const projects: Text[] = []
  for (let n = 0; n < texts; n++) projects.push(await begin(`text-${n}`))
  const people: string[] = []
  for (let n = 0; n < PEOPLE; n++) people.push(await arrive(await invite('text-0')))
  const join = async (at: number, project: string) => {
    const joined = await send(
      'member.join',
      { token: tokenIn(await invite(project)) },
      { cookie: people[at]!, project },
    )
    // Whoever may do more than before has another session from here on.
    if (joined.cookie) people[at] = joined.cookie
  }
  for (const [n, { project }] of projects.entries()) {
    const four = Array.from({ length: 4 }, (_, at) => (n * 4 + at) % PEOPLE)
    for (const at of n === 0 ? people.keys() : four) await join(at, project)
  }
  await server.end()
  return {
    data,
    /** Many at one text come to the first. */
    seats: (url: string, { texts, editors }: Shape): Seat[] =>
      Array.from({ length: texts * editors }, (_, n) => {
        const { project, root } = projects[Math.floor(n / editors)]!
        const cookie = people[n % PEOPLE]!.replace(/^sid\d+/, `sid${new URL(url).port}`)
        const address = `${url.replace('http', 'ws')}/live/docs/guideline/${project}`
        return { protocol: 'gogi', url: address, headers: { cookie, origin: url }, room: '', root }
      }),
  }
}
