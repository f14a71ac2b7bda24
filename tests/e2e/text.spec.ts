import { openWriter } from '../support/text-writer.ts'
import { tabTo } from './support/ballot.ts'
import { expect, expectAccessible, test } from './support/house.ts'
import { reveal, shown } from './support/text.ts'

test.use({ house: 'text' })

test('a rationale is written by two at once, by keyboard, and through a broken line; saved is said of what is stored', async ({
  open,
}) => {
  test.setTimeout(120_000)
  const [lead, one, two] = [await open('lead'), await open('panelist1'), await open('panelist2')]
  const dispute = await reveal([one, two])
  await lead.goto(`/projects/demo/disputes/${dispute}`)
  const sheet = lead.getByRole('textbox', { name: 'Rationale', exact: true })
  const said = (words: string) => expect(lead.getByRole('status').filter({ hasText: words })).toBeVisible()
  await expect(sheet).toBeEditable()
  await said('Saved')
  const { origin } = new URL(lead.url())
  const cookie = (await one.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const writer = openWriter(origin, { cookie, origin }, `${dispute}-0`)
  await writer.synced()

  await test.step('the toolbar is one stop of the Tab key, arrows within', async () => {
    await tabTo(lead, lead.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name: 'Bold' }))
    await lead.keyboard.press('Tab')
    await expect(sheet).toBeFocused()
    await lead.keyboard.press('Control+Home')
    await lead.keyboard.type('Held. ')
    await lead.keyboard.press('Shift+Tab')
    await lead.keyboard.press('ArrowRight')
    await expect(lead.getByRole('button', { name: 'Heading' })).toBeFocused()
    await lead.keyboard.press('ArrowLeft')
    await lead.keyboard.press('Enter')
    await lead.keyboard.type('unsafe')
    await expect.poll(() => writer.read().split('\n')[0]).toMatch(/^Held\. \*\*unsafe\*\*/)
    await said('Saved')
  })
  await test.step('who else is there stands beside it, and what they write comes in', async () => {
    writer.provider.awareness.setLocalStateField('cursor', null)
    await expect(lead.getByRole('list', { name: 'Here now' }).getByRole('listitem')).toHaveCount(2)
    writer.text.insert(0, 'Written elsewhere. ')
    await expect.poll(() => shown(lead)).toContain('Written elsewhere. ')
    await expectAccessible(lead, 'the room with its shared text')
  })
  await test.step('undo takes back only what this person wrote', async () => {
    await sheet.focus()
    await lead.keyboard.press('Control+z')
    await expect.poll(() => writer.read()).not.toContain('unsafe')
    expect(writer.read()).toContain('Written elsewhere. ')
  })
  await test.step('without a line it says so, and what was written merges when the line is back', async () => {
    await lead.context().setOffline(true)
    await lead.keyboard.press('Control+End')
    await lead.keyboard.type('Written offline.')
    await said('Not saved yet, reconnecting…')
    writer.text.insert(0, 'Meanwhile. ')
    await writer.saved()
    expect(await shown(lead)).not.toContain('Meanwhile')
    await lead.context().setOffline(false)
    await expect.poll(() => writer.read()).toContain('Written offline.')
    await expect.poll(async () => (await shown(lead)) === writer.read()).toBe(true)
    await said('Saved')
  })
  writer.close()
})
