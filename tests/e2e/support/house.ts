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
export type Demo = { url: string; links: Record<Who, string>; project: string; data: string }

/** A demo of its own for each worker: the real server on a free port, ended by its own process id. */
async function startDemo(): Promise<{ demo: Demo; child: ChildProcess }> {
  const data = join(mkdtempSync(join(tmpdir(), 'gogi-e2e-')), 'data')
  const child = spawn(process.execPath, ['server/cli.ts', 'demo', '--port', '0', '--json'], {
    env: { ...process.env, GOGI_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await new Promise<[string]>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
    createInterface({ input: child.stdout! }).once('line', (text) => resolve([text]))
  })) as [string]
  return { demo: { ...JSON.parse(line), project: 'demo', data: `${data}-demo` }, child }
}

/** A person at a screen of their own: their language, theme, time zone and size. */
async function sit(
  browser: Browser,
  demo: Demo,
  who: Who | null,
  { locale = 'en', theme = 'light', width = 1440, height = 900, touch = false }: Look = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: demo.url,
    locale: locale === 'ja' ? 'ja-JP' : 'en-US',
    timezoneId: locale === 'ja' ? 'Asia/Tokyo' : 'America/Toronto',
    colorScheme: theme,
    viewport: { width, height },
    hasTouch: touch,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  if (who) await page.goto(demo.links[who])
  return page
}

/** No violation of WCAG 2.2 A and AA, in the language, theme and size the page is in. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 5)
          .join(', ')}`,
    ),
  ).toEqual([])
}

export const test = base.extend<{ open: (who: Who | null, look?: Look) => Promise<Page> }, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { demo, child } = await startDemo()
      await use(demo)
      child.removeAllListeners('exit')
      const ended = new Promise((resolve) => child.once('exit', resolve))
      process.kill(child.pid!, 'SIGTERM')
      await ended
      rmSync(join(demo.data, '..'), { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  open: async ({ browser, demo }, use) => {
    const pages: Page[] = []
    await use(async (who, look) => {
      const page = await sit(browser, demo, who, look)
      pages.push(page)
      return page
    })
    for (const page of pages) await page.context().close()
  },
})
export { expect }
