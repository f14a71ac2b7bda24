import type { Page } from '@playwright/test'
import { expect } from './house.ts'
import { ask } from './month.ts'

export const here = '/projects/month'

/** A page that is loaded anew forgets this. */
export const stay = (page: Page) => page.evaluate(() => Object.assign(window, { stayed: true }))
export const stayed = (page: Page) => page.evaluate(() => 'stayed' in window)
export const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
export const act = (page: Page, command: string, data: object) =>
  ask(page.request, new URL(page.url()).origin, command, data)
export const get = async (page: Page, path: string) =>
  (await page.request.get(`/api/v1${here}${path}`)).json()

export async function disputeOf(page: Page, external: string): Promise<string> {
  const { rows } = await get(page, '/disputes')
  return rows.find((row: { external: string }) => row.external === external).dispute
}
export const enterRoom = async (page: Page, external: string) =>
  page.goto(`${here}/disputes/${await disputeOf(page, external)}`)

type Cast = { value?: 'safe' | 'unsafe'; kind?: string; cause?: string; argument?: string }
/** The same ballot without the screen: for rounds that another test has gone through by hand. */
export async function cast(
  page: Page,
  external: string,
  { value, kind = 'value', cause, argument = '' }: Cast,
) {
  const { dispute, clauses } = await get(page, `/disputes/${await disputeOf(page, external)}`)
  const harm = clauses.find(({ number }: { number: string }) => number === '1.1').id
  const answer = {
    ...{ question: 'safe', kind, values: value ? [{ value, weight: 100 }] : [], confidence: 'high' },
    ...{ cause: cause ?? null, clauses: [harm], noClause: false },
  }
  const { id, round } = dispute
  return act(page, 'ballot.cast', { dispute: id, round, answers: [answer], arguments: { safe: argument } })
}

export const threadOf = async (page: Page, dispute: string) =>
  Object.keys((await get(page, `/disputes/${dispute}`)).dispute.threads)[0]!

/** The third panelist comes by a link when a third seat is needed, and says first that they did not label here. */
export async function arrive(lead: Page, newcomer: Page) {
  const link = await act(lead, 'link.invite', { name: 'Anna Weber', roles: ['panelist'] })
  await newcomer.goto(link.url)
  await newcomer.getByRole('textbox', { name: 'Name to sign in with' }).fill('weber@month.example')
  await newcomer.getByRole('textbox', { name: 'Password' }).fill('quiet river carries four boats')
  await newcomer.getByRole('button', { name: 'Join the project' }).click()
  await newcomer.getByRole('radio', { name: /^No/ }).check()
  await newcomer.getByRole('button', { name: 'Save my answer' }).click()
  await expect(newcomer.getByText('Noted. You can be seated now.')).toBeVisible()
}
export const returning = async (page: Page) => {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: 'Name to sign in with' }).fill('weber@month.example')
  await page.getByRole('textbox', { name: 'Password' }).fill('quiet river carries four boats')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/')
}

/** Writes the rationale into the shared text and signs. */
export async function sign(page: Page, rationale: string) {
  await page.getByRole('textbox', { name: 'Rationale' }).click()
  await page.keyboard.type(rationale)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Sign the decision' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign the decision' }).click()
  await expect(title(page, 'Decided')).toBeVisible()
}

export async function toVote(rater: Page, external: string) {
  await rater.goto(`${here}/votes`)
  await rater.getByRole('link', { name: `理由を見る: ${external}` }).tap()
}
