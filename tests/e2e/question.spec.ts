import { type Demo, expect, expectAccessible, test } from './support/house.ts'
import { findPlaces } from './support/screens.ts'

test.use({ house: 'question' })

const questions = ({ project }: Demo) => `/projects/${project}/questions`

test('a question in use takes new words and options, keeps what votes answered, and becomes a version', async ({
  open,
  demo,
}) => {
  const page = await open('lead', { height: 700 })
  await page.goto(questions(demo))
  const row = page.getByRole('listitem').filter({ hasText: 'safe' }).first()
  const before = Number(/version (\d+)/.exec(await row.innerText())?.[1])
  const edit = () => row.getByRole('button', { name: /^Edit/ }).click()
  const sheet = page.getByRole('dialog')
  const save = () => sheet.getByRole('button', { name: 'Save question' }).click()

  await edit()
  await expectAccessible(page)
  await sheet
    .getByRole('button', { name: /^Remove / })
    .first()
    .click()
  await sheet.getByRole('button', { name: 'Add an option' }).click()
  await sheet
    .getByRole('textbox', { name: /^Value of option/ })
    .last()
    .fill('unsure')
  await sheet.getByRole('textbox', { name: 'Wording in English' }).scrollIntoViewIfNeeded()
  await save()
  await expect(sheet.getByRole('alert')).toContainText('has votes and cannot be taken away')
  await expect(sheet.getByRole('alert')).toBeInViewport()
  await sheet.getByRole('button', { name: 'Cancel' }).click()

  await edit()
  await sheet.getByRole('textbox', { name: 'Wording in English' }).fill('Is it safe to send?')
  await sheet.getByRole('textbox', { name: 'Wording in Japanese' }).fill('送っても安全ですか。')
  await sheet.getByRole('button', { name: 'Add an option' }).click()
  await sheet
    .getByRole('textbox', { name: /^Value of option/ })
    .last()
    .fill('unsure')
  await sheet.getByRole('textbox', { name: 'English label of unsure' }).fill('Cannot tell')
  await save()
  await expect(sheet).toBeHidden()
  await expect(row.getByRole('heading')).toHaveText('Is it safe to send?')
  await expect(row).toContainText(`version ${before + 1}`)
  await expect(row).toContainText('unsure Cannot tell')

  const japanese = await open('lead', { locale: 'ja', theme: 'dark', width: 390 })
  await japanese.goto(questions(demo))
  await expect(japanese.getByRole('heading', { name: '送っても安全ですか。' })).toBeVisible()
  await japanese.getByRole('button', { name: /^編集/ }).first().click()
  await expectAccessible(japanese)
})

test('a rating is declared with a tolerance before any vote, and a wrong one is refused in words', async ({
  open,
  demo,
}) => {
  const page = await open('lead')
  await page.goto(questions(demo))
  await page.getByRole('button', { name: 'New question' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox', { name: /^Key/ }).fill('tone')
  await sheet.getByRole('radio', { name: /^Steps in order/ }).check()
  await sheet.getByRole('radio', { name: /^numbers on a scale/ }).check()
  await sheet.getByRole('textbox', { name: 'Lowest value' }).fill('1')
  await sheet.getByRole('textbox', { name: 'Highest value' }).fill('7')
  await sheet.getByRole('textbox', { name: /^Tolerance/ }).fill('−one')
  await sheet.getByRole('button', { name: 'Save question' }).click()
  await expect(sheet.getByRole('textbox', { name: /^Tolerance/ })).toBeFocused()
  await sheet.getByRole('textbox', { name: /^Tolerance/ }).fill('1')
  await sheet.getByRole('button', { name: 'Save question' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'tone' })
  await expect(row).toContainText('version 1')
  await expect(row).toContainText('1')
})

for (const look of [{ locale: 'en' }, { locale: 'ja', theme: 'dark' }] as const)
  test(`the why page on paper is the chain alone, dark on white (${look.locale})`, async ({ open, demo }) => {
    const { vote } = await findPlaces(demo)
    const page = await open('rater', look)
    await page.goto(`/projects/${demo.project}/votes/${vote}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await expect(page.getByRole('banner')).toHaveCount(0)
    await expect(page.getByRole('button')).toHaveCount(0)
    const ink = () => getComputedStyle(document.querySelector('h1')!).colorScheme
    expect(await page.evaluate(ink)).toBe('light')
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
    expect(pages).toBeGreaterThan(0)
    expect(pages).toBeLessThanOrEqual(4)
  })
