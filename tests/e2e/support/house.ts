import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, test as base, expect, type Page } from '@playwright/test'

export type Who = 'owner' | 'lead' | 'panelist1' | 'panelist2' | 'rater' | 'auditor'
export type Look = {
  locale?: 'en' | 'ja'
  theme?: 'light' | 'dark'
  width?: number
  height?: number
  touch?: boolean
}
export type Demo = {
  url: string
  links: Record<Who, string>
  project: string
  data: string
  /** How people come in where no links sign them in. */
  enter?: (page: Page, who: Who) => Promise<void>
}
type Open = (who: Who | null, look?: Look) => Promise<Page>

/** The real server with the demo's story, on a free port, ended by its own process id. */
async function startDemo(): Promise<{ demo: Demo; child: ChildProcess }> {
  const data = join(mkdtempSync(join(tmpdir(), 'gogi-e2e-')), 'data')
  const child = spawn(process.execPath, ['server/cli.ts', 'demo', '--port', '0', '--json'], {
    env: { ...process.env, GOGI_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
    createInterface({ input: child.stdout! }).once('line', resolve)
  })
  return { demo: { ...JSON.parse(line), project: 'demo', data: `${data}-demo` }, child }
}

async function endDemo({ demo, child }: Awaited<ReturnType<typeof startDemo>>) {
  child.removeAllListeners('exit')
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`the demo ended before its tests, with ${child.exitCode ?? child.signalCode}`)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  process.kill(child.pid!, 'SIGTERM')
  await ended
  rmSync(join(demo.data, '..'), { recursive: true, force: true })
}

/** A person at a screen of their own: their language, theme, time zone and size. */
async function sit(browser: Browser, demo: Demo, look: Look = {}): Promise<Page> {
  const { locale = 'en', theme = 'light', width = 1440, height = 900, touch = false } = look
  const context = await browser.newContext({
    baseURL: demo.url,
    locale: locale === 'ja' ? 'ja-JP' : 'en-US',
    timezoneId: locale === 'ja' ? 'Asia/Tokyo' : 'America/Toronto',
    colorScheme: theme,
    viewport: { width, height },
    hasTouch: touch,
    reducedMotion: 'reduce',
  })
  return context.newPage()
}

/** What the console and the server complain of. A refusal or a broken line is an answer, not a fault. */
function listenForFaults(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error.stack ?? error)))
  page.on('console', (message) => {
    if (
      message.type() !== 'error' ||
      /^(Failed to load resource|WebSocket connection to)/.test(message.text())
    )
      return
    faults.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  return faults
}

/** No violation of WCAG 2.2 A and AA, in the language, theme and size the page is in. */
export async function expectAccessible(page: Page, what = page.url()) {
  // Legacy: no second page for each look. It leaves out frames of other origins only, and there are none.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const said = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 5)
        .join(', ')}`,
  )
  expect.soft(said, what).toEqual([])
}

/** A spec that changes what others look at names a house of its own: `test.use({ house: 'thread' })`. */
type Worker = { house: string; demo: Demo }

export const test = base.extend<{ open: Open }, Worker>({
  house: ['shared', { option: true, scope: 'worker' }],
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const started = await startDemo()
      await use(started.demo)
      await endDemo(started)
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  open: async ({ browser, demo }, use) => {
    const opened: { page: Page; who: Who | null; faults: string[] }[] = []
    await use(async (who, look) => {
      const page = await sit(browser, demo, look)
      opened.push({ page, who, faults: listenForFaults(page) })
      if (who && demo.enter) await demo.enter(page, who)
      else if (who) await page.goto(demo.links[who])
      return page
    })
    for (const { page } of opened) await page.context().close()
    for (const { who, faults } of opened)
      expect(faults, `faults on the screen of ${who ?? 'a stranger'}`).toEqual([])
  },
})
export { expect }
