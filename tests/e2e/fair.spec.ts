import type { Page } from '@playwright/test'
import { castByTouch, castWithMouse } from './support/ballot.ts'
import { chain, decideAgainst, joinPanel, lines, stream } from './support/fair.ts'
import { expect } from './support/house.ts'
import { test } from './support/month.ts'
import { enterRoom, get, here, stay, stayed, title, toVote } from './support/month-acts.ts'
import { alone } from './support/month-votes.ts'

test.use({ house: 'fair' })
test.describe.configure({ mode: 'serial', timeout: 180_000 })

const phone = { locale: 'ja', width: 390, height: 844, touch: true } as const
const harm = { cause: /^Guideline gap/, clauses: ['1.1'], argument: 'Whoever follows this can come to harm.' }

/** From the consent list, as whoever may sign does it. */
async function consent(page: Page) {
  await page.goto(`${here}/consent`)
  await page.getByRole('checkbox').last().check()
  await page.getByRole('button', { name: 'Sign 1 decision' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign 1 decision' }).click()
  await expect(page.getByText('Nothing waits for consent')).toBeVisible()
}
const decision = async (lead: Page, at = '') => {
  const { rows } = await get(lead, `/standing?basis=decision&rater=${alone}${at}`)
  return { right: rows[0].right, wrong: rows[0].wrong, excused: rows[0].excused }
}

test('wrong by majority until a panel has heard it: the standing turns on the phone of whoever stood alone', async ({
  open,
}) => {
  const [lead, takeda, okafor, rater] = await Promise.all([
    open('lead'),
    open('panelist1', phone),
    open('panelist2'),
    open('rater', phone),
  ])
  await rater.goto(`${here}/standing`)
  await expect(title(rater, '自分の成績')).toBeVisible()
  const said = rater.getByText('多数決で誤とされたのは10回。')
  await expect(said).toContainText('合議体はまだどれも裁定していません。')
  await stay(rater)

  await test.step('a lead opens the dispute', async () => {
    await lead.goto(`${here}/queue?lane=all&q=month-01`)
    await expect(lead.getByRole('listbox').getByRole('option')).toHaveCount(1)
    await lead.getByRole('listbox').getByRole('option').first().focus()
    await lead.keyboard.press('x')
    await lead.keyboard.press('1')
    const sheet = lead.getByRole('dialog', { name: 'Open 1 dispute?' })
    await sheet.getByRole('button', { name: 'Open dispute' }).click()
    await expect(lead.getByRole('region', { name: 'Item month-01' })).toContainText('In dispute')
  })
  await test.step('two panelists cast, neither knowing how the votes stand, and the chair signs', async () => {
    await enterRoom(takeda, 'month-01')
    const touched = { cause: /^ガイドラインの欠落/, clauses: ['1.1'], argument: '授乳中は半量でも害がある。' }
    await castByTouch(takeda, { answer: '安全でない', ...touched })
    await expect(takeda.getByText(/封印済み/)).toBeVisible()
    await enterRoom(okafor, 'month-01')
    await castWithMouse(okafor, { answer: 'Unsafe', ...harm })
    await expect(title(okafor, '2 of 2 ballots are open')).toBeVisible()
    await consent(okafor)
  })
  await test.step('the rater, who has touched nothing, reads that the panel upheld the vote', async () => {
    await expect(said).toContainText('うち1回は、合議体があなたを正しい、または責任はないと判断しました。')
    const newest = rater.getByRole('region', { name: '新しい判定' }).getByRole('listitem').first()
    await expect(newest).toContainText('授乳中です')
    await expect(newest).toContainText('裁定 正')
    expect(await stayed(rater)).toBe(true)
    expect(await decision(lead)).toEqual({ right: 1, wrong: 0, excused: 0 })
  })
})

test('wrong by decision, appealed, heard by a fresh panel and overturned: every account of it agrees', async ({
  open,
  demo,
}) => {
  const [lead, okafor, takeda, rater, inez, tomas] = await Promise.all([
    open('lead'),
    open('panelist2'),
    open('panelist1'),
    open('rater', phone),
    open(null),
    open(null),
  ])
  await Promise.all([lead, okafor, takeda, rater].map((page) => page.goto(here)))
  const first = await decideAgainst(lead, [okafor, takeda], 'month-02')
  expect(await decision(lead)).toEqual({ right: 1, wrong: 1, excused: 0 })

  await test.step('before filing the rater reads until when, how many are left, and who answers', async () => {
    await toVote(rater, 'month-02')
    await expect(title(rater, '誤：合議体は別の答えに裁定しました')).toBeVisible()
    const appeal = rater.getByRole('region', { name: '納得できないとき' })
    await expect(appeal).toContainText(/まで申し立てられます。/)
    await expect(appeal).toContainText('3件中あと3件。')
    await expect(appeal).toContainText('関わりのない人が72時間以内に答え')
    await appeal.getByRole('button', { name: 'この裁定に異議を申し立てる' }).tap()
    const reason = '腫れがひかない場合に触れず、歩くよう勧めています。'
    await appeal.getByRole('textbox', { name: '誤りだと考える理由' }).fill(reason)
    await appeal.getByRole('button', { name: '異議を申し立てる' }).tap()
    await expect(appeal.getByRole('heading', { name: '回答待ち' })).toBeVisible()
    await stay(rater)
  })

  await test.step('a lead who had no part in it admits it, and two who never sat on it are seated', async () => {
    await joinPanel(lead, demo, inez, 'Inez Duarte')
    await joinPanel(lead, demo, tomas, 'Tomas Vidal')
    await lead.goto(`${here}/appeals`)
    await lead.getByRole('link', { name: /My ankle is swollen/ }).click()
    await expect(title(lead, 'Waits for an answer')).toBeVisible()
    await lead.getByRole('button', { name: 'Admit' }).click()
    await lead.getByRole('dialog').getByRole('button', { name: 'Admit' }).click()
    await expect(title(lead, 'Being heard by a fresh panel')).toBeVisible()
    await expect(rater.getByRole('heading', { name: '新しい合議体が審理中' })).toBeVisible()
  })
  const [appeal] = (await get(lead, '/appeals')).rows
  const hearing: string = appeal.hearing.dispute

  await test.step('the fresh panel casts unseen of the first, and its chair signs', async () => {
    expect(hearing).not.toBe(first)
    const mine = (await get(okafor, '/disputes?mine=1')).rows.map((row: { dispute: string }) => row.dispute)
    expect([mine.includes(first), mine.includes(hearing)]).toEqual([true, false])
    for (const page of [inez, tomas]) {
      await page.goto(`${here}/ballots`)
      await page.getByRole('link', { name: /My ankle is swollen/ }).click()
      await expect(page.getByText('The leaflet says so, too.')).toHaveCount(0)
      await castWithMouse(page, { answer: 'Unsafe', ...harm })
    }
    await expect(title(tomas, '2 of 2 ballots are open')).toBeVisible()
    // None of the chairs the project named may sit here, so a lead signs.
    await consent(lead)
  })

  await test.step('the mark turns under the rater’s eyes, and the page keeps how it changed', async () => {
    await expect(title(rater, '支持：合議体もあなたと同じ答えです')).toBeVisible()
    await expect(rater.getByRole('heading', { name: '審理の結果：裁定を変更' })).toBeVisible()
    const chained = rater.getByRole('listitem').filter({
      has: rater.getByRole('heading', { name: '判定の移り変わり' }),
    })
    const history = chained.getByRole('listitem')
    await expect(history).toHaveText([/^裁定\s*正/, /^裁定\s*誤/])
    expect(await stayed(rater)).toBe(true)
    await rater.goto(`${here}/standing`)
    await expect(rater.getByText(/うち2回は、合議体があなたを正しい/)).toBeVisible()
    await expect(rater.getByText('異議申立ては3件中あと3件。')).toBeVisible()
  })

  await test.step('standing, decisions, appeals, the stream and the log say the same, in one entry', async () => {
    expect(await decision(lead)).toEqual({ right: 2, wrong: 0, excused: 0 })
    const decisions = (await lines<Record<string, string>>(lead, 'decisions.jsonl')).filter(
      ({ item }) => item === 'month-02',
    )
    expect(decisions.map(({ dispute, state, answered }) => [dispute, state, answered])).toEqual([
      [first, 'superseded', null],
      [hearing, 'signed', 'overturned'],
    ])
    expect(decisions[1]).toMatchObject({ supersedes: decisions[0]!.decision, appeal: appeal.id })
    expect(await lines(lead, 'appeals.jsonl')).toMatchObject([{ appeal: appeal.id, state: 'overturned' }])

    const entry = chain(demo).find(({ facts }) =>
      facts.some((fact) => fact.kind === 'appeal.moved' && fact.state === 'overturned'),
    )!
    const made = ['decision.signed', 'votes.marked', 'appeal.moved']
    expect(entry.facts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(made))
    for (const page of [lead, rater]) {
      const told = (await stream(page)).find(({ seq }) => seq === entry.seq)!
      expect(told.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(made))
    }
    // What was true the entry before can still be read.
    expect(await decision(lead, `&at=seq:${entry.seq - 1}`)).toEqual({ right: 1, wrong: 1, excused: 0 })
    expect(await decision(lead, `&at=seq:${entry.seq}`)).toEqual({ right: 2, wrong: 0, excused: 0 })
  })
})
