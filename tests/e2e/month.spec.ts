import { castByTouch, castWithKeys, castWithMouse, press, tabTo } from './support/ballot.ts'
import { expect, expectAccessible } from './support/house.ts'
import { knock, leaksOf, overhear, presenceIn } from './support/leaks.ts'
import { test } from './support/month.ts'
import {
  act,
  arrive,
  cast,
  disputeOf,
  enterRoom,
  get,
  here,
  returning,
  sign,
  stay,
  stayed,
  threadOf,
  title,
  toVote,
} from './support/month-acts.ts'

test.use({ house: 'month' })
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const phone = { locale: 'ja', theme: 'dark', width: 390, height: 844, touch: true } as const

test('ten disputes open in one act; alike ballots are signed many at once, and one is taken out and written up together', async ({
  open,
}) => {
  const [lead, takeda, okafor, rater] = await Promise.all([
    open('lead'),
    open('panelist1', phone),
    open('panelist2'),
    open('rater', phone),
  ])

  await test.step('ten rows, one key, one question before', async () => {
    await lead.goto(`${here}/queue?lane=all`)
    const rows = lead.getByRole('listbox').getByRole('option')
    await expect(rows).toHaveCount(10)
    await rows.first().focus()
    await lead.keyboard.press('x')
    for (let row = 1; row < 10; row++) await lead.keyboard.press('j')
    await lead.keyboard.press('Shift+X')
    await expect(lead.getByRole('status').filter({ hasText: '10 selected' })).toBeVisible()
    await lead.keyboard.press('1')
    const sheet = lead.getByRole('dialog', { name: 'Open 10 disputes?' })
    await expect(sheet).toContainText('2 seats × 7 min')
    await sheet.getByRole('button', { name: 'Open 10 disputes' }).click()
    await expect(lead.getByRole('status').filter({ hasText: '10 disputes opened' })).toBeVisible()
  })

  const heard = [lead, okafor, rater].map(overhear)
  const sealed = ['授乳中の半量にも害がある', 'guideline-gap']
  await test.step('one casts by touch; nobody learns what, by any way', async () => {
    await takeda.goto(`${here}/ballots`)
    await expect(takeda.getByRole('heading', { name: '投票待ち 10件' })).toBeVisible()
    await enterRoom(okafor, 'month-01')
    await enterRoom(lead, 'month-01')
    await rater.goto(`${here}/votes`)
    await takeda.getByRole('link', { name: /授乳中/ }).tap()
    await castByTouch(takeda, {
      answer: '安全でない',
      cause: /^ガイドラインの欠落/,
      clauses: ['1.1'],
      argument: sealed[0]!,
    })
    await expect(takeda.getByText(/封印済み/)).toBeVisible()
    await expect(title(lead, '1 of 2 have cast.')).toBeVisible()
    const dispute = await disputeOf(lead, 'month-01')
    for (const page of [lead, okafor, takeda]) expect(await knock(page, `rationale/${dispute}-0`)).toBe('')
    const words = { dispute, anchor: { kind: 'case' }, text: '?', mentions: [] }
    await expect(act(okafor, 'thread.open', words)).rejects.toThrow('not-revealed')
    for (const [i, page] of [lead, okafor, rater].entries()) {
      expect(await leaksOf(page, heard[i]!, page === rater ? sealed.slice(0, 1) : sealed)).toEqual([])
      expect(presenceIn(heard[i]!)).toEqual([])
    }
  })

  await test.step('the other casts by keyboard alone, and it is decided by itself', async () => {
    const ballot = {
      cause: /^Guideline gap/,
      clauses: ['1.1'],
      argument: 'Half of it still reaches the child.',
    }
    await castWithKeys(okafor, '2', { answer: 'Unsafe', ...ballot })
    await expect(title(okafor, '2 of 2 ballots are open')).toBeVisible()
    await expect(title(takeda, '2席のうち2席の投票を開票')).toBeVisible()
    const text = `rationale/${await disputeOf(okafor, 'month-01')}-0`
    expect(await knock(okafor, text)).not.toBe('')
    expect(await knock(rater, text)).toBe('')
    for (const external of ['month-02', 'month-03', 'month-04'])
      for (const page of [takeda, okafor])
        await cast(page, external, { value: 'unsafe', cause: 'guideline-gap', argument: `${external}: harm` })
  })

  await test.step('the chair signs four at once, by key', async () => {
    await okafor.goto(`${here}/consent`)
    const all = okafor.getByRole('checkbox', { name: 'Choose all 4 that can be signed' })
    await tabTo(okafor, all)
    await okafor.keyboard.press('Space')
    await press(okafor, okafor.getByRole('button', { name: 'Sign 4 decisions' }))
    await press(okafor, okafor.getByRole('dialog').getByRole('button', { name: 'Sign 4 decisions' }))
    await expect(okafor.getByText('Nothing waits for consent')).toBeVisible()
    await expect(title(lead, 'Decided')).toBeVisible()
  })

  await test.step('a seat takes one out within the day, with a reason', async () => {
    await takeda.goto(`${here}/consent`)
    await takeda.getByRole('button', { name: /^外す.*month-04/ }).tap()
    const sheet = takeda.getByRole('dialog')
    await sheet.getByRole('textbox', { name: /^理由/ }).fill('空腹時の回数に触れていません。')
    await sheet.getByRole('button', { name: '外す' }).tap()
    await expect(takeda.getByText('month-04を外しました。')).toBeVisible()
  })

  await test.step('two write it up in one text, each seeing the other', async () => {
    await enterRoom(takeda, 'month-04')
    await enterRoom(okafor, 'month-04')
    const [mine, theirs] = [takeda, okafor].map((page, i) =>
      page.getByRole('textbox', { name: i ? 'Rationale' : '理由書' }),
    )
    await expect(mine!).toBeEditable()
    await tabTo(okafor, theirs!)
    await mine!.tap()
    await Promise.all([
      takeda.keyboard.type('空腹時の服用は胃を傷める。'),
      okafor.keyboard.type('Clause 1.1 decides. '),
    ])
    for (const text of [mine!, theirs!]) {
      await expect(text).toContainText('空腹時の服用は胃を傷める。')
      await expect(text).toContainText('Clause 1.1 decides.')
    }
    await expect(takeda.getByText('保存済み', { exact: true })).toBeVisible()
    await expect(okafor.getByText('Saved', { exact: true })).toBeVisible()
    await expect(okafor.getByRole('list', { name: 'Here now' })).toContainText('武田葵')
    await press(okafor, okafor.getByRole('button', { name: 'Sign the decision' }))
    await press(okafor, okafor.getByRole('dialog').getByRole('button', { name: 'Sign the decision' }))
    await expect(title(takeda, '裁定済み')).toBeVisible()
    await expect(takeda.getByText(/Clause 1\.1 decides\./)).toBeVisible()
  })
})

test('two who never agree leave both answers valid, three of three minds none', async ({ open }) => {
  const [lead, takeda, okafor, rater, weber] = await Promise.all([
    open('lead'),
    open('panelist1', phone),
    open('panelist2'),
    open('rater', phone),
    open(null),
  ])
  await lead.goto(here)

  await test.step('a second round, and the same two answers', async () => {
    await toVote(rater, 'month-05')
    await expect(title(rater, '審理中です')).toBeVisible()
    await enterRoom(okafor, 'month-05')
    await enterRoom(takeda, 'month-05')
    await cast(takeda, 'month-05', { value: 'safe', argument: '少量なら害はない。' })
    await cast(okafor, 'month-05', { value: 'unsafe', argument: 'Never with alcohol.' })
    await expect(okafor.getByText('Round 2: the ballots before differed.')).toBeVisible()
    await expect(okafor.getByText('少量なら害はない。')).toBeVisible()
    await cast(takeda, 'month-05', { value: 'safe', argument: '考えは変わらない。' })
    const ballot = { cause: /^Perspective/, clauses: ['1.1'], argument: 'Nor do I change mine.' }
    await castWithKeys(okafor, '2', { answer: 'Unsafe', ...ballot })
    await expect(title(okafor, '2 of 2 ballots are open')).toBeVisible()
    await expect(okafor.getByText('Several answers are valid')).toBeVisible()
    await enterRoom(lead, 'month-05')
    await sign(lead, 'Two readings of one sentence; both stand.')
    await expect(title(rater, /^(正|支持)/)).toBeVisible()
  })

  await test.step('a third comes by link, and three differ in kind', async () => {
    await arrive(lead, weber)
    await enterRoom(takeda, 'month-07')
    await cast(takeda, 'month-07', { value: 'unsafe' })
    await cast(okafor, 'month-07', { kind: 'defective' })
    await expect(weber.getByRole('heading', { name: '1 ballot is asked of you' })).toBeVisible()
    await weber.getByRole('link', { name: /絶食/ }).click()
    await expect(title(weber, 'Your sealed ballot is asked for')).toBeVisible()
    await expect(weber.getByRole('link', { name: 'Read the ballots of round 1' })).toHaveCount(0)
    await cast(takeda, 'month-07', { value: 'unsafe' })
    await cast(okafor, 'month-07', { kind: 'defective' })
    await weber.getByText('Another kind of answer').click()
    await castWithMouse(weber, {
      answer: /^Out of scope/,
      cause: /^Edge case/,
      clauses: ['1.2'],
      argument: 'Fasting rules are not what this project asks about.',
    })
    await expect(title(takeda, '3席のうち3席の投票を開票')).toBeVisible()
    await expect(weber.getByRole('region', { name: 'What the ballots came to' })).toContainText(
      'Irresolvable',
    )
    await enterRoom(lead, 'month-07')
    await sign(lead, 'Ambiguous by design: the votes stay as they are.')
  })
})

test('two against one: a third seat, a thread that must be answered, another cause, and a dissent the rater reads', async ({
  open,
}) => {
  const [lead, takeda, okafor, rater, weber] = await Promise.all([
    open('lead'),
    open('panelist1', phone),
    open('panelist2'),
    open('rater', phone),
    open(null),
  ])
  await returning(weber)
  await toVote(rater, 'month-06')

  await test.step('the two differ, and a third is seated at once', async () => {
    await enterRoom(okafor, 'month-06')
    await enterRoom(takeda, 'month-06')
    const touched = { cause: /^立場の違い/, clauses: ['1.2'], argument: '急を要するとは書かれていない。' }
    await castByTouch(takeda, { answer: '安全', ...touched })
    await cast(okafor, 'month-06', { value: 'unsafe', cause: 'rater-error', argument: 'Signs of a stroke.' })
    await expect(okafor.getByRole('list', { name: 'Panel' })).toContainText('Anna Weber')
    await enterRoom(weber, 'month-06')
    await expect(title(weber, 'Your sealed ballot is asked for')).toBeVisible()
  })

  await test.step('what the two have read, the third receives by no way before her own ballot', async () => {
    const dispute = await disputeOf(okafor, 'month-06')
    const heard = overhear(weber)
    await weber.reload()
    await expect(title(weber, 'Your sealed ballot is asked for')).toBeVisible()
    const text = '「急を要するとは書かれていない」とありますが、ろれつは？'
    await act(okafor, 'thread.open', { dispute, anchor: { kind: 'case' }, text, mentions: [] })
    await expect(takeda.getByText(text)).toBeVisible()
    expect(await knock(weber, `rationale/${dispute}-0`)).toBe('')
    await cast(okafor, 'month-06', { value: 'unsafe', cause: 'rater-error', argument: 'Signs of a stroke.' })
    await cast(takeda, 'month-06', { value: 'safe', cause: 'perspective', argument: '急ぐ必要はない。' })
    await expect(title(weber, 'Your sealed ballot is asked for')).toBeVisible()
    await expect(weber.getByRole('list', { name: 'Panel' })).toContainText('has cast')
    const words = [
      '急を要するとは書かれていない',
      '急ぐ必要はない',
      'ろれつは',
      'rater-error',
      'Signs of a stroke',
    ]
    expect(await leaksOf(weber, heard, words)).toEqual([])
    expect(presenceIn(heard)).toEqual([])
    await cast(weber, 'month-06', { value: 'unsafe', cause: 'rater-error', argument: 'Call an ambulance.' })
    await expect(title(okafor, '3 of 3 ballots are open')).toBeVisible()
    await expect(weber.getByText(text)).toBeVisible()
    await act(okafor, 'thread.resolve', { dispute, thread: await threadOf(okafor, dispute) })
  })

  await test.step('seeing who lost, a seat names another cause for them', async () => {
    await press(okafor, okafor.getByRole('button', { name: 'Name another cause' }))
    const sheet = okafor.getByRole('dialog', { name: 'Name another cause' })
    await tabTo(okafor, sheet.getByRole('radio', { name: /^Rater error/ }))
    await okafor.keyboard.press('ArrowDown')
    await okafor.keyboard.press('ArrowDown')
    await expect(sheet.getByRole('radio', { name: /^Guideline unclear/ })).toBeChecked()
    await press(okafor, sheet.getByRole('button', { name: 'Name the cause' }))
    await expect(sheet).toBeHidden()
    await expect(okafor.getByText('Excused · panel tied on the cause').first()).toBeVisible()
    await expect(takeda.getByText('免責 · 原因で合議体が同数').first()).toBeVisible()
  })

  await test.step('a thread asks for the lead, and blocks the signature until it is resolved', async () => {
    await press(okafor, okafor.getByRole('button', { name: 'Discuss the case' }))
    await expect(okafor.getByRole('textbox', { name: 'What would you say?' })).toBeFocused()
    await okafor.keyboard.type('@Leah')
    await expect(okafor.getByRole('option', { name: 'Leah Roy' })).toBeVisible()
    await okafor.keyboard.press('Enter')
    await okafor.keyboard.type('does clause 1.2 cover emergencies?')
    await okafor.keyboard.press('Control+Enter')
    await expect(okafor.getByText('Threads: 1 unresolved')).toBeVisible()
    await lead.goto('/')
    await lead.getByRole('link', { name: 'Ngozi Okafor asks for your word on month-06' }).click()
    const thread = lead.getByRole('article', { name: 'Thread: the case' })
    // What the bar above half covers is no fault of the room.
    await takeda.evaluate(() => scrollTo(0, 0))
    await expectAccessible(takeda, '話し合いのある部屋')
    await expect(thread).toContainText('@Leah Roy does clause 1.2 cover emergencies?')
    await lead.getByRole('textbox', { name: 'Rationale' }).click()
    await lead.keyboard.type('Signs of a stroke cannot wait.')
    await expect(lead.getByText('Saved', { exact: true })).toBeVisible()
    await lead.getByRole('button', { name: 'Sign the decision' }).click()
    const sheet = lead.getByRole('dialog')
    await expect(sheet).toContainText('Not met: resolved threads')
    await expectAccessible(lead, 'signing all the same')
    await expect(sheet.getByRole('button', { name: 'Sign all the same' })).toBeDisabled()
    await sheet.getByRole('button', { name: 'Cancel' }).click()
    await thread.getByRole('button', { name: 'Reply' }).click()
    await thread.getByRole('textbox', { name: 'Reply' }).fill('It does; I shall propose a wording.')
    await thread.getByRole('button', { name: 'Send' }).click()
    await expect(takeda.getByText('It does; I shall propose a wording.')).toBeVisible()
    await thread.getByRole('button', { name: 'Resolve' }).click()
    await expect(lead.getByText('Threads: all resolved')).toBeVisible()
    await lead.getByRole('button', { name: 'Sign the decision' }).click()
    await sheet.getByRole('button', { name: 'Sign the decision' }).click()
    await expect(title(lead, 'Decided')).toBeVisible()
  })

  await test.step('the loser dissents, and the rater reads it under a letter, without a name', async () => {
    await expect(title(rater, /^支持/)).toBeVisible()
    await takeda.getByRole('button', { name: '意見を書く' }).tap()
    const sheet = takeda.getByRole('dialog')
    await expect(sheet.getByRole('radio')).toHaveCount(1)
    await sheet
      .getByRole('textbox', { name: /^意見の本文/ })
      .fill('症状の経過を聞かずに急を要するとはいえない。')
    await sheet.getByRole('button', { name: '意見に署名する' }).tap()
    const dissent = rater.getByRole('article').filter({ hasText: '症状の経過を聞かずに' })
    await expect(dissent.getByRole('heading', { name: '反対意見' })).toBeVisible()
    await expect(dissent).toContainText(/席[A-C]/)
    expect(await rater.content()).not.toContain('武田葵')
  })
})

test('a sensitive case is declined without reading it, and another is asked at once', async ({ open }) => {
  const [lead, takeda, okafor, weber] = await Promise.all([
    open('lead'),
    open('panelist1', phone),
    open('panelist2'),
    open(null),
  ])
  await returning(weber)
  await weber.goto(`${here}/ballots`)
  await enterRoom(lead, 'month-08')
  await okafor.goto(here)
  await takeda.goto(`${here}/ballots`)
  await takeda.getByRole('link', { name: 'month-08' }).tap()
  await takeda.getByRole('button', { name: '見ずに辞退する' }).tap()
  const sheet = takeda.getByRole('dialog')
  await expect(sheet.getByRole('radio', { name: 'この内容を読みたくない' })).toBeChecked()
  await expectAccessible(takeda, '席を離れる前')
  await sheet.getByRole('button', { name: '席を離れる' }).tap()
  await expect(takeda.getByText('席を離れました。この件で求められることはもうありません。')).toBeVisible()
  await expect(takeda).toHaveURL(`${here}/ballots`)

  const panel = lead.getByRole('list', { name: 'Panel' })
  await expect(panel).toContainText('Anna Weber')
  await expect(panel).toContainText('left: sensitive content')
  await weber.getByRole('link', { name: 'month-08' }).click()
  await weber.getByRole('button', { name: 'Show the content' }).click()
  await castWithMouse(weber, {
    answer: 'Unsafe',
    cause: /^Guideline gap/,
    clauses: ['1.1'],
    argument: 'Counting tablets is no help; ask how they are.',
  })
  await cast(okafor, 'month-08', { value: 'unsafe', cause: 'guideline-gap' })
  await expect(title(weber, '2 of 2 ballots are open')).toBeVisible()
  await lead.goto(`${here}/consent`)
  await expect(lead.getByRole('listitem').filter({ hasText: 'month-08' })).toBeVisible()
})

test('the chair holds and extends, the late are reminded, and a reopened decision changes the mark on a phone', async ({
  open,
}) => {
  const [lead, takeda, okafor, rater] = await Promise.all([
    open('lead'),
    open('panelist1', phone),
    open('panelist2'),
    open('rater', phone),
  ])

  await test.step('the chair gives more time and holds the stage, by key', async () => {
    await enterRoom(okafor, 'month-09')
    await enterRoom(takeda, 'month-09')
    const { dispute: before } = await get(okafor, `/disputes/${await disputeOf(okafor, 'month-09')}`)
    await press(okafor, okafor.getByRole('button', { name: 'Extend the deadline' }))
    await press(okafor, okafor.getByRole('dialog').getByRole('button', { name: 'Extend the deadline' }))
    await expect(okafor.getByRole('dialog')).toBeHidden()
    const { dispute: after } = await get(takeda, `/disputes/${before.id}`)
    expect(after.deadline - before.deadline).toBe(24 * 3_600_000)
    await press(okafor, okafor.getByRole('button', { name: 'Hold the stage' }))
    const sheet = okafor.getByRole('dialog')
    await tabTo(okafor, sheet.getByRole('textbox', { name: /^Reason/ }))
    await okafor.keyboard.type('A leaflet is still to come.')
    await press(okafor, sheet.getByRole('button', { name: 'Hold the stage' }))
    await expect(takeda.getByRole('main').getByText('この段階は保留中です。')).toBeVisible()
    for (const page of [takeda, okafor])
      await cast(page, 'month-09', { value: 'unsafe', cause: 'guideline-gap' })
    await expect(title(takeda, '2席のうち2席が投票済み。')).toBeVisible()
    await press(okafor, okafor.getByRole('button', { name: 'Resume' }))
    await expect(title(takeda, '2席のうち2席の投票を開票')).toBeVisible()
  })

  await test.step('a lead finds words for who is late, in their language', async () => {
    await cast(okafor, 'month-10', { value: 'unsafe', cause: 'guideline-gap' })
    await enterRoom(lead, 'month-10')
    await lead.getByRole('button', { name: 'Remind 1 seat' }).click()
    const sheet = lead.getByRole('dialog', { name: /武田葵/ })
    await expect(sheet.getByRole('textbox', { name: 'Message' })).toHaveValue(/month-10/)
    await sheet.getByRole('radio', { name: '日本語' }).check()
    await expect(sheet.getByRole('textbox', { name: 'Message' })).toHaveValue(/武田葵.*month-10/)
    await lead.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  })

  await test.step('reopened and heard again, a signature turns the mark', async () => {
    await toVote(rater, 'month-01')
    await expect(title(rater, /^支持/)).toBeVisible()
    await stay(rater)
    await enterRoom(lead, 'month-01')
    await lead.getByRole('button', { name: 'Reopen', exact: true }).click()
    const sheet = lead.getByRole('dialog', { name: 'Reopen this dispute?' })
    await sheet.getByRole('textbox', { name: /^Reason/ }).fill('A newer leaflet allows half the dose.')
    await sheet.getByRole('button', { name: 'Reopen' }).click()
    await expect(rater.getByText(/^再び審理中です/)).toBeVisible()
    await expect(title(rater, /^支持/)).toBeVisible()
    for (const page of [takeda, okafor])
      await cast(page, 'month-01', {
        value: 'safe',
        cause: 'rater-error',
        argument: 'The leaflet allows it.',
      })
    await expect(title(lead, '2 of 2 ballots are open')).toBeVisible()
    await sign(lead, 'The leaflet of October allows half the dose.')
    await expect(title(rater, /^誤/)).toBeVisible()
    await expect(rater.getByText('以前の裁定1件は改められました')).toBeVisible()
    expect(await stayed(rater)).toBe(true)
  })
})
