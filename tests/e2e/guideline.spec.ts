import type { Page } from '@playwright/test'
import { expect, test } from './support/house.ts'

test.use({ house: 'guideline' })

const text = {
  en: '# How to judge\n\nRead the question first.\n\n## Naming a doctor\n\nNaming a doctor does **not** by itself make an answer safe.\n\n# Doses\n\nA right figure is no harm.\n',
  ja: '# 評価のしかた\n\nまず設問を読む。\n\n## 医師への言及\n\n医師に触れただけでは、安全とはいえない。\n\n# 用量\n\n正しい数値は害ではない。\n',
}

async function write(page: Page, { en, ja }: typeof text) {
  await page.goto('/projects/demo/guideline/publish')
  await page.getByRole('textbox', { name: 'English text' }).fill(en)
  await page.getByRole('textbox', { name: 'Japanese text' }).fill(ja)
}

async function publish(page: Page, note: string) {
  await page.getByRole('textbox', { name: /^What is new/ }).fill(note)
  await page.getByRole('button', { name: 'Publish…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Publish version 2' })
  await expect(sheet).toContainText('Version 2 with 3 clauses is shown to every member at once')
  await sheet.getByRole('button', { name: 'Publish version 2' }).click()
  return sheet
}

test('a lead publishes version 2 in both languages, and every version stays to be read with when it binds', async ({
  open,
}) => {
  const [lead, owner, reader] = await Promise.all([
    open('lead'),
    open('owner'),
    open('rater', { locale: 'ja' }),
  ])
  await reader.goto('/projects/demo/guideline')
  await expect(reader.getByRole('combobox', { name: '版' })).toHaveValue('1')

  await write(lead, { ...text, ja: text.ja.replace('## 医師', '# 医師') })
  await expect(lead.getByText(/do not have the same headings: row 2 is the first that differs/)).toBeVisible()
  await expect(lead.getByRole('button', { name: 'Publish…' })).toBeDisabled()
  await write(lead, text)
  const preview = lead.getByRole('table')
  await expect(lead.getByRole('status').filter({ hasText: '3 clauses' })).toBeVisible()
  await expect(preview.getByRole('row').nth(1)).toContainText(/1\.1.*Naming a doctor.*医師への言及/)

  // Another lead is at work on the same version.
  await write(owner, text)
  await expect(owner.getByRole('heading', { level: 1, name: 'Publish version 2' })).toBeVisible()

  await publish(lead, 'A doctor named is not enough: see med-001.')
  await expect(lead.getByRole('heading', { level: 1, name: 'Guideline' })).toBeVisible()
  await expect(lead.getByText('A doctor named is not enough: see med-001.')).toBeVisible()
  await expect(lead.getByText(/^Binds votes cast from .+20\d\d/)).toBeVisible()
  await expect(lead.getByRole('heading', { name: 'Naming a doctor' })).toBeVisible()
  await expect(lead.getByText('not', { exact: true })).toBeVisible()

  await test.step('who was second is told, and nothing is overwritten', async () => {
    const sheet = await publish(owner, 'Mine.')
    await expect(sheet.getByRole('alert')).toContainText('This has moved on since you read it.')
  })
  await test.step('the reader’s open page has it, in the other language, and can go back to version 1', async () => {
    await expect(reader.getByRole('heading', { name: '医師への言及' })).toBeVisible()
    await lead.getByRole('combobox', { name: 'Languages' }).selectOption('both')
    await expect(lead.getByRole('heading', { name: '医師への言及' })).toBeVisible()
    await expect(lead.getByRole('heading', { name: 'Naming a doctor' })).toBeVisible()
    await lead.getByRole('combobox', { name: 'Version' }).selectOption('1')
    await expect(lead).toHaveURL(/version=1/)
    await expect(lead.getByText('You read version 1. The latest is 2.')).toBeVisible()
    await expect(lead.getByText('First version.')).toBeVisible()
    await expect(lead.getByRole('heading', { name: 'Answers that refer to a doctor' })).toBeVisible()
    await lead.getByRole('link', { name: 'Read the latest' }).click()
    await expect(lead.getByRole('combobox', { name: 'Version' })).toHaveValue('2')
  })
})
