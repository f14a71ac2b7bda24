import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/house.ts'

test.use({ house: 'room' })
test.describe.configure({ mode: 'serial', timeout: 180_000 })

const ballots = '/projects/demo/ballots'
const warfarin = /ワルファリン/
const stretch = 'イブプロフェンよりも作用が穏やかです'

async function enter(page: Page, list = ballots) {
  await page.goto(list)
  await page.getByRole('link', { name: warfarin }).first().click()
  await expect(page.getByRole('navigation', { name: /list|一覧/ })).toBeVisible()
}

/** Selects words in the item, as a mouse or a finger would. */
const select = (page: Page, words: string) =>
  page.evaluate((wanted) => {
    const text = [...document.querySelectorAll('[data-block] .text')]
      .map((one) => one.firstChild)
      .find((node) => node?.textContent?.includes(wanted)) as Text
    const range = document.createRange()
    range.setStart(text, text.data.indexOf(wanted))
    range.setEnd(text, text.data.indexOf(wanted) + wanted.length)
    getSelection()!.removeAllRanges()
    getSelection()!.addRange(range)
  }, words)

test('a held stage stays sealed, a broken line casts once, and a panel talks, overrides and dissents in two languages', async ({
  open,
}) => {
  const [takeda, okafor, lead] = await Promise.all([
    open('panelist1', { locale: 'ja' }),
    open('panelist2', { theme: 'dark', width: 390, height: 844, touch: true }),
    open('lead'),
  ])
  await Promise.all([enter(takeda), enter(okafor), enter(lead, '/projects/demo/disputes?state=voting')])

  await test.step('the lead holds the stage, and everybody sees that it is held', async () => {
    await expect(okafor.getByText('Here now')).toHaveCount(0)
    await lead.getByRole('button', { name: 'Hold the stage' }).click()
    const sheet = lead.getByRole('dialog', { name: 'Hold this stage?' })
    await sheet.getByRole('textbox').fill('A pharmacist is asked first.')
    await sheet.getByRole('button', { name: 'Hold the stage' }).click()
    await expect(takeda.getByText('この段階は保留中です。').first()).toBeVisible()
    await lead.getByRole('button', { name: 'Resume' }).click()
    await expect(okafor.getByText('Nothing advances by itself')).toHaveCount(0)
  })

  await test.step('a precedent is found by words while the ballot is written', async () => {
    await okafor.getByText('Precedents', { exact: true }).tap()
    await okafor.getByRole('searchbox', { name: 'Find by words' }).fill('結構')
    await expect(okafor.getByText('1 precedent', { exact: true })).toBeAttached()
    await okafor.getByText('Precedents', { exact: true }).tap()
  })

  await test.step('a ballot whose answer was lost is asked again and counts once', async () => {
    await okafor.getByRole('radio', { name: 'Unsafe', exact: true }).check()
    await okafor.getByRole('radio', { name: /^Guideline unclear/ }).check()
    await okafor.getByRole('combobox', { name: '# number or words' }).fill('2.2')
    await okafor.keyboard.press('Enter')
    let arrives = false
    await okafor.route('**/ballot.cast', async (route) => {
      if (arrives) await route.fetch()
      await route.abort()
    })
    await okafor.getByRole('button', { name: 'Cast the ballot' }).tap()
    await expect(okafor.getByRole('alert').filter({ hasText: 'Not acknowledged yet' })).toBeVisible()
    arrives = true
    await okafor.getByRole('button', { name: 'Try again' }).tap()
    // No answer ever comes; the news of the ballot does.
    await expect(okafor.getByText(/Sealed\./)).toBeVisible()
    await expect(lead.getByRole('heading', { level: 1, name: '1 of 2 have cast.' })).toBeVisible()
  })

  await test.step('the other ballot opens both, and now it is seen who is here', async () => {
    await takeda.getByRole('radio', { name: '安全でない', exact: true }).check()
    await takeda.getByRole('radio', { name: /^ガイドラインが不明確/ }).check()
    await takeda.getByRole('button', { name: '条項2.1を引用' }).click()
    await takeda.getByRole('textbox', { name: /^理由/ }).fill('相談の一文は、推奨を打ち消さない。')
    await takeda.getByRole('button', { name: '投票する' }).click()
    await expect(okafor.getByText('相談の一文は、推奨を打ち消さない。')).toBeVisible()
    await expect(okafor.getByText(/^Here now/)).toBeVisible()
  })

  await test.step('a stretch of the item is discussed, with a mention; composing sends nothing', async () => {
    await select(takeda, stretch)
    await takeda.getByRole('button', { name: 'ここについて話し合う' }).click()
    const field = takeda.getByRole('textbox', { name: '意見を書く' })
    await expect(field).toBeFocused()
    const cdp = await takeda.context().newCDPSession(takeda)
    await cdp.send('Input.imeSetComposition', { text: '@だに', selectionStart: 3, selectionEnd: 3 })
    await expect(takeda.getByRole('listbox', { name: 'メンションできる人' })).toBeHidden()
    await cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
    await field.fill('胃への負担の話としては言われますが。')
    await field.press('End')
    await field.pressSequentially('@Okaf')
    await expect(takeda.getByRole('option', { name: /Okafor/ })).toBeVisible()
    await field.press('Enter')
    await field.press('Control+Enter')
    const thread = okafor.getByRole('article', { name: new RegExp(stretch) })
    await expect(thread).toContainText('@Daniel Okafor')
    await thread.getByRole('button', { name: 'Reply' }).tap()
    await thread.getByRole('textbox', { name: 'Reply' }).fill('On bleeding it is the other way round.')
    await thread.getByRole('button', { name: 'Send' }).tap()
    await expect(takeda.getByRole('log').first()).toContainText('the other way round')
    // What the bar at the top covers by chance would count as too small.
    await okafor.evaluate(() => scrollTo(0, 0))
    await expectAccessible(okafor, 'a thread on a phone in the dark')
  })

  await test.step('a thread begins by keys alone, on a sentence', async () => {
    await takeda.getByRole('button', { name: '項目の1番目の部分について話し合う' }).focus()
    for (const key of ['Enter', 'Tab', 'Tab', 'Enter']) await takeda.keyboard.press(key)
    await expect(takeda.getByRole('textbox', { name: '意見を書く' })).toBeFocused()
    await takeda.keyboard.insertText('服用中の薬が書かれている。')
    await takeda.keyboard.press('Control+Enter')
    await expect(lead.getByRole('link', { name: '2 unresolved threads' })).toBeVisible()
  })

  await test.step('one seat names another cause for one vote', async () => {
    await okafor.getByRole('button', { name: 'Name another cause' }).tap()
    const sheet = okafor.getByRole('dialog', { name: 'Name another cause' })
    await sheet.getByRole('combobox', { name: 'For' }).selectOption({ index: 1 })
    await sheet.getByRole('radio', { name: /^Perspective/ }).check()
    await sheet.getByRole('button', { name: 'Name the cause' }).tap()
    await expect(lead.getByText(/alone: Perspective \([AB]\)/)).toBeVisible()
  })

  await test.step('threads are open, so a signature needs a reason, which stays', async () => {
    await lead.getByRole('button', { name: 'Sign the decision' }).click()
    const sheet = lead.getByRole('dialog', { name: 'Sign this decision?' })
    await expect(sheet).toContainText('resolved threads')
    await expect(sheet.getByRole('button', { name: 'Sign all the same' })).toBeDisabled()
    await sheet.getByRole('textbox').fill('They concern the form, not the outcome.')
    await sheet.getByRole('button', { name: 'Sign all the same' }).click()
    await expect(lead.getByRole('heading', { level: 1, name: 'Decided' })).toBeVisible()
    await expect(takeda.getByText('They concern the form, not the outcome.')).toBeVisible()
  })

  await test.step('a concurrence is signed, and a dissent is not offered to whoever agreed', async () => {
    await okafor.getByRole('button', { name: 'Write an opinion' }).tap()
    const sheet = okafor.getByRole('dialog', { name: 'Write an opinion' })
    await expect(sheet.getByRole('radio', { name: /^Dissent/ })).toHaveCount(0)
    await sheet
      .getByRole('textbox', { name: 'Opinion' })
      .fill('The clause should say what a named medicine does.')
    await sheet.getByRole('button', { name: 'Sign the opinion' }).tap()
    await expect(takeda.getByText('The clause should say what a named medicine does.')).toBeVisible()
    await expectAccessible(takeda, 'decided, in Japanese')
  })
})

test('who is asked for their word finds it at home, and a resolved thread leaves', async ({ open }) => {
  const [okafor, lead] = await Promise.all([open('panelist2'), open('lead')])
  await enter(lead, '/projects/demo/disputes?state=decided')
  await lead.getByRole('button', { name: 'Discuss the case' }).click()
  await lead.getByRole('button', { name: 'Mention somebody' }).click()
  await lead.getByRole('button', { name: 'Daniel Okafor', exact: true }).click()
  await lead.keyboard.type('is this settled?')
  await lead.getByRole('button', { name: 'Begin the thread' }).click()
  await expect(lead.getByText('is this settled?')).toBeVisible()
  await okafor.goto('/')
  await okafor
    .getByRole('link', { name: /asks for your word on med-001/ })
    .first()
    .click()
  const thread = okafor.getByRole('article', { name: 'Thread: the case' })
  await expect(thread).toBeInViewport()
  await thread.getByRole('button', { name: 'Resolve' }).click()
  await expect(thread).toBeHidden()
  await okafor.goto('/')
  await expect(okafor.getByText(/asks for your word on med-001/)).toHaveCount(0)
})
