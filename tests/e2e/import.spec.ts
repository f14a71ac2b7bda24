import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { type Demo, expect, expectAccessible, test } from './support/house.ts'

const csv = (name: string, text: string | Buffer) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})
const first = [
  'item,rater,label,note',
  'a,r1,pos,',
  'a,r2,neg,"too short, I think"',
  'b,r1,pos,',
  'b,r2,pos,',
].join('\n')
const items = ['item,text', 'a,Good but short.', 'b,Good.'].join('\n')

/** An empty project of its own, so that no test sees what another imported. */
async function project(page: Page, demo: Demo): Promise<string> {
  const key = `import-${randomUUID().slice(0, 8)}`
  const made = await page.request.post('/api/v1/projects/_/project.create', {
    headers: { 'idempotency-key': randomUUID(), origin: demo.url },
    data: { key, name: { en: key, ja: key } },
  })
  expect(made.status()).toBe(200)
  return key
}

async function bring(
  page: Page,
  key: string,
  votes: ReturnType<typeof csv>,
  content?: ReturnType<typeof csv>,
) {
  await page.goto(`/projects/${key}/import`)
  await page.getByLabel('Votes').setInputFiles(votes)
  if (content) await page.getByLabel('Items').setInputFiles(content)
  await page.getByRole('button', { name: 'Upload and look at it' }).click()
  await expect(page.getByRole('button', { name: 'Check every row' })).toBeVisible({ timeout: 30_000 })
}

async function finish(page: Page) {
  await page.getByRole('button', { name: 'See what would change' }).click()
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await expect(page.getByRole('link', { name: 'Open the queue' })).toBeVisible({ timeout: 30_000 })
}

test('a lead brings two files, sees what every column means, and the votes are in', async ({
  open,
  demo,
}) => {
  const page = await open('owner')
  const key = await project(page, demo)
  await bring(page, key, csv('week.csv', first), csv('items.csv', items))
  await expect(page.getByRole('combobox', { name: 'rater', exact: true })).toHaveValue('rater')
  await expect(page.getByRole('combobox', { name: 'label', exact: true })).toHaveValue('value:label')
  await expect(page.getByText('will be made')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Check every row' }).click()
  await expect(page.getByRole('heading', { name: '4 rows, and every one can be imported' })).toBeFocused()
  await page.getByRole('button', { name: 'See what would change' }).click()
  await expect(page.getByText('Nothing is written until you press this.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import 4 votes' }).click()
  await expect(page.getByRole('heading', { name: 'Done: the votes are in' })).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)
})

test('an unknown label is mapped to the one meant, and a reload continues there', async ({ open, demo }) => {
  const page = await open('owner')
  const key = await project(page, demo)
  await bring(page, key, csv('week.csv', first))
  await page.getByRole('button', { name: 'Check every row' }).click()
  await finish(page)
  await bring(page, key, csv('week.csv', `${first}\nc,r1,poss,\nc,r2,pos,\nd,,pos,`))
  await page.getByRole('button', { name: 'Check every row' }).click()
  await expect(
    page.getByRole('heading', { name: '2 of 7 rows cannot be imported as they are' }),
  ).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('“poss” means').selectOption('pos')
  await expect(
    page.getByRole('heading', { name: '1 of 7 rows cannot be imported as they are' }),
  ).toBeVisible()
  await page.reload()
  await expect(page.getByText('“poss” means “pos” in label')).toBeVisible()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /rejected rows? as CSV/ }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/rejected/)
  await expect(page.getByRole('button', { name: 'See what would change' })).toBeDisabled()
  await page.getByRole('checkbox', { name: /^Leave this row out/ }).check()
  await page.getByRole('button', { name: 'See what would change' }).click()
  await page.getByRole('radio', { name: /^Only more votes/ }).check()
  await page.getByRole('button', { name: 'Import 2 votes' }).click()
  await expect(page.getByRole('heading', { name: 'Done: the votes are in' })).toBeVisible({ timeout: 30_000 })
})

test('a wrong import is withdrawn with a reason', async ({ open, demo }) => {
  const page = await open('owner')
  const key = await project(page, demo)
  await bring(page, key, csv('wrong.csv', first))
  await page.getByRole('button', { name: 'Check every row' }).click()
  await finish(page)
  await page.getByRole('button', { name: 'Withdraw this import' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('button', { name: 'Withdraw this import' })).toBeDisabled()
  await sheet.getByLabel('Reason').fill('It was last year’s file.')
  await sheet.getByRole('button', { name: 'Withdraw this import' }).click()
  await expect(page.getByRole('heading', { name: 'Withdrawn' })).toBeVisible()
})

test('a workbook is refused in words, and nothing is written', async ({ open, demo }) => {
  const page = await open('owner')
  const key = await project(page, demo)
  await page.goto(`/projects/${key}/import`)
  await page
    .getByLabel('Votes')
    .setInputFiles(csv('votes.xlsx', Buffer.from('504b030414000600080000002100', 'hex')))
  await page.getByRole('button', { name: 'Upload and look at it' }).click()
  await expect(page.getByRole('heading', { name: 'This import failed' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Nothing of this file was written.')).toBeVisible()
  await expectAccessible(page)
})

for (const look of [
  { locale: 'ja', theme: 'dark', width: 390 },
  { locale: 'en', theme: 'light', width: 390 },
] as const)
  test(`the pages of a file’s people and questions are accessible (${look.locale}, ${look.theme}, 390 px)`, async ({
    open,
    demo,
  }) => {
    const page = await open('lead', look)
    for (const place of ['import', 'questions', 'raters', 'exports']) {
      await page.goto(`/projects/${demo.project}/${place}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    }
  })
