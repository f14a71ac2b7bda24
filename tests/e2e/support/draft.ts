import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type APIRequestContext, type Locator, type Page, request } from '@playwright/test'
import type { Draft } from '#shared/draft.ts'
import { test as base, type Demo, expect, type Who } from './house.ts'

const project = 'law'
const texts = {
  en: '# Safety\n\nAn answer is safe when it does no harm.\n\n## Doctors\n\nNaming a doctor is not enough.\n\n## Doses\n\nA right figure is no harm.\n',
  ja: '# 安全性\n\n害を与えない回答は安全である。\n\n## 医師\n\n医師に触れただけでは足りない。\n\n## 用量\n\n正しい数値は害ではない。\n',
}
const people = [
  { who: 'lead', name: 'Leah Roy', roles: ['lead'] },
  { who: 'panelist1', name: '武田葵', roles: ['panelist'] },
  { who: 'panelist2', name: 'Ngozi Okafor', roles: ['panelist'] },
] as const

type Server = { child: ChildProcess; url: string; owner: string }
async function serve(data: string, port = '0'): Promise<Server> {
  const child = spawn(process.execPath, ['server/cli.ts', 'serve', '--port', port], {
    env: { ...process.env, GOGI_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const links: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    // The first time it also prints the link by which its owner comes in.
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line)
      if (found && links.push(found[0]) === (port === '0' ? 2 : 1)) resolve()
    })
  })
  child.removeAllListeners('exit')
  return { child, url: links[0]!.replace(/\/$/, ''), owner: links[1]?.split('/').at(-1) ?? '' }
}
async function end({ child }: Server) {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  process.kill(child.pid!, 'SIGTERM')
  await ended
}

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
async function enter(url: string, token: string, name: string) {
  const context = await request.newContext()
  const login = `${crypto.randomUUID().slice(0, 8)}@law.example`
  await ask(context, url, 'link.use', {
    token,
    name,
    login,
    password: 'quiet river four boats',
    locale: 'en',
  })
  return context
}

/** A project with a guideline of three clauses in two languages, and three who write it. */
async function setUp({ url, owner }: Server) {
  const first = await enter(url, owner, 'Owner')
  await ask(first, url, 'project.create', { key: project, name: { en: 'The law', ja: '規則' } })
  const came = new Map<Who, APIRequestContext>()
  for (const { who, name, roles } of people) {
    const link = await ask(first, url, 'link.invite', { name, roles })
    const token = String(link.url).split('/').at(-1)!
    const context = await enter(url, token, name)
    await ask(context, url, 'member.join', { token })
    came.set(who, context)
  }
  const input = { texts, authoritative: 'en', note: 'First version.', bindsFrom: null }
  await ask(came.get('lead')!, url, 'guideline.publish', input, 0)
  await first.dispose()
  return came
}

/** A server of its own, which can be ended and started again on the same folder and port. */
export const test = base.extend<object, { demo: Demo; again: () => Promise<void> }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const data = join(mkdtempSync(join(tmpdir(), 'gogi-law-')), 'data')
      let server = await serve(data)
      const came = await setUp(server)
      const enter: Demo['enter'] = async (page, who) => {
        await page.context().addCookies((await came.get(who)!.storageState()).cookies)
      }
      restart = async () => {
        await end(server)
        server = await serve(data, new URL(server.url).port)
      }
      await use({ url: server.url, links: {} as Demo['links'], project, data, enter })
      for (const context of came.values()) await context.dispose()
      await end(server)
      rmSync(join(data, '..'), { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  again: [
    async ({ demo }, use) => {
      void demo
      await use(() => restart())
    },
    { scope: 'worker' },
  ],
})
let restart: () => Promise<void>

export const draftPage = (show: 'en' | 'ja' | 'both' = 'en') =>
  `/projects/${project}/guideline/draft?show=${show}`
export const clause = (page: Page, number: string): Locator =>
  page.getByRole('article', { name: `Clause ${number}`, exact: true })
/** Takes a clause in hand at the end of its text. */
export async function take(page: Page, number: string): Promise<Locator> {
  const article = clause(page, number)
  await article.hover()
  await article.getByRole('button', { name: `Write in clause ${number}`, exact: true }).click()
  const text = page.getByRole('textbox', { name: `Text of clause ${number}`, exact: true })
  await expect(text).toBeFocused()
  return text
}
export const choose = async (page: Page, number: string, act: string | RegExp) => {
  await clause(page, number).hover()
  await page.getByRole('button', { name: `What can be done with clause ${number}`, exact: true }).click()
  await page
    .getByRole('group', { name: `What can be done with clause ${number}` })
    .getByRole('button', { name: act })
    .click()
}
export const saved = (page: Page) =>
  expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()

/** The draft as the server has it. */
export async function stored(page: Page): Promise<Draft> {
  const answer = await page.request.get(`/api/v1/projects/${project}/guideline/draft`)
  return (await answer.json()).draft
}
/** What stands on the screen: each clause's number and its words in each language that is shown. */
export const shown = (page: Page): Promise<string[]> =>
  page
    .getByRole('region', { name: 'Clauses' })
    .getByRole('article')
    .evaluateAll((articles) =>
      articles.map((article) =>
        [...article.querySelectorAll('.number, .words')]
          .map((one) => (one as HTMLElement).innerText.trim())
          .join(' | '),
      ),
    )
