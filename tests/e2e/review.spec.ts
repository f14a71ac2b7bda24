import { expect, expectAccessible, test } from './support/house.ts'

// Reviews stand on raters' pages: this house is its own.
test.use({ house: 'review' })

test('a lead has votes reviewed, a peer rejects one by the keyboard, and the rater reads why, never who', async ({
  open,
  demo,
}) => {
  const at = (path: string) => `/projects/${demo.project}${path}`
  const peer = await open('panelist1')
  // What waits from before goes to others, so that the first to come is one assigned here.
  const api = `/api/v1/projects/${demo.project}`
  const waiting = await (await peer.request.get(`${api}/reviews/mine`)).json()
  for (const { id } of waiting.rows) {
    const headers = { origin: demo.url, 'idempotency-key': crypto.randomUUID() }
    await peer.request.post(`${api}/review.decline`, { data: { review: id }, headers })
  }
  const lead = await open('lead')
  await lead.goto(at('/reviews'))
  await lead.getByRole('button', { name: 'Assign reviews' }).click()
  const sheet = lead.getByRole('dialog', { name: 'Assign reviews' })
  await expect(sheet.getByRole('status')).toHaveText('Choose who reviews.')
  await sheet.getByRole('textbox', { name: 'Share of the votes, %' }).fill('100')
  await sheet.getByRole('checkbox', { name: '武田 綾' }).check()
  await sheet.getByText('Narrow it down').click()
  await sheet.getByRole('textbox', { name: 'One rater only' }).fill('r17')
  await expect(sheet.getByRole('status')).toContainText(/That is \d+ of \d+ votes\.\s+武田 綾 \d+/)
  await expectAccessible(lead, 'the sheet that assigns reviews')
  await sheet.getByRole('button', { name: /^Assign \d+ reviews?$/ }).click()
  await lead.getByRole('button', { name: 'Draw again' }).first().click()
  await expect(lead.getByText('nobody chose them')).toBeVisible()

  await peer.goto(at('/reviews/mine'))
  await expect(peer.getByText(/ given$/)).toBeVisible()
  await expect(peer.getByText('r17')).toHaveCount(0)
  await peer.keyboard.press('r')
  await peer.getByRole('textbox', { name: 'In your own words' }).fill('The dose is missing')
  await peer.keyboard.press('Control+Enter')
  await expect(lead.getByText('The dose is missing')).toBeVisible()

  const rater = await open('rater')
  const path = await lead
    .getByRole('listitem')
    .filter({ hasText: 'The dose is missing' })
    .getByRole('link')
    .getAttribute('href')
  await rater.goto(path!)
  await expect(rater.getByText('The dose is missing')).toBeVisible()
  await expect(rater.getByRole('main')).not.toContainText('武田')
})
