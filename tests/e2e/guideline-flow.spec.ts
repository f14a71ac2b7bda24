import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/house.ts'

test.use({ house: 'guideline-flow' })

const phone = { locale: 'ja', width: 390, height: 844, touch: true } as const
const added = '金額や期限の誤りも同じに扱う。'
const at = '/projects/demo'

/** From the decided case, in Japanese: the clause it cites is at hand, and so is the case. */
async function propose(page: Page): Promise<string> {
  await page.goto(`${at}/disputes`)
  await page.getByRole('link', { name: /NISA/ }).click()
  await page.getByRole('link', { name: '条項の改訂を提案' }).click()
  await expect(page.getByRole('combobox', { name: '条項' })).toContainText('3.2')
  await expect(page.getByRole('textbox', { name: '理由' })).toHaveValue(/answers-004/)
  const text = page.getByRole('textbox', { name: '本文', exact: true })
  await text.fill(`${await text.inputValue()}\n\n${added}`)
  await page.getByRole('button', { name: '提案する', exact: true }).click()
  await expect(page.getByText('回答待ち')).toBeVisible()
  return new URL(page.url()).pathname
}

/** What a figure over the draft says publishing does. */
const figure = async (page: Page, words: RegExp) =>
  Number(await page.getByRole('status').locator('p', { hasText: words }).locator('strong').textContent())

/** Decides anew under version 2 what cites a clause; answers how many marks that was said to change. */
async function supersede(page: Page, clause: string): Promise<number> {
  const group = page.getByRole('region', { name: new RegExp(`^${clause}`) })
  const said = await group.getByText(/marks would change/).textContent()
  await group.getByRole('button', { name: 'Answer 1 re-check…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: /^Supersede/ }).check()
  await sheet.getByRole('textbox', { name: 'Why' }).fill('Version 2 says what version 1 left open.')
  await sheet.getByRole('button', { name: 'Supersede 1 decision' }).click()
  await expect(group).toHaveCount(0)
  return Number.parseInt(said!, 10)
}

/** Marks that came about after an entry, as the record has them. */
async function marksSince(page: Page, seq: number): Promise<string[]> {
  const { envelopes } = await (await page.request.get(`/api/v1${at}/events?since=${seq}`)).json()
  const events = envelopes.flatMap((one: { events: unknown[] }) => one.events)
  const marked = events.filter(({ kind }: { kind: string }) => kind === 'votes.marked')
  return marked
    .flatMap(({ marks }: { marks: { mark: string; because: string }[] }) => marks)
    .map(({ mark, because }: { mark: string; because: string }) => `${mark} ${because}`)
}

test('a decision changes the guideline, and the guideline the decision: a rater who was wrong is excused where they look', async ({
  open,
}) => {
  test.setTimeout(120_000)
  const [lead, panelist, rater] = await Promise.all([
    open('lead'),
    open('panelist1', { locale: 'ja' }),
    open('rater', phone),
  ])
  await rater.getByRole('link', { name: '理由を見る: answers-004' }).tap()
  await expect(rater.getByRole('heading', { level: 1, name: /^誤：/ })).toBeVisible()
  await rater.evaluate(() => Object.assign(window, { stayed: true }))

  await test.step('a panelist proposes from the decision, the lead puts it into the draft', async () => {
    await lead.goto(await propose(panelist))
    await lead.getByRole('button', { name: 'Accept into the draft' }).click()
    await lead.getByRole('dialog').getByRole('button', { name: 'Accept into the draft' }).click()
    await expect(lead.getByText('Accepted: in the draft')).toBeVisible()
    await expect(panelist.getByText('採用：草案に反映')).toBeVisible()
  })

  const foreseen = await test.step('what publishing does is said first, then it is published', async () => {
    await lead.goto(`${at}/guideline/publish`)
    await expect(lead.getByRole('heading', { level: 1, name: 'Publish version 2' })).toBeVisible()
    const numbers = [await figure(lead, /decision/), await figure(lead, /mark/)]
    await expect(lead.getByText(added)).toBeVisible()
    await expectAccessible(lead, 'publishing a version')
    await lead.getByRole('textbox', { name: 'What is new, and why' }).fill('Errors that cost the reader.')
    await lead.getByRole('button', { name: 'Publish…' }).click()
    await lead.getByRole('dialog').getByRole('button', { name: 'Publish version 2' }).click()
    await expect(lead.getByText('Version 2 is published.')).toBeVisible()
    await expect(panelist.getByText('第2版に収録')).toBeVisible()
    return numbers
  })
  expect(foreseen).toEqual([2, 9])

  await test.step('what it asked for again is decided anew, and the marks that change are those foreseen', async () => {
    const { seq } = (await (await lead.request.get(`/api/v1${at}`)).json()).project
    await lead.goto(`${at}/rechecks`)
    const marks = await supersede(lead, '3.2')
    await expect(rater.getByRole('heading', { level: 1, name: /^免責：投票時/ })).toBeVisible()
    await expect(rater.getByText('あなたは第1版に従いました。第2版でこの条項が変わりました')).toBeVisible()
    expect(await rater.evaluate(() => 'stayed' in window)).toBe(true)
    await expectAccessible(rater, 'the why page of a vote that is excused')
    expect(marks + (await supersede(lead, '4.2'))).toBe(foreseen[1])
    await expect(lead.getByText('No decision waits for a re-check.')).toBeVisible()
    const excused = (await marksSince(lead, seq)).filter((mark) => mark === 'excused clause-after-vote')
    // One was excused before: cast before the first version bound.
    expect(excused).toHaveLength(foreseen[1]! + 1)
  })
})
