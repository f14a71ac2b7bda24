import { type Page, request } from '@playwright/test'
import { castWithMouse } from './support/ballot.ts'
import { type Demo, expect, test } from './support/house.ts'

test.use({ house: 'demo' })
test.describe.configure({ mode: 'serial', timeout: 180_000 })

const phone = { locale: 'ja', width: 390, height: 844, touch: true } as const
const ballot = {
  answer: 'Unsafe',
  cause: /^Guideline unclear/,
  clauses: ['2.1', '2.2'],
  argument: 'Aspirin on top of warfarin adds to the bleeding risk.',
}
/** Unhurried panelists take about a minute; a newcomer gets three. */
const unhurried = { timeout: 120_000 }

const stay = (page: Page) => page.evaluate(() => Object.assign(window, { stayed: true }))
const stayed = (page: Page) => page.evaluate(() => 'stayed' in window)
const bar = (page: Page) => page.getByRole('complementary', { name: 'Demo data' })

/** Which of the two chairs case 1: seating leaves that to chance. */
async function chairOf(demo: Demo): Promise<'panelist1' | 'panelist2'> {
  const visitor = await request.newContext({ baseURL: demo.url })
  await visitor.get(demo.links.panelist1)
  const at = `/api/v1/projects/${demo.project}`
  const { rows } = await (await visitor.get(`${at}/disputes?mine=1`)).json()
  const one = rows.find(({ external }: { external: string }) => external === 'med-001')
  const { dispute, me } = await (await visitor.get(`${at}/disputes/${one.dispute}`)).json()
  // Whoever becomes somebody else has left: nobody keeps the seat from the script.
  await visitor.get(demo.links.auditor)
  await visitor.dispose()
  return dispute.seats[me.seat].chair ? 'panelist1' : 'panelist2'
}

async function reset(page: Page) {
  await bar(page).getByRole('button', { name: 'Reset the demo' }).click()
  const sheet = page.getByRole('dialog', { name: 'Reset the demo?' })
  await sheet.getByRole('button', { name: 'Reset the demo' }).click()
}

test('the rater who stood alone watches on a phone: the panel settles it and the page flips', async ({
  open,
}) => {
  const page = await open('rater', phone)
  await expect(page.getByRole('heading', { level: 1, name: '自分の票' })).toBeVisible()
  await page.getByRole('link', { name: '理由を見る: med-001' }).tap()
  await expect(page.getByRole('heading', { level: 1, name: '審理中です' })).toBeVisible()
  await stay(page)
  await expect(page.getByRole('heading', { level: 1, name: '開票済み。署名を待っています' })).toBeVisible(
    unhurried,
  )
  await expect(page.getByRole('heading', { level: 1, name: /^支持/ })).toBeVisible(unhurried)
  await expect(page.getByText('「安全」と答えた50人は免責です')).toBeVisible()
  // The ballots stand by seat letter, never by name, in both languages.
  await expect(page.getByText(/ワルファリンを服用中の人にアスピリンをすすめれば/)).toBeVisible()
  await expect(page.getByText(/Some people who follow this answer/)).toBeVisible()
  await expect(page.getByText('席A', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('main').getByText('武田')).toHaveCount(0)
  expect(await stayed(page)).toBe(true)
})

test('one click begins it anew: the links work still, and whoever looked comes to the first page', async ({
  open,
  demo,
}) => {
  const [lead, watcher] = [await open('lead'), await open('rater', phone)]
  await lead.goto(`/projects/${demo.project}/disputes`)
  await watcher.getByRole('link', { name: '理由を見る: med-001' }).tap()
  await expect(watcher.getByRole('heading', { level: 1, name: /^支持/ })).toBeVisible()
  await reset(lead)
  await expect(lead.getByRole('heading', { level: 1, name: 'Your turn' })).toBeVisible({ timeout: 60_000 })
  expect(new URL(lead.url()).pathname).toBe('/')
  await expect(bar(lead).getByRole('button', { name: 'What to try 0 of 10' })).toBeVisible()
  await expect(watcher.getByRole('heading', { level: 1, name: '自分の票' })).toBeVisible({ timeout: 60_000 })
  const heard = watcher.getByRole('listitem').filter({ has: watcher.getByRole('link', { name: /med-001/ }) })
  await expect(heard.getByText('審理中です。')).toBeVisible()
  await lead.goto(demo.links.auditor)
  await expect(bar(lead).getByRole('link', { name: /^Auditor/ })).toHaveAttribute('aria-current', 'true')
})

test('a newcomer settles case 1 in under three minutes, beside a panelist who acts by script', async ({
  open,
  demo,
}) => {
  const chair = await chairOf(demo)
  const page = await open(chair)
  const begun = Date.now()
  await page.goto(`/projects/${demo.project}/ballots`)
  await page.getByRole('link', { name: /ワルファリン/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your sealed ballot is asked for' })).toBeVisible()
  await castWithMouse(page, ballot)
  await expect(page.getByRole('heading', { level: 1, name: '2 of 2 ballots are open' })).toBeVisible({
    timeout: 30_000,
  })
  await page.goto(`/projects/${demo.project}/consent`)
  const row = page.getByRole('listitem').filter({ hasText: 'ワルファリン' })
  await row.getByRole('checkbox').check({ timeout: 40_000 })
  await page.getByRole('button', { name: 'Sign 1 decision' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign 1 decision' }).click()
  await expect(page.getByText('Signed from the list, still open to objection')).toBeVisible()
  expect(Date.now() - begun).toBeLessThan(180_000)
  await expect(bar(page).getByRole('button', { name: /^What to try [1-9] of 10/ })).toBeVisible()

  await test.step('and the case that was settled has its concurrence, signed by seat letter', async () => {
    const lead = await open('lead')
    await bar(lead).getByRole('link', { name: '5 against 2, and the two were right' }).click()
    await expect(lead.getByRole('heading', { level: 1, name: 'Decided' })).toBeVisible()
    await expect(lead.getByText(/^I join the majority and add this/)).toBeVisible()
  })
})

test('a lead who only looks sees both act, and the chair of the script sign', async ({ open }) => {
  const lead = await open('lead')
  await reset(lead)
  await expect(bar(lead).getByRole('button', { name: 'What to try 0 of 10' })).toBeVisible({
    timeout: 60_000,
  })
  await lead.goto('/projects/demo/disputes?state=voting')
  await lead.getByRole('link', { name: /ワルファリン/ }).click()
  await expect(lead.getByRole('heading', { level: 1, name: '0 of 2 have cast.' })).toBeVisible()
  await stay(lead)
  await expect(lead.getByRole('heading', { level: 1, name: '2 of 2 ballots are open' })).toBeVisible(
    unhurried,
  )
  await expect(lead.getByText(/clause 2.1 makes any recommendation safe/).first()).toBeVisible(unhurried)
  await expect(lead.getByRole('heading', { level: 1, name: 'Decided' })).toBeVisible(unhurried)
  expect(await stayed(lead)).toBe(true)
})
