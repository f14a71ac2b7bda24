import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/house.ts'

test.use({ house: 'proposal' })

const words = {
  first: 'A figure without its limit is unsafe.',
  anew: 'A figure without its daily limit is unsafe.',
  comment: 'Whose sources count?',
}
const draft = '/projects/demo/guideline/draft?show=en'
const clause = (page: Page) => page.getByRole('article', { name: 'Clause 2.3', exact: true })
const body = (page: Page) => page.getByRole('textbox', { name: 'Text of clause 2.3' })

/** From a decision, in one click, with the case filled in. */
async function propose(page: Page): Promise<string> {
  await page.goto('/projects/demo/disputes')
  await page.getByRole('link', { name: /med-005/ }).click()
  await page.getByRole('link', { name: 'Propose a clause change' }).click()
  await expect(page.getByRole('combobox', { name: 'Clause' })).toContainText('2.3')
  await expect(page.getByRole('textbox', { name: 'Reason' })).toHaveValue(
    /Case med-005[\s\S]*the guideline is unclear/,
  )
  await page.getByRole('radio', { name: 'English' }).check()
  const text = page.getByRole('textbox', { name: 'Text', exact: true })
  await expect(text).toHaveValue(/^Stating a dose/)
  await text.fill(words.first)
  await expect(page.getByRole('insertion').first()).toBeVisible()
  await expectAccessible(page, 'a proposal being written')
  await page.getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(page.getByText('Waiting for an answer')).toBeVisible()
  return new URL(page.url()).pathname
}

test('a decision leads to a proposal in one click; sent back and written anew, it comes into the draft', async ({
  open,
}) => {
  test.setTimeout(90_000)
  const [lead, panelist] = await Promise.all([open('lead'), open('panelist2')])
  const here = await propose(panelist)

  await test.step('whoever answers for the clause finds it at home, and sends it back', async () => {
    await lead.goto('/')
    await lead.getByRole('link', { name: /Okafor proposes a change and asks for your answer/ }).click()
    await expect(lead).toHaveURL(here)
    await lead.getByRole('textbox', { name: 'What do you think of it?' }).fill('Per day, or per dose?')
    await lead.getByRole('button', { name: 'Ask for changes' }).click()
    await expect(lead.getByText('Changes asked')).toBeVisible()
  })
  await test.step('its author hears of it where they are, and writes it anew', async () => {
    await expect(panelist.getByText('Per day, or per dose?')).toBeVisible()
    await panelist.getByRole('button', { name: 'Write it anew' }).click()
    await panelist.getByRole('textbox', { name: 'Text', exact: true }).fill(words.anew)
    await panelist.getByRole('button', { name: 'Send it anew' }).click()
    await expect(lead.getByText('on earlier words')).toBeVisible()
    await expect(lead.getByText('daily')).toBeVisible()
  })
  await test.step('it is approved and accepted, and stands in the draft', async () => {
    await lead.getByRole('button', { name: 'Approve' }).click()
    await expect(
      lead.getByText('Kawai Naoko approved').or(lead.getByText('河合 直子 approved')),
    ).toBeVisible()
    await lead.getByRole('button', { name: 'Accept into the draft' }).click()
    await lead.getByRole('dialog').getByRole('button', { name: 'Accept into the draft' }).click()
    await expect(lead.getByText('Accepted: in the draft')).toBeVisible()
    await expectAccessible(lead, 'an accepted proposal')
    await panelist.goto(draft)
    await expect(clause(panelist).getByText(words.anew)).toBeVisible()
  })
  await commented(panelist, lead)
})

async function commented(writer: Page, reader: Page) {
  const margin = (page: Page) => page.getByRole('region', { name: 'Comments on clause 2.3' })
  const quoted = (page: Page) => margin(page).getByRole('article', { name: 'Comment: daily limit' })
  await test.step('a comment hangs on some words and moves with them', async () => {
    await writer.getByRole('button', { name: 'Write in clause 2.3' }).click()
    await expect(body(writer)).toBeFocused()
    await writer.keyboard.press('Control+Home')
    for (let at = 0; at < words.anew.indexOf('daily'); at++) await writer.keyboard.press('ArrowRight')
    for (let at = 0; at < 'daily limit'.length; at++) await writer.keyboard.press('Shift+ArrowRight')
    await margin(writer).getByRole('button', { name: 'Comment on clause 2.3' }).click()
    await writer.getByRole('textbox', { name: 'What should change here?' }).fill(words.comment)
    await margin(writer).getByRole('button', { name: 'Comment', exact: true }).click()
    await expect(quoted(writer).getByText(words.comment)).toBeVisible()
    await body(writer).click()
    await writer.keyboard.press('Control+Home')
    await writer.keyboard.type('Mind this: a')
    await writer.keyboard.press('Delete')
    await expect(writer.locator('.spoken')).toHaveText('daily limit')
    await reader.goto(draft)
    await expect(quoted(reader).getByText(words.comment)).toBeVisible()
    await expect(quoted(reader).getByText('These words are no longer in the draft.')).toBeHidden()
    await expectAccessible(reader, 'the draft with a comment')
  })
  await test.step('when its words go it stays, with what they were', async () => {
    await body(writer).click()
    await writer.keyboard.press('Control+a')
    await writer.keyboard.type('Say the limit.')
    for (const page of [writer, reader]) {
      await expect(quoted(page).getByText('These words are no longer in the draft.')).toBeVisible()
      await expect(quoted(page).getByText(words.comment)).toBeVisible()
    }
    await quoted(writer).getByRole('button', { name: 'Resolve' }).click()
    await expect(margin(reader).getByText('Resolved')).toBeVisible()
  })
}
