import type { Page } from '@playwright/test'
import { type Demo, expect, test } from './support/house.ts'

test.use({ house: 'guideline' })

type Texts = Record<'en' | 'ja', string>
type Clause = { id: string; number: string; cited: number; texts: Record<'en' | 'ja', { body: string }> }
const at = (demo: Demo) => `${demo.url}/api/v1/projects/${demo.project}`

/** What version 1 says, with these words after two clauses that decisions cite. */
async function changed(page: Page, demo: Demo, words: Texts): Promise<{ texts: Texts; numbers: string[] }> {
  const { clauses } = (await (await page.request.get(`${at(demo)}/guideline?version=1`)).json()) as {
    clauses: Clause[]
  }
  const cited = clauses.filter((one) => one.cited > 0).slice(0, 2)
  const texts = { en: '', ja: '' }
  for (const language of ['en', 'ja'] as const) {
    const file = await page.request.get(`${at(demo)}/guideline/markdown?version=1&language=${language}`)
    texts[language] = cited.reduce(
      (text, one) => {
        const { body } = one.texts[language]
        return text.replace(body, `${body}\n\n${words[language]}`)
      },
      await file.text(),
    )
  }
  return { texts, numbers: cited.map(({ number }) => number) }
}

async function draft(page: Page, demo: Demo, texts: Texts) {
  const answer = await page.request.post(`${at(demo)}/draft.import`, {
    data: { texts, authoritative: 'ja' },
    headers: { origin: demo.url, 'idempotency-key': crypto.randomUUID() },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

async function publish(page: Page, note: string) {
  await page.getByRole('textbox', { name: /^What is new/ }).fill(note)
  const why = page.getByRole('textbox', { name: /all the same/ })
  if (await why.isVisible()) await why.fill('It cannot wait.')
  await page.getByRole('button', { name: 'Publish…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Publish version 2' })
  await expect(sheet).toContainText('It is never edited: a correction is another version.')
  await sheet.getByRole('button', { name: 'Publish version 2' }).click()
}

test('a lead sees what a version will do before it is published, and every version stays to be read', async ({
  open,
  demo,
}) => {
  const [lead, owner, reader] = await Promise.all([
    open('lead'),
    open('owner'),
    open('rater', { locale: 'ja' }),
  ])
  const first = await changed(lead, demo, { en: 'Say on what ground.', ja: '根拠も書く。' })
  const second = await changed(lead, demo, { en: 'Say on which ground.', ja: '根拠を必ず書く。' })
  await draft(lead, demo, first.texts)
  await reader.goto('/projects/demo/guideline')
  await expect(reader.getByRole('combobox', { name: '版' })).toHaveValue('1')

  await test.step('the impact comes first and follows what each change is said to be', async () => {
    await lead.goto('/projects/demo/guideline/publish')
    const impact = lead.getByRole('region', { name: 'What publishing will do' })
    await expect(impact).toContainText(/[1-9] decisions? to re-check/)
    await expect(impact).toContainText(/Binds votes cast from .+20\d\d/)
    await expect(lead.locator('ins').filter({ hasText: '根拠も書く。' })).toHaveCount(2)
    const flags = lead.getByRole('radio', { name: /^Wording/ })
    await expect(flags).toHaveCount(2)
    for (const flag of await flags.all()) await flag.check()
    await expect(impact).toContainText('nothing is re-checked and no mark changes')
    await lead
      .getByRole('radio', { name: /^Meaning/ })
      .first()
      .check()
    await expect(impact).toContainText(/[1-9] decisions? to re-check/)
  })

  await test.step('where the text moves meanwhile, nothing is published and what moved is said', async () => {
    await lead.getByRole('textbox', { name: /^What is new/ }).fill('On what ground.')
    await draft(owner, demo, second.texts)
    await expect(lead.getByRole('alert')).toContainText('no longer all of it')
    await expect(lead.getByRole('button', { name: 'Publish…' })).toBeDisabled()
    await lead.getByRole('button', { name: 'Show it as it is now' }).click()
    await expect(lead.getByRole('alert')).toContainText(`Changed meanwhile: ${second.numbers[0]}`)
    await expect(lead.locator('ins').filter({ hasText: '根拠を必ず書く。' })).toHaveCount(2)
  })

  await publish(lead, 'Grounds are said: see answers-004.')
  await expect(lead.getByRole('heading', { level: 1, name: 'Guideline' })).toBeVisible()
  await expect(lead.getByText('Grounds are said: see answers-004.')).toBeVisible()
  await expect(lead.getByText('Say on which ground.')).toHaveCount(2)

  await test.step('the reader’s open page has it, and says that it was read', async () => {
    await expect(reader.getByText('根拠を必ず書く。')).toHaveCount(2)
    await reader.getByRole('button', { name: '第2版を読みました' }).click()
    await expect(reader.getByText('第2版を読んだと伝えました。')).toBeVisible()
  })
  await test.step('version 1 is read as it was, with the way to what changed', async () => {
    await lead.getByRole('combobox', { name: 'Version' }).selectOption('1')
    await expect(lead).toHaveURL(/version=1/)
    await expect(lead.getByText('You read version 1. The latest is 2.')).toBeVisible()
    await expect(lead.getByText('First version.')).toBeVisible()
    await lead.getByRole('link', { name: 'What changed since version 1' }).click()
    await expect(lead.getByRole('heading', { level: 1, name: 'Compare versions' })).toBeVisible()
    await expect(lead.locator('ins').filter({ hasText: 'Say on which ground.' })).toHaveCount(2)
  })
  await test.step('a decision waits for a re-check, and is confirmed under version 2 with a reason', async () => {
    await lead.getByRole('link', { name: 'Re-checks' }).click()
    const change = lead.getByRole('region').filter({ hasText: 'changed in version 2' }).first()
    await change.getByRole('button', { name: /^Answer \d/ }).click()
    const sheet = lead.getByRole('dialog')
    await sheet.getByRole('radio', { name: /^Supersede/ }).check()
    await sheet.getByRole('textbox', { name: 'Why' }).fill('The ground stands in the rationale.')
    await expect(sheet).toContainText('the same outcome under version 2')
    await sheet.getByRole('button', { name: /^Supersede \d/ }).click()
    await expect(sheet).toBeHidden()
    await lead.getByText(/^Superseded: \d/).click()
    await expect(lead.getByText('The ground stands in the rationale.').first()).toBeVisible()
  })
})
