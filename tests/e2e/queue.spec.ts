import type { Page } from '@playwright/test'
import { type Demo, expect, expectAccessible, test } from './support/house.ts'

const queueOf = (demo: Demo, search = '') => `/projects/${demo.project}/queue${search}`
const rows = (page: Page) => page.getByRole('listbox').getByRole('option')
const active = (page: Page) => page.locator('[role=option]:focus')

test('a lead reads why a row stands where it does, never as a percentage', async ({ open, demo }) => {
  const page = await open('lead')
  await page.goto(queueOf(demo, '?lane=all'))
  await expect(page.getByRole('heading', { level: 1, name: 'Disagreement queue' })).toBeVisible()
  await expect(rows(page).first()).toBeVisible()
  await page.keyboard.press('j')
  await expect(active(page)).toHaveAttribute('aria-posinset', '2')
  const preview = page.getByRole('region', { name: /^Item / })
  await expect(preview.getByRole('heading', { name: 'Why it stands here' })).toBeVisible()
  await expect(preview.getByText(/Rater [A-Z]/).first()).toBeVisible()
  await expect(preview).not.toContainText('%')
})

test('the address holds the view: lane, order and words survive a reload, back and forward', async ({
  open,
  demo,
}) => {
  const page = await open('lead')
  await page.goto(queueOf(demo, '?lane=all'))
  await page.getByRole('combobox', { name: 'Order' }).selectOption({ label: 'Most votes first' })
  await expect(page).toHaveURL(/sort=votes/)
  await page.keyboard.press('Escape')
  await page.getByRole('searchbox', { name: 'Search the items' }).fill('zzzzqqqq')
  await expect(page.getByText('No row fits these filters')).toBeVisible()
  await expect(page).toHaveURL(/q=zzzzqqqq/)
  await page.reload()
  await expect(page.getByText('No row fits these filters')).toBeVisible()
  await page.goBack()
  await expect(rows(page).first()).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Search the items' })).toHaveValue('')
  await expect(page.getByRole('combobox', { name: 'Order' })).toHaveValue('votes')
})

test('closing a row asks why, says that it marks nobody, and is taken back with z', async ({
  open,
  demo,
}) => {
  const page = await open('lead')
  await page.goto(queueOf(demo))
  await expect(rows(page).first()).toBeVisible()
  await page.keyboard.press('3')
  const sheet = page.getByRole('dialog', { name: 'Close 1 row as no dispute?' })
  await expect(sheet).toContainText('no decision mark')
  const act = sheet.getByRole('button', { name: 'Close as no dispute' })
  await expect(act).toBeDisabled()
  await sheet.getByRole('textbox', { name: 'Why no panel is needed' }).fill('The two answers mean the same.')
  await act.click()
  await expect(rows(page).filter({ hasText: 'Closed' })).toHaveCount(1)
  await page.keyboard.press('z')
  await expect(rows(page).filter({ hasText: 'Closed' })).toHaveCount(0)
})

test('a dispute that one lead opens changes its row on the other’s screen, where it stands', async ({
  open,
  demo,
}) => {
  const [mine, theirs] = [await open('lead'), await open('owner')]
  await Promise.all([mine, theirs].map((page) => page.goto(queueOf(demo))))
  await expect(rows(theirs).first()).toBeVisible()
  await expect(theirs.getByText('Live', { exact: true })).toBeVisible()
  await expect(rows(mine).first()).toBeVisible()
  await mine.keyboard.press('x')
  await expect(mine.getByText('1 selected')).toBeVisible()
  await mine.keyboard.press('1')
  const sheet = mine.getByRole('dialog', { name: 'Open 1 dispute?' })
  await expect(sheet).toContainText(/asks the panel for .+; it has .+ a week/)
  await sheet.getByRole('button', { name: 'Open dispute' }).click()
  await expect(rows(mine).filter({ hasText: 'In dispute' }).first()).toBeVisible()
  await expect(rows(theirs).first()).toContainText('In dispute')
})

test('a panelist is refused in words and learns no split', async ({ open, demo }) => {
  const page = await open('panelist1')
  await page.goto(queueOf(demo))
  await expect(page.getByText(/Your role in this project does not allow this/)).toBeVisible()
  await expect(page.getByRole('listbox')).toHaveCount(0)
})

for (const [theme, locale] of [
  ['light', 'ja'],
  ['dark', 'en'],
] as const)
  test(`the queue is accessible, ${theme}, ${locale}, wide and on a phone`, async ({ open, demo }) => {
    const wide = await open('lead', { theme, locale })
    await wide.goto(queueOf(demo))
    await expect(rows(wide).first()).toBeVisible()
    await expect(wide.locator('article blockquote, article .camps').first()).toBeVisible()
    await expectAccessible(wide)
    await wide.keyboard.press('3')
    await expect(wide.getByRole('dialog')).toBeVisible()
    await expectAccessible(wide)
    const phone = await open('lead', { theme, locale, width: 390, height: 844, touch: true })
    await phone.goto(queueOf(demo))
    await rows(phone).first().tap()
    await expect(phone.getByRole('dialog')).toBeVisible()
    await expectAccessible(phone)
  })
