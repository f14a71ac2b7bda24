import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/house.ts'

test.use({ house: 'panel' })
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const here = '/projects/demo'
const phone = { width: 390, height: 844, touch: true } as const

/** Asks for a command as whoever looks at the page. */
async function ask<T>(page: Page, command: string, data: object): Promise<T> {
  const answer = await page.request.post(`/api/v1${here}/${command}`, {
    data,
    headers: { origin: new URL(page.url()).origin, 'idempotency-key': crypto.randomUUID() },
  })
  expect(answer.status(), await answer.text()).toBe(200)
  return answer.json()
}
const get = async (page: Page, path: string) => (await page.request.get(`/api/v1${here}${path}`)).json()

/** Opens disputes about what is still in the queue. */
async function openDisputes(lead: Page, count: number): Promise<string[]> {
  const { rows } = await get(lead, '/queue?lane=all')
  const free = rows.filter((row: { state: string }) => row.state !== 'in-dispute' && row.state !== 'decided')
  const items = free
    .slice(0, count)
    .map(({ item, question }: { item: string; question: string }) => ({ item, questions: [question] }))
  const { opened } = await ask<{ opened: { dispute: string }[] }>(lead, 'dispute.open', { items })
  return opened.map(({ dispute }) => dispute)
}

async function arrive(page: Page, link: string, { name, login }: { name: string; login: string }) {
  await page.goto(link)
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('textbox', { name: 'Name to sign in with' }).fill(login)
  await page.getByRole('textbox', { name: 'Password' }).fill('quiet river carries four boats')
  await page.getByRole('button', { name: /^(Join the project|Take the seat)$/ }).click()
}

test('a new panelist answers one question first; how many ids is all that anybody else reads', async ({
  open,
}) => {
  const lead = await open('lead')
  const { url } = await ask<{ url: string }>(lead, 'link.invite', { name: 'Sasaki Yū', roles: ['panelist'] })
  const { rows } = await get(lead, '/raters')
  const mine = rows[0].external as string

  const newcomer = await open(null, phone)
  await arrive(newcomer, url, { name: 'Sasaki Yū', login: 'sasaki@clinic.example' })
  await expect(
    newcomer.getByRole('heading', { name: 'Did you label in this project yourself?' }),
  ).toBeVisible()
  await expectAccessible(newcomer, 'the question')

  await lead.goto(`${here}/panel`)
  const row = lead.getByRole('row', { name: /Sasaki Yū/ })
  await expect(row).toContainText('not answered yet')
  await row.getByRole('button', { name: /^Ask to answer/ }).click()
  await expect(lead.getByRole('textbox', { name: 'Message' })).toHaveValue(
    /one question before your first seat/,
  )
  await lead.getByRole('radio', { name: '日本語' }).check()
  await expect(lead.getByRole('textbox', { name: 'Message' })).toHaveValue(/一つだけ質問/)
  await expectAccessible(lead, 'the words to send')
  await lead.keyboard.press('Escape')

  await newcomer.getByRole('radio', { name: /^Yes/ }).check()
  await newcomer.getByRole('textbox', { name: 'Your rater ids' }).fill(`${mine}\nnot-here-1，not-here-2`)
  await expect(newcomer.getByText('3 ids', { exact: true })).toBeVisible()
  await newcomer.getByRole('button', { name: 'Save my answer' }).click()
  await expect(newcomer.getByText('Noted. 1 id is known here')).toBeVisible()
  await expect(newcomer.getByText('2 ids are not known here yet')).toBeVisible()
  await expect(newcomer.getByRole('heading', { name: /^Did you label/ })).toBeHidden()

  await expect(row).toContainText('under 3 ids')
  expect(await lead.content()).not.toContain('not-here')
  await row.getByRole('button', { name: /^Change/ }).click()
  await lead.getByRole('combobox', { name: 'Add a language' }).selectOption({ label: 'Japanese' })
  await lead.getByRole('combobox', { name: 'Add an expertise' }).fill('cardiology、nursing')
  await lead.getByRole('textbox', { name: /^Minutes a week/ }).fill('９０')
  await expectAccessible(lead, 'describing a panelist')
  await lead.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(row).toContainText('Japanese')
  await expect(row).toContainText('cardiology')
  await expect(row).toContainText('of 90 min')

  await newcomer.goto(`${here}/panel`)
  await newcomer.getByRole('button', { name: /^Change.*Labelled here/ }).click()
  await expect(newcomer.getByRole('textbox', { name: 'Your rater ids' })).toHaveValue(
    `${mine}\nnot-here-1\nnot-here-2`,
  )
})

test('25 minutes: one ballot after the other, skipped without penalty, through a reload, to a sum', async ({
  open,
}) => {
  const lead = await open('lead')
  await openDisputes(lead, 5)
  const panelist = await open('panelist1', phone)
  await panelist.goto(`${here}/ballots`)
  const heading = panelist.getByRole('heading', { level: 2, name: /ballots? (is|are) asked of you/ })
  const due = Number((await heading.innerText()).split(' ')[0])
  expect(due).toBeGreaterThan(2)
  await panelist.getByRole('button', { name: 'Start 25 minutes' }).click()

  const bar = panelist.getByRole('region', { name: 'Sitting of 25 minutes' })
  await expect(bar).toContainText('25 minutes left')
  await expect(bar).toContainText(`0 cast, ${due - 1} ahead`)
  const first = panelist.url()
  await expect(bar.getByRole('button', { name: 'Skip' })).toBeVisible()
  await panelist.keyboard.press('n')
  await expect(bar).toContainText(`0 cast, ${due - 2} ahead`)
  expect(panelist.url()).not.toBe(first)
  await panelist.reload()
  await expect(bar).toContainText(`0 cast, ${due - 2} ahead`)
  await expectAccessible(panelist, 'a ballot in a sitting')

  const second = panelist.url()
  const { dispute, me, questions, splits } = await get(panelist, new URL(second).pathname.replace(here, ''))
  expect(splits).toEqual([])
  const answers = questions.map((question: { key: string }) => ({
    ...{ question: question.key, kind: 'irresolvable', values: [], cause: null, confidence: 'mid' },
    ...{ clauses: [], noClause: true },
  }))
  expect(me.seat).not.toBeNull()
  await ask(panelist, 'ballot.cast', { dispute: dispute.id, round: dispute.round, answers, arguments: {} })
  await expect(bar).toContainText(/1 cast/)
  await expect(panelist).not.toHaveURL(second)

  await bar.getByRole('button', { name: 'Stop' }).click()
  await expect(panelist.getByText(/^1 decided, 1 skipped, \d+ left$/)).toBeVisible()
  await expectAccessible(panelist, 'the sum')
  await panelist.getByRole('button', { name: 'Done for now' }).click()
  await expect(panelist.getByRole('button', { name: 'Start 25 minutes' })).toBeVisible()
})

test('two leads change the policy at once: whoever is second reads what the first did', async ({ open }) => {
  const [lead, owner] = [await open('lead'), await open('owner')]
  for (const page of [lead, owner]) {
    await page.goto(`${here}/settings`)
    await page.getByRole('button', { name: 'Change the policy' }).click()
  }
  await expectAccessible(lead, 'the policy')
  await lead.getByRole('textbox', { name: 'Hours a round' }).fill('９６')
  await expect(lead.getByText('Without quorum the deadline moves on by 96 hours.')).toBeVisible()
  await owner.getByRole('textbox', { name: 'Rounds at most' }).fill('2')
  await lead.getByRole('button', { name: /^Set version/ }).click()
  await expect(lead.getByText('96 hours a round', { exact: true })).toBeVisible()

  await owner.getByRole('button', { name: /^Set version/ }).click()
  await expect(owner.getByRole('alert')).toContainText('Somebody else set version 4 first')
  await expect(owner.getByRole('alert')).toContainText('96 hours a round')
  await expect(owner.getByRole('textbox', { name: 'Hours a round' })).toHaveValue('96')
  await expect(owner.getByRole('textbox', { name: 'Rounds at most' })).toHaveValue('2')
  await owner.getByRole('button', { name: 'Set version 5' }).click()
  await expect(owner.getByText('3 rounds at most → 2 rounds at most')).toBeVisible()
  await expect(lead.getByText('2 rounds at most', { exact: true })).toBeVisible()
})

test('alike ballots are signed many at once, and any seat takes one out within the day', async ({ open }) => {
  const lead = await open('lead')
  const [one, two] = [await open('panelist1'), await open('panelist2', { ...phone, locale: 'ja' })]
  const { rows } = await get(lead, '/disputes?state=voting')
  let alike = 0
  for (const row of rows) {
    if (alike === 2 || row.cast > 0 || row.round > 1) continue
    const { dispute, questions } = await get(lead, `/disputes/${row.dispute}`)
    const answers = questions.map((question: { key: string }) => ({
      ...{ question: question.key, kind: 'defective', values: [], cause: 'item-defect', confidence: 'high' },
      ...{ clauses: [], noClause: true },
    }))
    const members = Object.values<{ member: string }>(dispute.seats).map(({ member }) => member)
    const mine = await Promise.all([one, two].map(async (page) => (await get(page, '')).me.member))
    if (!mine.every((member) => members.includes(member))) continue
    const words = Object.fromEntries(questions.map(({ key }: { key: string }) => [key, 'It breaks off.']))
    for (const page of [one, two])
      await ask(page, 'ballot.cast', { dispute: dispute.id, round: 1, answers, arguments: words })
    alike++
  }
  expect(alike).toBe(2)

  await lead.goto(`${here}/consent`)
  await lead
    .getByRole('button', { name: /^Arguments/ })
    .first()
    .click()
  await expect(lead.getByText('It breaks off.').first()).toBeVisible()
  await lead.getByRole('checkbox', { name: /that can be signed$/ }).check()
  await lead.getByRole('button', { name: /^Sign \d decisions$/ }).click()
  await expectAccessible(lead, 'signing many')
  await expect(lead.getByRole('dialog')).toContainText('For 24 hours any seat can take one out again')
  await lead.getByRole('dialog').getByRole('button', { name: /^Sign/ }).click()
  await expect(lead.getByText('Nothing waits for consent')).toBeVisible()

  await two.goto(`${here}/consent`)
  await two.getByRole('button', { name: /^外す/ }).first().click()
  await two.getByRole('textbox', { name: /^理由/ }).fill('続きの画像に別の記載があります。')
  await two.getByRole('dialog').getByRole('button', { name: '外す' }).click()
  await expect(two.getByText(/を外しました/)).toBeVisible()
  await expectAccessible(two, '一括承認')
})

test('a guest comes by a link to one dispute: the question, then its room', async ({ open }) => {
  const lead = await open('lead')
  const { rows } = await get(lead, '/disputes?state=voting')
  await lead.goto(`${here}/disputes/${rows[0].dispute}`)
  await lead.getByRole('button', { name: 'Replace a seat' }).click()
  await expect(lead.getByRole('dialog').getByText('Has or had a seat here.').first()).toBeVisible()
  await expectAccessible(lead, 'who could take a seat')
  await lead.keyboard.press('Escape')
  const { url } = await ask<{ url: string }>(lead, 'link.invite', {
    name: 'Anna Weber',
    roles: ['panelist'],
    dispute: rows[0].dispute,
  })
  const guest = await open(null, phone)
  await guest.goto(url)
  await expect(guest.getByText(/You are asked to judge one dispute/)).toBeVisible()
  await arrive(guest, url, { name: 'Anna Weber', login: 'anna@clinic.example' })
  await guest.getByRole('radio', { name: /^No/ }).check()
  await guest.getByRole('button', { name: 'Save my answer' }).click()
  await expect(guest).toHaveURL(`${here}/disputes/${rows[0].dispute}`)
  await expect(guest.getByRole('heading', { level: 1 })).toBeVisible()
})
