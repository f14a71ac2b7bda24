import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './support/house.ts'

test.use({ house: 'people' })
test.describe.configure({ mode: 'serial', timeout: 90_000 })

const hana = { name: 'Hana Novak', login: 'hana@clinic.example', password: 'quiet river carries four boats' }
const renewed = 'seven lanterns over the harbour'
const trials = '/projects/trials'

/** Invites by name and role, and gives back the link that is shown once. */
async function invite(page: Page, name: string, role: RegExp): Promise<string> {
  await page.getByRole('button', { name: 'Invite by link' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox', { name: /^Name/ }).fill(name)
  await sheet.getByRole('checkbox', { name: /^Panelist/ }).uncheck()
  await sheet.getByRole('checkbox', { name: role }).check()
  await sheet.getByRole('button', { name: 'Make the link' }).click()
  await expect(sheet.getByText('Shown once: copy it now. It cannot be shown again.')).toBeVisible()
  const link = await sheet.getByRole('textbox', { name: 'Link' }).inputValue()
  await sheet.getByRole('button', { name: 'Close' }).last().click()
  await expect(sheet).toBeHidden()
  return new URL(link).pathname
}

async function introduce(page: Page, { name, login, password }: typeof hana) {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('textbox', { name: 'Name to sign in with' }).fill(login)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Join the project' }).click()
}

async function signIn(page: Page, login: string, password: string) {
  await page.getByRole('textbox', { name: 'Name to sign in with' }).fill(login)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const account = (page: Page) => page.getByRole('button', { name: `${hana.name}: account` })

test('an owner makes a project and invites a lead by a link, who comes in, goes out and comes back', async ({
  open,
}) => {
  const owner = await open('owner')
  await owner.getByRole('link', { name: 'New project' }).click()
  await owner.getByRole('textbox', { name: /English/ }).fill('Trials')
  await owner.getByRole('textbox', { name: /Japanese/ }).fill('治験')
  await expect(owner.getByRole('textbox', { name: /^Key/ })).toHaveValue('trials')
  await owner.getByRole('button', { name: 'Make the project' }).click()
  await expect(owner.getByRole('heading', { level: 1, name: 'Trials' })).toBeVisible()

  await owner.getByRole('link', { name: 'Members' }).click()
  const link = await invite(owner, 'Hana', /^Lead/)
  await expect(owner.getByText('Hana · Lead', { exact: true })).toBeVisible()
  expect(await owner.content()).not.toContain(link)

  const guest = await open(null)
  await guest.goto(link)
  await expect(guest.getByRole('heading', { level: 1, name: 'You are invited to Trials' })).toBeVisible()
  await introduce(guest, { ...hana, password: 'password1234' })
  await expect(guest.getByText(/among the first anybody would try/)).toBeVisible()
  await guest.getByRole('textbox', { name: 'Password' }).fill(hana.password)
  await guest.getByRole('button', { name: 'Join the project' }).click()
  await expect(guest).toHaveURL(trials)
  await expect(guest.getByRole('heading', { level: 1, name: 'Trials' })).toBeVisible()
  // The owner's screen heard of it.
  await expect(owner.getByRole('row', { name: new RegExp(hana.name) })).toBeVisible()

  await account(guest).click()
  await guest.getByRole('button', { name: 'Sign out' }).click()
  await expect(guest.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await guest.goto(`${trials}/members`)
  await signIn(guest, hana.login, 'not the password')
  await expect(guest.getByRole('alert')).toContainText('The name or the password is not right.')
  await signIn(guest, hana.login, hana.password)
  await expect(guest).toHaveURL(`${trials}/members`)
  await expect(guest.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible()

  await test.step('a used link says so, and so does one that never was', async () => {
    const second = await open(null)
    await second.goto(link)
    await expect(
      second.getByText('This link was used already. Ask whoever sent it for a new one.'),
    ).toBeVisible()
    await second.goto('/welcome/nothing-like-a-link')
    await expect(second.getByText(/This link is not known here/)).toBeVisible()
  })
  await test.step('a stranger to a project gets words', async () => {
    await guest.goto('/projects/demo')
    await expect(guest.getByText('It does not exist, or you may not see it.')).toBeVisible()
    await expect(guest.getByRole('link', { name: 'Go home' })).toBeVisible()
    const nobody = await open(null)
    await nobody.goto('/projects/demo/queue?lane=tie')
    await expect(nobody).toHaveURL(`/sign-in?next=${encodeURIComponent('/projects/demo/queue?lane=tie')}`)
  })
})

test('a recovery link sets a new password once, and ends every other session', async ({ open }) => {
  const [owner, elsewhere, guest] = await Promise.all([open('owner'), open(null), open(null)])
  await elsewhere.goto(trials)
  await signIn(elsewhere, hana.login, hana.password)
  await expect(elsewhere.getByText('Live', { exact: true })).toBeVisible()

  await owner.goto(`${trials}/members`)
  await owner.getByRole('button', { name: /^Recovery link ?: Hana Novak/ }).click()
  const link = await owner.getByRole('dialog').getByRole('textbox', { name: 'Link' }).inputValue()
  await guest.goto(new URL(link).pathname)
  await guest.getByRole('textbox', { name: 'Password' }).fill(renewed)
  await guest.getByRole('button', { name: 'Set the password and enter' }).click()
  await expect(account(guest)).toBeVisible()
  await expect(elsewhere.getByRole('button', { name: 'Out of date: reload' })).toBeVisible()

  await elsewhere.goto('/sign-in')
  await signIn(elsewhere, hana.login, hana.password)
  await expect(elsewhere.getByRole('alert')).toContainText('The name or the password is not right.')
  await signIn(elsewhere, hana.login, renewed)
  await expect(account(elsewhere)).toBeVisible()
})

test('raters known only by an id get claim links in one file, and a link links the votes', async ({
  open,
  demo,
}) => {
  const lead = await open('lead')
  await lead.goto(`/projects/${demo.project}/members`)
  await lead.getByRole('button', { name: 'Make the links' }).click()
  const sheet = lead.getByRole('dialog', { name: 'Claim links for raters' })
  await sheet.getByRole('button', { name: 'Make the links' }).click()
  await expect(sheet.getByText(/50 links/)).toBeVisible()
  const [file] = await Promise.all([
    lead.waitForEvent('download'),
    sheet.getByRole('button', { name: 'Download CSV (rater, link)' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('demo-claim-links.csv')
  const lines = (await readFile((await file.path())!, 'utf8'))
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r\n/)
  expect(lines[0]).toBe('rater,link')
  expect(lines).toHaveLength(51)
  expect(lines.some((line) => line.startsWith('r17,'))).toBe(false)

  const [rater, link] = lines[1]!.split(',') as [string, string]
  const guest = await open(null, { locale: 'ja', width: 390, height: 844, touch: true })
  await guest.goto(new URL(link).pathname)
  await expect(guest.getByText(`評価者 ${rater} の票があなたのものになり`)).toBeVisible()
  await guest.getByRole('textbox', { name: '名前', exact: true }).fill('岡 みどり')
  await guest.getByRole('textbox', { name: 'サインイン名' }).fill('midori')
  await guest.getByRole('textbox', { name: 'パスワード' }).fill('静かな川に舟が四つ浮かぶ')
  await guest.getByRole('button', { name: 'この票を自分にひもづける' }).tap()
  await guest.getByRole('link', { name: '自分の票' }).first().tap()
  await expect(guest.getByRole('heading', { level: 1, name: '自分の票' })).toBeVisible()
  await expect(guest.getByRole('listitem').filter({ hasText: 'ワルファリン' })).toBeVisible()
})

test('whoever is removed while a page is open is told there', async ({ open }) => {
  const [owner, removed] = await Promise.all([open('owner'), open(null)])
  await removed.goto('/sign-in')
  await signIn(removed, hana.login, renewed)
  await removed.getByRole('link', { name: 'Trials' }).click()
  await expect(removed.getByText('Live', { exact: true })).toBeVisible()

  await owner.goto(`${trials}/members`)
  await owner.getByRole('button', { name: /^Remove ?: Hana Novak/ }).click()
  const sheet = owner.getByRole('dialog', { name: `Remove ${hana.name}?` })
  const act = sheet.getByRole('button', { name: `Remove ${hana.name}` })
  await expect(sheet).toContainText('leaves this project at once')
  await act.click()
  await expect(sheet.getByRole('alert')).toContainText('This is the last lead of the project.')
  await sheet.getByRole('button', { name: 'Cancel' }).click()

  const second = await open(null)
  await second.goto(await invite(owner, 'Ivo', /^Lead/))
  await introduce(second, { name: 'Ivo Brandt', login: 'ivo', password: 'an orange tram climbs slowly' })
  await expect(second).toHaveURL(trials)
  await owner.getByRole('button', { name: /^Remove ?: Hana Novak/ }).click()
  await act.click()
  await expect(owner.getByRole('row', { name: new RegExp(hana.name) })).toHaveCount(0)

  // The line is cut, and the page may have read its project anew before that: either way it says so.
  const reload = removed.getByRole('button', { name: 'Out of date: reload' })
  const gone = removed.getByText('It does not exist, or you may not see it.')
  await expect(reload.or(gone)).toBeVisible()
  if (await reload.isVisible()) await reload.click()
  await expect(gone).toBeVisible()
})
