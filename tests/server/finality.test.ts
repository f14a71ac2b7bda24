import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finalMarks, windowGround, windowOf } from '../../server/domain/finality.ts'
import { type Decided, openDecided } from '../support/decided.ts'
import { expectOk } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { idOf } from '../support/story.ts'

const DAY = 86_400_000

describe.each(dialects)('when a decision’s mark is final (%s)', (dialect) => {
  let room: Decided
  let decision: string
  let marks: { vote: string; rater: string; decision: string }[]
  let [lone, other] = ['', '']
  const final = async (now: number) => {
    const found = await finalMarks(room.house.store.read, room.project, marks, now)
    return marks.filter(({ vote }) => found.has(vote)).map(({ rater }) => (rater === lone ? 'lone' : 'other'))
  }
  const opens = async (rater: string) => {
    const ground = await windowGround(room.house.store.read, room.project, {
      decisions: [decision],
      raters: [lone, other],
    })
    return windowOf(ground, decision, rater)!
  }

  beforeAll(async () => {
    room = await openDecided(dialect, [{ item: 'a', value: 'safe', cause: 'rater-error', clause: null }])
    ;({ decision } = await room.settle({ item: 'a', value: 'safe', cause: 'rater-error', clause: null }))
    lone = await idOf(room.house, 'rater', 'lone')
    other = await idOf(room.house, 'rater', 'r0')
    marks = [
      { vote: await room.voteOn('a', 'lone'), rater: lone, decision },
      { vote: await room.voteOn('a', 'r0'), rater: other, decision },
    ]
  }, 60_000)
  afterAll(() => room.house.close())

  test('not while the window is open, and once it is over', async () => {
    const { opens: from, closes } = await opens(lone)
    expect(closes! - from!).toBe(14 * DAY)
    expect(await final(closes! - 1)).toEqual([])
    expect(await final(closes!)).toEqual(['lone', 'other'])
  })

  test('a window waits until its rater can read the answer in a language they chose; nobody else’s waits', async () => {
    const before = await opens(other)
    await expectOk(room.lone.call('rater.reads', { languages: ['ja'] }))
    expect(await opens(lone)).toEqual({ opens: null, closes: null })
    expect(await opens(other)).toEqual(before)
    expect(await final(before.closes! + 365 * DAY)).toEqual(['other'])
    room.house.clock.at += 3_600_000
    await expectOk(
      room.lead.call('decision.translate', { decision, language: 'ja', text: '安全と判断しました。' }),
    )
    const { opens: from, closes } = await opens(lone)
    expect(from!).toBeGreaterThanOrEqual(before.opens! + 3_600_000)
    expect(await final(before.closes!)).toEqual(['other'])
    expect(await final(closes!)).toEqual(['lone', 'other'])
  })

  test('nobody’s mark is final while an appeal of the decision is open; refused, it is for whoever appealed', async () => {
    const { closes } = await opens(other)
    const vote = marks[0]!.vote
    const filed = await expectOk(
      room.lone.call('appeal.file', { vote, basis: 'decision', reason: 'A doctor was named.' }),
    )
    expect(await final(closes! + 365 * DAY)).toEqual([])
    const appeal = filed.body.appeal ?? filed.body.id
    const uninvolved = await room.house.person(['lead'])
    await expectOk(uninvolved.call('appeal.refuse', { appeal, words: 'The text names nobody.' }))
    expect(await final(closes! - DAY)).toEqual(['lone'])
    expect(await final(closes!)).toEqual(['lone', 'other'])
  })
})
