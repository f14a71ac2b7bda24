import * as Y from 'yjs'
import { openWriter, type Writer } from '../support/text-writer.ts'
import { expect, test } from './support/house.ts'
import { reveal, shown } from './support/text.ts'

test.use({ house: 'ime' })
test.describe.configure({ mode: 'serial' })

/** What a Japanese input method hands to the page, letter by letter, and what is chosen at the end. */
const composed = ['n', 'に', 'にh', 'にほ', 'にほn', 'にほんg', 'にほんご', '日本語']
const begun = 'Clause one: \nClause two text.'

/** What somebody else does to the text while the word is being composed at the end of its first line. */
const acts: Record<string, (text: Y.Text, writer: Writer) => void | Promise<void>> = {
  nothing: () => {},
  'writes in another line': (text) => text.insert(text.toString().indexOf('Clause two'), '[R]'),
  'writes in the same line': (text) => text.insert(0, '[R]'),
  'makes a new line before it': (text) => text.insert(0, 'New remote line\n'),
  'puts their caret there': (text, { provider }) => {
    const place = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, 3))
    provider.awareness.setLocalStateField('cursor', { anchor: place, head: place })
  },
  'writes at the very place': (text) => text.insert('Clause one: '.length, '[R]'),
  'deletes right before it': (text) => text.delete(7, 4),
  'splits the line': (text) => text.insert(6, '\n'),
  'writes twenty letters in a row': async (text) => {
    for (let i = 0; i < 20; i++) {
      text.insert(0, 'x')
      await new Promise((resolve) => setTimeout(resolve, 8))
    }
  },
  'deletes the line': (text) => text.delete(0, text.toString().indexOf('\n') + 1),
}

test('a word composed in Japanese comes out whole, whatever somebody else does meanwhile', async ({
  open,
}) => {
  test.setTimeout(180_000)
  const [lead, one, two] = [await open('lead'), await open('panelist1'), await open('panelist2')]
  const dispute = await reveal([one, two])
  await lead.goto(`/projects/demo/disputes/${dispute}`)
  const sheet = lead.getByRole('textbox', { name: 'Rationale', exact: true })
  await expect(sheet).toBeEditable()
  const { origin } = new URL(lead.url())
  const cookie = (await one.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const writer = openWriter(origin, { cookie, origin }, `${dispute}-0`)
  await writer.synced()
  const devtools = await lead.context().newCDPSession(lead)
  const seen: string[] = []
  writer.text.observe(() => seen.push(writer.read()))

  for (const [name, act] of Object.entries(acts)) {
    await test.step(`somebody ${name}`, async () => {
      writer.doc.transact(() => {
        writer.text.delete(0, writer.text.length)
        writer.text.insert(0, begun)
      })
      await expect.poll(() => shown(lead)).toBe(begun)
      await lead.locator('.cm-line').first().click()
      await lead.keyboard.press('End')
      seen.length = 0
      for (const [i, text] of composed.entries()) {
        const end = { selectionStart: text.length, selectionEnd: text.length }
        await devtools.send('Input.imeSetComposition', { text, ...end })
        await lead.waitForTimeout(40)
        if (i === 3) await act(writer.text, writer)
      }
      const before = seen.filter((words) => /[ぁ-ん日]/.test(words))
      await devtools.send('Input.insertText', { text: '日本語' })
      await expect.poll(() => writer.read()).toContain('日本語')
      await expect.poll(async () => (await shown(lead)) === writer.read()).toBe(true)
      expect.soft(writer.read().match(/日本語/g), name).toHaveLength(1)
      expect.soft(writer.read(), name).not.toMatch(/[ぁ-ん]/)
      // Nobody saw it before it was chosen.
      expect.soft(before, name).toEqual([])
      await expect(lead.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
    })
  }
  writer.close()
})
