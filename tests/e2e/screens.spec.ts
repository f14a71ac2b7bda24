import { mkdirSync, readdirSync } from 'node:fs'
import type { Page, Request } from '@playwright/test'
import { type Demo, expect, expectAccessible, type Look, test } from './support/house.ts'
import { findPlaces, type Places, type Screen, screens } from './support/screens.ts'

test.use({ house: 'screens' })
test.describe.configure({ mode: 'parallel', timeout: 180_000 })

const pictures = 'build/tests/screens'
const people = [...new Set(screens.map(({ who }) => who))]
const found = new Map<Demo, Promise<Places>>()
const placesOf = (demo: Demo) => found.get(demo) ?? found.set(demo, findPlaces(demo)).get(demo)!

test('every route has its screen in the list', () => {
  const routes = readdirSync('web/src/routes', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('+page.svelte'))
    .map((path) => `/${path}`.replace(/\/\+page\.svelte$/, '') || '/')
  expect([...new Set(screens.flatMap(({ route }) => route ?? []))].sort()).toEqual(routes.sort())
})

/** Every screen in both languages, both themes, wide and on a phone, in two looks; the next screen the other way round. */
const phone = { width: 390, height: 844, touch: true }
const looks: readonly { look: Look; nth: 0 | 1 }[] = [
  { look: { locale: 'en', theme: 'light' }, nth: 0 },
  { look: { locale: 'ja', theme: 'dark', ...phone }, nth: 0 },
  { look: { locale: 'ja', theme: 'dark' }, nth: 1 },
  { look: { locale: 'en', theme: 'light', ...phone }, nth: 1 },
]
const nameOf = (look: Look) => `${look.locale}, ${look.theme}${look.touch ? ', on a phone' : ''}`

for (const { look, nth } of looks)
  for (const who of people) {
    const own = screens.filter((one) => one.who === who).filter((_one, at) => at % 2 === nth)
    if (own.length === 0) continue
    test(`the screens of ${who ?? 'a stranger'} stand, ${nameOf(look)}`, async ({ open, demo }) => {
      await walk(await open(who, look), own, await placesOf(demo), look)
    })
  }

for (const [locale, theme, invites, makes, changes] of [
  ['en', 'light', 'Invite by link', 'Make a token', 'Change the policy'],
  ['ja', 'dark', 'リンクで招待', 'トークンを作る', '方針を変える'],
] as const)
  test(`sheets can be used by everybody while they are open, ${locale}, ${theme}`, async ({ open, demo }) => {
    const page = await open('lead', { locale, theme })
    for (const [path, name] of [
      ['members', invites],
      ['settings', makes],
      ['settings', changes],
    ] as const) {
      await page.goto(`/projects/${demo.project}/${path}`)
      await page.getByRole('button', { name }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectAccessible(page, `${path}: ${name}`)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await expect(page.getByRole('button', { name })).toBeFocused()
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'the keys of a screen')
  })

async function walk(page: Page, own: readonly Screen[], places: Places, look: Look) {
  mkdirSync(pictures, { recursive: true })
  const busy = requestsOf(page)
  for (const screen of own) {
    await page.goto(screen.path(places))
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    await expect.poll(() => busy.size, { intervals: [20, 50, 100] }).toBe(0)
    await expectWhole(page, screen, look)
    const kind = look.touch ? 'phone' : look.theme
    await page.screenshot({
      path: `${pictures}/${screen.name}.${look.locale}.${kind}.png`,
      fullPage: true,
      animations: 'disabled',
    })
    await expectAccessible(page, `${screen.name} can be used by everybody`)
  }
}

/** What the page has asked for and not yet got. */
function requestsOf(page: Page): Set<Request> {
  const busy = new Set<Request>()
  page.on('request', (request) => busy.add(request))
  page.on('requestfinished', (request) => busy.delete(request))
  page.on('requestfailed', (request) => busy.delete(request))
  return busy
}

/** What holds of every screen; each is looked at, so that one run tells of all that is amiss. */
async function expectWhole(page: Page, { name }: Screen, look: Look) {
  const seen = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    placeholders: document.body.innerText.match(/\{\w+\}|undefined|NaN|\[object/g),
  }))
  expect.soft(seen, name).toEqual({
    language: look.locale,
    title: expect.stringMatching(/\S.* · (Gogi|合議)$/),
    headings: 1,
    wider: 0,
    placeholders: null,
  })
}
