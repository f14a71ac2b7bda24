import { randomUUID } from 'node:crypto'
import { expect, expectAccessible, test } from './support/house.ts'

test.use({ house: 'import-acts' })

test('a column about raters is kept as theirs; gold is pasted, looked at, and says whom it marks wrong', async ({
  open,
  demo,
}) => {
  const page = await open('owner')
  const key = `gold-${randomUUID().slice(0, 8)}`
  const made = await page.request.post('/api/v1/projects/_/project.create', {
    headers: { 'idempotency-key': randomUUID(), origin: demo.url },
    data: { key, name: { en: key, ja: key } },
  })
  expect(made.status()).toBe(200)
  const rows = ['a', 'b', 'c'].flatMap((item) =>
    ['r1', 'r2', 'r3'].map((rater, n) => `${item},${rater},${n > 1 ? 'no' : 'yes'},${n ? 'North' : 'South'}`),
  )
  const buffer = Buffer.from(`item,rater,label,rater_region\n${rows.join('\n')}\n`)
  await page.goto(`/projects/${key}/import`)
  await page.getByLabel('Votes').setInputFiles({ name: 'votes.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Upload and look at it' }).click()
  await expect(page.getByRole('combobox', { name: 'rater_region' })).toHaveValue('attribute')
  await page.getByRole('button', { name: 'Check every row' }).click()
  await page.getByRole('button', { name: 'See what would change' }).click()
  await expect(page.getByText('rater_region: 3 raters, 2 different values')).toBeVisible()
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await expect(page.getByRole('heading', { name: 'Done: the votes are in' })).toBeVisible({ timeout: 60_000 })

  await page.goto(`/projects/${key}/gold`)
  await page.getByRole('button', { name: 'Import gold' }).click()
  await page.getByLabel('Or paste rows').fill('item\tgold\na\tno\nb\tYes\nz\tyes\n')
  await page.getByRole('button', { name: 'Read it' }).click()
  await expect(page.getByText('Perhaps “yes” is meant: write it so.')).toBeVisible()
  await expect(page.getByText('Found the item “z”')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import 1' })).toBeDisabled()
  await expectAccessible(page)
  await page.getByLabel('Leave these 2 rows out').check()
  await page.getByRole('button', { name: 'Import 1' }).click()
  await expect(page.getByText('1 right, 2 wrong')).toBeVisible()
  await page.getByText('2 marked wrong').click()
  await expect(page.getByRole('link', { name: 'r1: yes' })).toBeVisible()
  await expectAccessible(page)
})
