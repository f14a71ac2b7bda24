import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMENTS } from '#shared/talk.ts'
import { type Answered, expectOk, type Person } from '../support/house.ts'
import { type Drafting, foldedAndKept, openDrafting } from '../support/proposals.ts'
import { dialects } from '../support/stores.ts'

describe.each(dialects)('comments on the draft, on %s', (dialect) => {
  let room: Drafting
  beforeAll(async () => {
    room = await openDrafting(dialect)
  }, 120_000)
  afterAll(() => room.house.close())

  type More = { words?: object; mentions?: string[]; blocking?: boolean }
  const comment = (person: Person, clause: string, text: string, more: More = {}): Promise<Answered> => {
    const { words = null, mentions = [], blocking = false } = more
    return person.call('clause.comment', { anchor: { clause, words }, text, mentions, blocking })
  }
  const begun = async (...asked: Parameters<typeof comment>): Promise<string> =>
    (await expectOk(comment(...asked))).body.thread
  const reply = (person: Person, thread: string, text = 'Yes.', mentions: string[] = []) =>
    person.call('clause.reply', { thread, text, mentions })
  const threads = async (person: Person, query = '') =>
    (await person.get(room.at(`/guideline/threads${query}`))).body
  const one = async (person: Person, id: string) =>
    (await threads(person)).threads.find((thread: any) => thread.id === id)
  const codeOf = async (asked: Promise<Answered>) => {
    const { status, body } = await asked
    return [status, body.code]
  }

  test('a comment hangs on some words of a clause and keeps their quote', async () => {
    const { ana, ben, doctors } = room
    const words = {
      language: 'ja',
      field: 'body',
      from: '{"type":{"client":1,"clock":4}}',
      to: '{"type":{"client":1,"clock":9}}',
      quote: 'QUOTE-CANARY 医師に触れれば',
    }
    const id = await begun(ana, doctors, 'COMMENT-CANARY 「触れる」とは？', { words, mentions: [ben.member] })
    const found = await one(ben, id)
    expect(found).toEqual({
      id,
      anchor: { clause: doctors, words },
      blocking: false,
      state: 'open',
      standing: true,
      comments: [
        {
          id: expect.any(String),
          by: ana.member,
          at: expect.any(Number),
          mentions: [ben.member],
          text: 'COMMENT-CANARY 「触れる」とは？',
        },
      ],
    })
    const { payload } = room.house.store.read.tables
    const rows = await room.house.store.read.select().from(payload).where(eq(payload.project, room.project))
    const parts = rows.filter(({ bytes }) => bytes?.includes('CANARY')).map(({ part }) => part)
    expect(parts).toEqual([`text:${ana.member}`])
    expect(JSON.stringify(room.house.published.flatMap(({ told }) => told))).not.toContain('CANARY')
  })

  test('whoever is called finds it on their page until they have answered', async () => {
    const { ana, ben, doses } = room
    const id = await begun(ana, doses, 'Which maximum?', { mentions: [ben.member] })
    const mine = async () =>
      (await ben.get(room.at('/mentions'))).body.clauses.filter((row: any) => row.thread === id)
    expect(await mine()).toMatchObject([{ clause: doses, number: '2.2', title: 'Doses', by: ana.member }])
    await expectOk(reply(ben, id, 'The daily one.'))
    expect(await mine()).toEqual([])
    await expectOk(reply(ana, id, 'Sure?', [ben.member]))
    expect(await mine()).toHaveLength(1)
    await expectOk(ana.call('clause.resolve', { thread: id }))
    expect(await mine()).toEqual([])
  })

  test('what cannot be said is refused with a reason', async () => {
    const { ana, cho, lead, auditor, rater, doctors, scope } = room
    expect(await codeOf(comment(ana, 'c_zzzzzz', 'x'))).toEqual([422, 'clause-left'])
    expect(await codeOf(comment(ana, doctors, 'x', { blocking: true }))).toEqual([403, 'blocking-owners'])
    expect(await codeOf(comment(ana, doctors, ' \n'))).toEqual([400, 'malformed'])
    const unread = await comment(ana, doctors, 'x', { mentions: [rater.member] })
    expect([unread.status, unread.body.code, unread.body.params]).toEqual([
      422,
      'mention-unread',
      { name: 'Rae' },
    ])
    expect(await codeOf(comment(rater, scope, 'x'))).toEqual([403, 'not-allowed'])
    expect(await codeOf(comment(auditor, scope, 'x'))).toEqual([403, 'not-allowed'])
    expect(await codeOf(reply(ana, 'zzzzzzzzzz'))).toEqual([404, 'not-found'])
    const id = await begun(ana, scope, 'Is this all?')
    expect(await codeOf(ana.call('clause.unresolve', { thread: id }))).toEqual([409, 'thread-open'])
    expect(await codeOf(cho.call('clause.resolve', { thread: id }))).toEqual([403, 'not-thread-author'])
    await expectOk(lead.call('clause.resolve', { thread: id }))
    expect(await codeOf(ana.call('clause.resolve', { thread: id }))).toEqual([409, 'thread-resolved'])
    expect(await codeOf(reply(ana, id))).toEqual([409, 'thread-resolved'])
    await expectOk(ana.call('clause.unresolve', { thread: id }))
    expect((await one(ana, id)).state).toBe('open')
  })

  test('an owner’s blocking comment holds publishing back until it is resolved', async () => {
    const { ana, ben, lead, doctors, doses } = room
    const id = await begun(ben, doctors, 'Not before the study is out.', { blocking: true })
    const base = await room.says(doses)
    const { body } = await expectOk(
      ana.call('proposal.make', {
        clause: doses,
        language: 'en',
        base,
        next: { ...base, body: 'Name the daily maximum.' },
        reason: 'Clearer.',
        disputes: [],
      }),
    )
    await expectOk(lead.call('proposal.accept', { proposal: body.proposal, answer: '' }))
    const held = await room.publish()
    expect([held.body.code, held.body.params.requirements]).toEqual(['reason-needed', 'no-blocking-comment'])
    expect(await codeOf(ana.call('clause.resolve', { thread: id }))).toEqual([403, 'not-thread-author'])
    await expectOk(ben.call('clause.resolve', { thread: id }))
    expect((await room.publish()).status).toBe(200)
  })

  test('a clause that has left the draft is still spoken of, and says that it is gone', async () => {
    const { ana, lead, doses } = room
    await expectOk(
      lead.call('draft.import', {
        texts: { en: '# Scope\nAll answers.\n# Safety\n## Doctors\nNaming a doctor is not enough.\n' },
        authoritative: 'en',
      }),
    )
    const id = await begun(ana, doses, 'Where did the doses go?')
    expect((await one(ana, id)).standing).toBe(false)
    expect((await threads(ana, `?clause=${doses}`)).threads.map((thread: any) => thread.id)).toContain(id)
    expect((await threads(ana, '?clause=c_zzzzzz')).threads).toEqual([])
  })

  test('a thread has an end, and says so', async () => {
    const { ana, safety, house, project } = room
    const id = await begun(ana, safety, 'Many words.')
    const { clauseComment } = house.store.read.tables
    const row = { project, thread: id, by: ana.member, at: 1, mentions: [], text: 'x', since: 1 }
    const filling = Array.from({ length: COMMENTS - 2 }, (_, i) => ({ ...row, id: `${house.key}${i}` }))
    await house.store.transact(project, async (tx) => void (await tx.insert(clauseComment).values(filling)))
    await expectOk(reply(ana, id))
    const full = await reply(ana, id)
    expect([full.body.code, full.body.params]).toEqual(['comments-full', { limit: COMMENTS }])
    await house.store.transact(
      project,
      async (tx) => void (await tx.delete(clauseComment).where(eq(clauseComment.since, 1))),
    )
  })

  test('an auditor reads what is said and learns nobody’s name; raters read what is published', async () => {
    const { ana, ben, auditor, rater } = room
    const seen = await threads(auditor)
    expect([seen.threads.length > 3, seen.names, seen.mentionable]).toEqual([true, {}, []])
    for (const { member } of [ana, ben]) expect(JSON.stringify(seen)).not.toContain(member)
    expect((await rater.get(room.at('/guideline/threads'))).status).toBe(403)
    const mine = await threads(ana)
    expect(mine.mentionable).toContain(ben.member)
    expect([mine.mentionable.includes(ana.member), mine.mentionable.includes(rater.member)]).toEqual([
      false,
      false,
    ])
  })

  test('after all of this the tables equal the fold of the entries', async () => {
    const { folded, kept } = await foldedAndKept(room.house, room.project)
    expect(Object.keys(kept.clauseThreads).length).toBeGreaterThan(4)
    expect(kept).toEqual(folded)
  })
})
