import type { Locator, Page } from '@playwright/test'
import { expect } from './house.ts'

export type Ballot = { answer: string | RegExp; cause: RegExp; clauses: string[]; argument: string }

/** Goes with Tab alone to what is wanted, as a person without a mouse does. */
export async function tabTo(page: Page, wanted: Locator) {
  await expect(wanted).toBeVisible()
  const there = () => wanted.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 120; presses++) {
    if (await there()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${wanted}`)
}

/** Casts with the mouse, in English; each clause is cited from the guideline beside the item. */
export async function castWithMouse(page: Page, { answer, cause, clauses, argument }: Ballot) {
  await page.getByRole('radio', { name: answer, exact: typeof answer === 'string' }).check()
  await page.getByRole('radio', { name: cause }).check()
  for (const clause of clauses) await page.getByRole('button', { name: `Cite clause ${clause}` }).click()
  await page.getByRole('textbox', { name: /^Argument/ }).fill(argument)
  await page.getByRole('button', { name: 'Cast the ballot' }).click()
}

/** Casts without a mouse, in English: a digit answers, # cites, Ctrl+Enter casts. */
export async function castWithKeys(page: Page, digit: string, { cause, clauses, argument }: Ballot) {
  await page.keyboard.press(digit)
  await tabTo(page, page.getByRole('radio', { name: /^Rater error/ }))
  const wanted = page.getByRole('radio', { name: cause })
  await page.keyboard.press('Space')
  for (let presses = 0; presses < 8 && !(await wanted.isChecked()); presses++)
    await page.keyboard.press('ArrowDown')
  await expect(wanted).toBeChecked()
  await page.keyboard.press('Shift+#')
  await expect(page.getByRole('combobox', { name: '# number or words' })).toBeFocused()
  for (const clause of clauses) {
    await page.keyboard.type(clause)
    await expect(page.getByRole('option').first()).toContainText(clause)
    await page.keyboard.press('Enter')
  }
  await tabTo(page, page.getByRole('textbox', { name: /^Argument/ }))
  await page.keyboard.type(argument)
  await page.keyboard.press('Control+Enter')
}

/** Casts by touch on a phone, in Japanese; each clause is found in the field below the answer. */
export async function castByTouch(page: Page, { answer, cause, clauses, argument }: Ballot) {
  await page.getByRole('radio', { name: answer, exact: typeof answer === 'string' }).tap()
  await page.getByRole('radio', { name: cause }).tap()
  for (const clause of clauses) {
    await page.getByRole('combobox', { name: '# 番号か語句' }).tap()
    await page.getByRole('combobox', { name: '# 番号か語句' }).fill(clause)
    await page.getByRole('option', { name: clause }).first().tap()
  }
  await page.getByRole('textbox', { name: /^理由/ }).fill(argument)
  await page.getByRole('button', { name: /^投票(する|し直す)$/ }).tap()
}

/** Does with Tab and Enter what others click. */
export async function press(page: Page, wanted: Locator) {
  await tabTo(page, wanted)
  await page.keyboard.press('Enter')
}
