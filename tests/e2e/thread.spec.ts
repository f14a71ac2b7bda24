import type { Page } from '@playwright/test'
import { castWithKeys, castWithMouse, tabTo } from './support/ballot.ts'
import { expect, test } from './support/house.ts'
import { leaksOf, overhear } from './support/leaks.ts'

test.use({ house: 'thread' })
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const ballots = '/projects/demo/ballots'
const warfarin = /ワルファリン/
const argued = {
  first: 'アスピリンは出血の危険を高める。相談の一文では打ち消せない。',
  second: 'Aspirin on top of warfarin can end in serious bleeding, whatever the closing sentence says.',
}
/** Words that only the first ballot could have brought. */
const sealedWords = [argued.first, 'guideline-unclear']

/** A page that is loaded anew forgets this. */
const stay = (page: Page) => page.evaluate(() => Object.assign(window, { stayed: true }))
const stayed = (page: Page) => page.evaluate(() => 'stayed' in window)

test('a dispute goes from sealed ballots to a rater upheld, on four screens, none of them loaded twice', async ({
  open,
}) => {
  const [lead, takeda, okafor, phone] = await Promise.all([
    open('lead'),
    open('panelist1', { locale: 'ja' }),
    open('panelist2'),
    open('rater', { locale: 'ja', width: 390, height: 844, touch: true }),
  ])
  const listeners = [lead, okafor, phone].map((page) => ({ page, heard: overhear(page) }))

  await test.step('the rater learns that it is being heard', async () => {
    await phone.goto('/projects/demo/votes')
    await phone.getByRole('link', { name: '理由を見る: med-001' }).tap()
    await expect(phone.getByRole('heading', { level: 1, name: '審理中です' })).toBeVisible()
  })
  await test.step('the others come to the room', async () => {
    await takeda.goto(ballots)
    await takeda.getByRole('link', { name: warfarin }).click()
    await expect(takeda.getByRole('heading', { level: 1, name: '封印投票をお願いします' })).toBeVisible()
    await okafor.goto(ballots)
    await tabTo(okafor, okafor.getByRole('link', { name: warfarin }))
    await okafor.keyboard.press('Enter')
    await expect(
      okafor.getByRole('heading', { level: 1, name: 'Your sealed ballot is asked for' }),
    ).toBeVisible()
    await lead.goto('/projects/demo/disputes?state=voting')
    await lead.getByRole('link', { name: warfarin }).click()
    await expect(lead.getByRole('heading', { level: 1, name: '0 of 2 have cast.' })).toBeVisible()
    await Promise.all([lead, takeda, okafor, phone].map(stay))
  })

  await test.step('one panelist casts with the mouse; nobody learns what', async () => {
    await takeda.getByRole('radio', { name: '安全でない', exact: true }).check()
    await takeda.getByRole('radio', { name: /^ガイドラインが不明確/ }).check()
    await takeda.getByRole('button', { name: '条項2.1を引用' }).click()
    await takeda.getByRole('button', { name: '条項2.2を引用' }).click()
    await takeda.getByRole('textbox', { name: /^理由/ }).fill(argued.first)
    await takeda.getByRole('button', { name: '投票する' }).click()
    await expect(takeda.getByText(/封印済み/)).toBeVisible()
    await expect(okafor.getByRole('paragraph').filter({ hasText: '1 of 2 have cast.' })).toBeVisible()
    await expect(lead.getByRole('heading', { level: 1, name: '1 of 2 have cast.' })).toBeVisible()
    for (const { page, heard } of listeners.slice(0, 2))
      expect(await leaksOf(page, heard, sealedWords)).toEqual([])
    expect(await leaksOf(phone, listeners[2]!.heard, [argued.first])).toEqual([])
  })

  await test.step('the other casts by keyboard alone, and all ballots turn on every screen', async () => {
    const ballot = {
      answer: 'Unsafe',
      cause: /^Guideline unclear/,
      clauses: ['2.1', '2.2'],
      argument: argued.second,
    }
    await castWithKeys(okafor, '2', ballot)
    await expect(okafor.getByRole('heading', { level: 1, name: '2 of 2 ballots are open' })).toBeVisible()
    await expect(takeda.getByRole('heading', { level: 1, name: '2席のうち2席の投票を開票' })).toBeVisible()
    for (const page of [okafor, takeda, lead])
      for (const words of Object.values(argued)) await expect(page.getByText(words)).toBeVisible()
    await expect(okafor.getByText(/^Rater [A-Z]+/).first()).toBeVisible()
    await expect(phone.getByRole('heading', { level: 1, name: '開票済み。署名を待っています' })).toBeVisible()
  })

  await test.step('the lead signs with a rationale, knowing what it does', async () => {
    await lead
      .getByRole('textbox', { name: /^Rationale/ })
      .fill('Clause 2.1 misled them; clause 2.2 decides.')
    await lead.getByRole('button', { name: 'Sign the decision' }).click()
    const sheet = lead.getByRole('dialog', { name: 'Sign this decision?' })
    await expect(sheet).toContainText('Changes 51 marks; notifies 1 rater.')
    await sheet.getByRole('button', { name: 'Sign the decision' }).click()
    await expect(lead.getByRole('heading', { level: 1, name: 'Decided' })).toBeVisible()
  })

  await test.step('the phone flips to upheld, and the fifty are excused', async () => {
    await expect(phone.getByRole('heading', { level: 1, name: /^支持/ })).toBeVisible()
    await expect(phone.getByText('「安全」と答えた50人は免責です')).toBeVisible()
    await expect(phone.getByText('Clause 2.1 misled them; clause 2.2 decides.')).toBeVisible()
    for (const page of [takeda, okafor])
      await expect(page.getByText('Clause 2.1 misled them; clause 2.2 decides.')).toBeVisible()
    for (const page of [lead, takeda, okafor, phone]) expect(await stayed(page)).toBe(true)
  })
})

test('a lead opens a second case from the queue with a key, and of two who sign at once one was first', async ({
  open,
}) => {
  const [lead, owner] = await Promise.all([open('lead'), open('owner')])
  const panel = await Promise.all([open('panelist1'), open('panelist2')])

  await test.step('1 opens it', async () => {
    await lead.goto('/projects/demo/queue?lane=all&q=med-009')
    await expect(lead.getByRole('listbox').getByRole('option')).toHaveCount(1)
    await lead.keyboard.press('1')
    await expect(lead.getByRole('status').filter({ hasText: 'Dispute opened on med-009' })).toBeVisible()
  })
  await test.step('the panel is of one mind', async () => {
    for (const page of panel) {
      await page.goto(ballots)
      await page.getByRole('link', { name: /ろれつ/ }).click()
      const argument = 'A passing weakness with slurred speech cannot wait.'
      await castWithMouse(page, { answer: 'Unsafe', cause: /^Missing context/, clauses: ['2.4'], argument })
    }
    await expect(panel[0]!.getByRole('heading', { level: 1, name: '2 of 2 ballots are open' })).toBeVisible()
  })
  await test.step('two sign at the same moment', async () => {
    const here = new URL(panel[0]!.url()).pathname
    const leaders = [lead, owner]
    const both = meet(leaders.length)
    for (const page of leaders) {
      await page.goto(here)
      await page.route('**/decision.sign', async (route) => {
        await both()
        await route.continue()
      })
      await page.getByRole('textbox', { name: /^Rationale/ }).fill('Signs of a stroke cannot wait.')
      await page.getByRole('button', { name: 'Sign the decision' }).click()
    }
    await Promise.all(
      leaders.map((page) =>
        page.getByRole('dialog').getByRole('button', { name: 'Sign the decision' }).click(),
      ),
    )
    for (const page of leaders)
      await expect(page.getByRole('heading', { level: 1, name: 'Decided' })).toBeVisible()
    const told = (page: Page) => page.getByRole('alert').filter({ hasText: 'Your signature was not needed' })
    const late = async () => (await Promise.all(leaders.map((page) => told(page).count()))).indexOf(1)
    await expect.poll(late).toBeGreaterThanOrEqual(0)
    await expect(told(leaders[await late()]!)).toContainText(/signed this decision/)
    await expect(told(leaders[1 - (await late())]!)).toHaveCount(0)
  })
})

/** Lets nobody go on before so many have come. */
function meet(count: number): () => Promise<void> {
  let come = 0
  let go = () => {}
  const all = new Promise<void>((resolve) => (go = resolve))
  return () => {
    if (++come === count) go()
    return all
  }
}
