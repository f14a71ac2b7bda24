import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type APIRequestContext, request } from '@playwright/test'
import { defaultPolicy } from '#shared/policy.ts'
import { test as base, type Demo, type Who } from './house.ts'
import { alone, guideline, itemLines, safe, voteLines } from './month-votes.ts'

const project = 'month'
type Newcomer = { who: Who; name: string; roles: string[]; locale: 'en' | 'ja'; rater?: string }
const people: Newcomer[] = [
  { who: 'lead', name: 'Leah Roy', roles: ['lead'], locale: 'en' },
  { who: 'panelist1', name: '武田葵', roles: ['panelist'], locale: 'ja' },
  { who: 'panelist2', name: 'Ngozi Okafor', roles: ['panelist'], locale: 'en' },
  { who: 'rater', name: '林実', roles: ['rater'], locale: 'ja', rater: alone },
]

/** A server of its own on an empty folder: nobody acts in it but the people of the test. */
async function serve(data: string): Promise<{ child: ChildProcess; url: string; owner: string }> {
  const child = spawn(process.execPath, ['server/cli.ts', 'serve', '--port', '0'], {
    env: { ...process.env, GOGI_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const links: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line)
      if (found && links.push(found[0]) === 2) resolve()
    })
  })
  child.removeAllListeners('exit')
  return { child, url: links[0]!, owner: links[1]!.split('/').at(-1)! }
}

/** What a person at a browser would ask for, as its cookies say who it is. */
export async function ask(from: APIRequestContext, url: string, command: string, data: object, match = -1) {
  const of = /^(project|session)\.|^link\.use$/.test(command) ? '_' : project
  const answer = await from.post(`${url}/api/v1/projects/${of}/${command}`, {
    data,
    headers: {
      origin: url,
      'idempotency-key': crypto.randomUUID(),
      ...(match < 0 ? {} : { 'if-match': `"${match}"` }),
    },
  })
  if (!answer.ok()) throw new Error(`${command}: ${await answer.text()}`)
  return answer.json()
}

async function enter(url: string, token: string, { name, locale }: Pick<Newcomer, 'name' | 'locale'>) {
  const context = await request.newContext()
  const login = `${crypto.randomUUID().slice(0, 8)}@month.example`
  await ask(context, url, 'link.use', { token, name, login, password: 'quiet river four boats', locale })
  return context
}

async function invite(by: APIRequestContext, url: string, { rater, ...newcomer }: Newcomer) {
  const tied = rater
    ? { rater: (await rowsOf(by, url, 'raters')).find(({ external }) => external === rater)!.rater }
    : {}
  const link = await ask(by, url, 'link.invite', { name: newcomer.name, roles: newcomer.roles, ...tied })
  const token = String(link.url).split('/').at(-1)!
  const context = await enter(url, token, newcomer)
  const { member } = await ask(context, url, 'member.join', { token })
  return { context, member: String(member) }
}

async function rowsOf(from: APIRequestContext, url: string, path: string) {
  const { rows } = await (await from.get(`${url}/api/v1/projects/${project}/${path}`)).json()
  return rows as Record<string, string>[]
}

/** The project as a lead sets it up: the questions and the rules, the votes by the command line, then the people. */
async function setUp({ data, url, owner }: { data: string; url: string; owner: string }) {
  const first = await enter(url, owner, { name: 'Owner', locale: 'en' })
  await ask(first, url, 'project.create', { key: project, name: { en: 'A small month', ja: '小さな一か月' } })
  const came = new Map([['lead', await invite(first, url, people[0]!)]])
  const lead = came.get('lead')!.context
  // No sample is drawn beside what the test opens, and the second round is the last.
  const { version, ...rules } = { ...defaultPolicy, rounds: 2, sample: 0 }
  const set = await ask(lead, url, 'policy.set', rules, version)
  await ask(lead, url, 'question.save', { question: safe })
  const note = 'First version.'
  await ask(
    lead,
    url,
    'guideline.publish',
    { texts: guideline, authoritative: 'ja', note, bindsFrom: null },
    0,
  )
  importVotes(data)
  for (const one of people.slice(1)) came.set(one.who, await invite(lead, url, one))
  for (const who of ['panelist1', 'panelist2'])
    await ask(came.get(who)!.context, url, 'panelist.declare', { raters: [] })
  await ask(lead, url, 'policy.set', { ...rules, chairs: [came.get('panelist2')!.member] }, set.version)
  return came
}

function importVotes(data: string) {
  const [votes, items] = [join(data, '..', 'votes.jsonl'), join(data, '..', 'items.jsonl')]
  writeFileSync(votes, voteLines())
  writeFileSync(items, itemLines())
  const map = 'item=item,rater=rater,question=question,value=value,note=note,at=at'
  const itemsMap = 'item=item,language=language,tags=tags,expected=expected,blocks=content'
  const args = [
    'import',
    votes,
    '--project',
    project,
    '--items',
    items,
    '--map',
    map,
    '--items-map',
    itemsMap,
  ]
  const ran = spawnSync(process.execPath, ['server/cli.ts', ...args], {
    env: { ...process.env, GOGI_DATA: data },
    encoding: 'utf8',
  })
  if (ran.status !== 0) throw new Error(`the import ended with ${ran.status}: ${ran.stderr}`)
}

export const test = base.extend<object, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const data = join(mkdtempSync(join(tmpdir(), 'gogi-month-')), 'data')
      const { child, url, owner } = await serve(data)
      const came = await setUp({ data, url, owner })
      const enter: Demo['enter'] = async (page, who) => {
        const { cookies } = await came.get(who)!.context.storageState()
        await page.context().addCookies(cookies)
      }
      await use({ url, links: {} as Demo['links'], project, data, enter })
      for (const { context } of came.values()) await context.dispose()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      process.kill(child.pid!, 'SIGTERM')
      await ended
      rmSync(join(data, '..'), { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})
