import type { Page } from '@playwright/test'
import * as Y from 'yjs'
import { readDraft, textRoot } from '#shared/draft.ts'
import { ROOT } from '#shared/live-text.ts'
import { openWriter, type TextKind, type Writer } from '../support/text-writer.ts'
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

/** Opens a text of this kind on the screen and, as somebody else, without one. */
type Opened = { id: string; root: (doc: Y.Doc) => string; editor: string }
const open: Record<TextKind, (lead: Page, others: Page[]) => Promise<Opened>> = {
  async rationale(lead, others) {
    const dispute = await reveal(others)
    await lead.goto(`/projects/demo/disputes/${dispute}`)
    await expect(lead.getByRole('textbox', { name: 'Rationale', exact: true })).toBeEditable()
    return { id: `${dispute}-0`, root: () => ROOT, editor: '.cm-editor' }
  },
  async guideline(lead) {
    await lead.goto('/projects/demo/guideline/draft?show=en')
    await lead.getByRole('button', { name: 'Write in clause 1.1', exact: true }).click()
    await expect(lead.getByRole('textbox', { name: 'Text of clause 1.1', exact: true })).toBeFocused()
    const { project } = await (await lead.request.get('/api/v1/projects/demo')).json()
    const clause = (doc: Y.Doc) => readDraft(doc).clauses.find(({ number }) => number === '1.1')!.id
    return { id: project.id, root: (doc) => textRoot(clause(doc), 'en', 'body'), editor: '.body .cm-editor' }
  },
}

for (const kind of ['rationale', 'guideline'] as const)
  test(`a word composed in Japanese comes out whole in a ${kind}, whatever somebody else does meanwhile`, async ({
    open: sit,
  }) => {
    test.setTimeout(180_000)
    const [lead, one, two] = [await sit('lead'), await sit('panelist1'), await sit('panelist2')]
    const { id, root, editor } = await open[kind](lead, [one, two])
    const { origin } = new URL(lead.url())
    const cookie = (await one.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const writer = openWriter(origin, { cookie, origin }, id, kind)
    await writer.synced()
    const text = writer.doc.getText(root(writer.doc))
    const devtools = await lead.context().newCDPSession(lead)
    const seen: string[] = []
    text.observe(() => seen.push(text.toString()))

    for (const [name, act] of Object.entries(acts)) {
      await test.step(`somebody ${name}`, async () => {
        writer.doc.transact(() => {
          text.delete(0, text.length)
          text.insert(0, begun)
        })
        await expect.poll(() => shown(lead, editor), { intervals: [20] }).toBe(begun)
        await lead.locator(`${editor} .cm-line`).first().click()
        await lead.keyboard.press('End')
        seen.length = 0
        for (const [i, letters] of composed.entries()) {
          const end = { selectionStart: letters.length, selectionEnd: letters.length }
          await devtools.send('Input.imeSetComposition', { text: letters, ...end })
          await lead.waitForTimeout(20)
          if (i === 3) await act(text, writer)
        }
        const before = seen.filter((words) => /[ぁ-ん日]/.test(words))
        await devtools.send('Input.insertText', { text: '日本語' })
        const intervals = [20, 50, 100]
        await expect.poll(() => text.toString(), { intervals }).toContain('日本語')
        await expect
          .poll(async () => (await shown(lead, editor)) === text.toString(), { intervals })
          .toBe(true)
        expect.soft(text.toString().match(/日本語/g), name).toHaveLength(1)
        expect.soft(text.toString(), name).not.toMatch(/[ぁ-ん]/)
        // Nobody saw it before it was chosen.
        expect.soft(before, name).toEqual([])
        await expect(lead.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()
      })
    }
    writer.close()
  })
