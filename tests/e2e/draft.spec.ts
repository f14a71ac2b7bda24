import { ask, choose, clause, draftPage, saved, shown, stored, take, test } from './support/draft.ts'
import { expect, expectAccessible } from './support/house.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

test('three write one guideline, one composing, one offline, one in the second language, and it is one text for ever', async ({
  open,
  again,
}) => {
  const [lead, composer, away] = [await open('lead'), await open('panelist1'), await open('panelist2')]
  await Promise.all([lead, composer, away].map((page) => page.goto(draftPage('both'))))
  for (const page of [lead, composer, away]) await saved(page)

  await test.step('who is where is seen by all', async () => {
    await take(lead, '1.1')
    await expect(clause(away, '1.1').getByRole('list', { name: 'Writing in clause 1.1' })).toContainText(
      'Leah Roy',
    )
    await expectAccessible(lead, 'a clause in hand')
  })
  await away.context().setOffline(true)
  await take(away, '1.1')
  await away.keyboard.type(' Say what to do.')
  await expect(away.getByRole('status').filter({ hasText: 'Not saved yet, reconnecting…' })).toBeVisible()

  await clause(composer, '1.1').getByText('医師に触れただけでは足りない。').click()
  await expect(composer.getByRole('textbox', { name: 'Text of clause 1.1' })).toBeFocused()
  await composer.keyboard.press('Control+End')
  const devtools = await composer.context().newCDPSession(composer)
  for (const text of ['k', 'か', 'かk', 'かく', 'かくn', 'かくに', 'かくにn', '確認'])
    await devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  await lead.keyboard.type(' Nor is a phone number.')
  await devtools.send('Input.insertText', { text: '確認も要る。' })
  await expect(composer.getByText('This translation is behind')).toHaveCount(0)
  await composer.keyboard.press('Escape')
  await expect(clause(composer, '1.1').getByText(/This translation is behind/)).toBeVisible()
  await saved(composer)

  await away.context().setOffline(false)
  for (const page of [lead, away]) await page.keyboard.press('Escape')
  for (const page of [lead, away, composer]) await saved(page)
  const words = /Naming a doctor is not enough\.( Nor is a phone number\.| Say what to do\.){2}/
  for (const page of [lead, composer, away]) await expect(clause(page, '1.1')).toContainText(words)
  await expect(clause(lead, '1.1')).toContainText('医師に触れただけでは足りない。確認も要る。')
  const text = await shown(lead)
  await expect.poll(() => shown(composer)).toEqual(text)
  await expect.poll(() => shown(away)).toEqual(text)
  const kept = await stored(lead)
  expect(kept.clauses[1]!.texts.en!.body).toMatch(words)

  await test.step('the server starts anew, and nothing is otherwise', async () => {
    await again()
    for (const page of [lead, composer, away]) {
      await saved(page)
      await expect.poll(() => shown(page)).toEqual(text)
    }
    expect(await stored(composer)).toEqual(kept)
  })
  await test.step('a translation that is behind shows what moved on, and is called current again', async () => {
    const behind = clause(composer, '1.1').getByRole('group', { name: 'Translation of clause 1.1' })
    await behind.getByRole('button', { name: 'What moved on' }).click()
    await expect(behind.getByRole('insertion').first()).toBeVisible()
    await expectAccessible(composer, 'a translation behind')
    await behind.getByRole('button', { name: 'This translation is current again' }).click()
    await expect(behind).toBeHidden()
    await expect(clause(lead, '1.1').getByRole('group', { name: 'Translation of clause 1.1' })).toBeHidden()
  })
})

test('clauses are added, split, moved, merged, removed and cited by keyboard, and undo takes back only mine', async ({
  open,
}) => {
  const [lead, other] = [await open('lead'), await open('panelist1')]
  await Promise.all([lead.goto(draftPage()), other.goto(draftPage())])
  await Promise.all([saved(lead), saved(other)])
  const titles = async () =>
    (await stored(lead)).clauses.map(({ number, texts }) => `${number} ${texts.en?.title ?? ''}`)
  const before = await titles()

  await test.step('a clause is begun below, written, and cites another by #', async () => {
    await take(lead, '1.2')
    await lead.keyboard.press('Control+Enter')
    await expect(lead.getByRole('textbox', { name: 'Title of clause 1.3' })).toBeFocused()
    await lead.keyboard.type('Emergencies')
    await lead.keyboard.press('Enter')
    await lead.keyboard.type('Call at once, see #doct')
    await expect(lead.getByRole('option', { name: /1\.1 Doctors/ })).toBeVisible()
    await expectAccessible(lead, 'clauses to cite')
    await lead.keyboard.press('Enter')
    await lead.keyboard.type('.\n\n- ✓ “Call 119 now.”\nIt waits.')
    await saved(lead)
    await expect(clause(other, '1.3').getByRole('link', { name: '1.1 Doctors' })).toBeVisible()
    await expect(clause(other, '1.3').getByText('Right', { exact: true })).toHaveCount(2)
  })
  await test.step('it is split at the caret, moved up, and undo takes that back and not what another wrote', async () => {
    await lead.keyboard.press('Home')
    for (let i = 0; i < 4; i++) await lead.keyboard.press('ArrowRight')
    await take(other, '1')
    await other.keyboard.type(' Written elsewhere.')
    await saved(other)
    await lead.keyboard.press('Control+Shift+Enter')
    await expect(lead.getByRole('textbox', { name: 'Title of clause 1.4' })).toBeFocused()
    await lead.keyboard.type('Waiting')
    await lead.keyboard.press('Alt+ArrowUp')
    await expect(lead.getByRole('status').filter({ hasText: 'Moved: 1.3 Waiting' })).toBeVisible()
    await expect(lead.getByRole('textbox', { name: 'Title of clause 1.3' })).toBeFocused()
    expect((await stored(lead)).clauses.find(({ texts }) => texts.en?.title === 'Waiting')?.from).toMatch(
      /^c_/,
    )
    for (const _ of [1, 2, 3]) await lead.keyboard.press('Control+z')
    await expect.poll(titles).toEqual([...before, '1.3 Emergencies'])
    await expect(clause(lead, '1')).toContainText('Written elsewhere.')
  })
  await test.step('it goes into the one above, and comes back', async () => {
    await choose(lead, '1.3', 'Merge into the clause above')
    await expect(clause(lead, '1.2')).toContainText('Emergencies')
    await expect.poll(titles).toEqual(before)
    await lead.getByRole('button', { name: 'Undo what I did' }).click()
    await expect.poll(titles).toEqual([...before, '1.3 Emergencies'])
  })
  await test.step('what somebody writes in a clause that another removes is kept for them', async () => {
    await take(other, '1.3')
    await other.keyboard.type(' Mine.')
    await choose(lead, '1.3', 'Remove')
    await expect(lead.getByRole('dialog')).toContainText('Nothing cites it.')
    await expectAccessible(lead, 'before a clause is removed')
    await lead.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    const kept = other.getByRole('alert').filter({ hasText: 'Somebody else took the clause out' })
    await expect(kept.getByRole('textbox')).toHaveValue(/Call at once[\s\S]*Mine\./)
    await expect.poll(titles).toEqual(before)
  })
})

test('a clause that is not mine is shown with a lock, and words written as it closes are kept', async ({
  open,
  demo,
}) => {
  const [lead, panelist] = [await open('lead'), await open('panelist1')]
  await Promise.all([lead.goto(draftPage()), panelist.goto(draftPage())])
  await Promise.all([saved(lead), saved(panelist)])
  await take(panelist, '1.2')
  // Without a line nothing tells the writer that the clause closes meanwhile.
  await panelist.context().setOffline(true)
  await panelist.keyboard.type(' I write on.')
  await choose(lead, '1.2', 'Protection and owners…')
  await lead.getByRole('radio', { name: /Its owners; others propose/ }).check()
  await expectAccessible(lead, 'protection')
  await lead.getByRole('button', { name: 'Keep it so' }).click()
  await expect(lead.getByRole('dialog')).toBeHidden()
  await panelist.context().setOffline(false)
  const kept = panelist.getByRole('alert').filter({ hasText: 'it is not yours to change now' })
  await expect(kept.getByRole('textbox')).toHaveValue(/I write on\./)
  await saved(panelist)
  await expect(clause(panelist, '1.2')).not.toContainText('I write on.')
  await expect(clause(panelist, '1.2').getByText('Its owners write here; others propose.')).toBeVisible()
  await expect(panelist.getByRole('button', { name: 'Write in clause 1.2', exact: true })).toHaveCount(0)
  await expect(clause(panelist, '1.2').getByRole('link', { name: 'Propose a change' })).toBeVisible()
  await ask(lead.request, demo.url, 'clause.protect', {
    clause: (await stored(lead)).clauses[2]!.id,
    protection: 'edit',
    owners: [],
  })
  await expect(panelist.getByRole('button', { name: 'Write in clause 1.2', exact: true })).toHaveCount(1)
})

test('what is pasted becomes Markdown or words about why not, and never half of it', async ({ open }) => {
  const lead = await open('lead')
  await lead.goto(draftPage())
  await saved(lead)
  const text = await take(lead, '1.2')
  const was = await text.innerText()
  const paste = (data: Record<string, string>, image = false) =>
    text.evaluate(
      (element, { data, image }) => {
        const clipboardData = new DataTransfer()
        for (const [type, words] of Object.entries(data)) clipboardData.setData(type, words)
        if (image) clipboardData.items.add(new File(['x'], 'x.png', { type: 'image/png' }))
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      },
      { data, image },
    )
  const said = (words: string | RegExp) =>
    expect(lead.getByRole('status').filter({ hasText: words })).toBeVisible()

  await paste({}, true)
  await said('A clause holds words, no images.')
  await paste({ 'text/plain': 'x'.repeat(5_000_000) })
  await said('That is 5,000,000 characters long, and only 100,000 fit here. Nothing was pasted.')
  expect(await text.innerText()).toBe(was)
  const html = `<h2>Kinds</h2><script>alert(1)</script><style>p{}</style><p onclick="x()">A <b>bold</b> word, <a href="javascript:alert(1)">no link</a>,
    <a href="https://example.com/x">a link</a>.<img src="data:image/png;base64,xx"></p><ul><li>one</li><li>two</li></ul>
    <table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>·  from Word</p>`
  await paste({ 'text/html': html, 'text/plain': 'Kinds' })
  await said(/Pasted as Markdown\. One image was left out\./)
  await saved(lead)
  const { body } = (await stored(lead)).clauses[2]!.texts.en!
  expect(body).toContain('harm.\n\n## Kinds\n\nA **bold** word, no link,')
  expect(body).toContain('[a link](https://example.com/x)')
  expect(body).toContain('- one\n- two')
  expect(body).toMatch(/\| a +\| b +\|\n\| --- \| --- \|\n\| 1 +\| 2 +\|/)
  expect(body).toContain('- from Word')
  expect(body).not.toMatch(/script|javascript|data:|onclick|alert/)
  await lead.keyboard.type('\n\n[click](javascript:alert(1)) <img src=x onerror=alert(1)>')
  await lead.keyboard.press('Escape')
  await expect(clause(lead, '1.2').getByText('click', { exact: false }).last()).toBeVisible()
  await expect(clause(lead, '1.2').getByRole('link', { name: 'click' })).toHaveCount(0)
  await expect(clause(lead, '1.2').locator('img')).toHaveCount(0)
})
