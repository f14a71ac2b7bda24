import { eq, like } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textHash } from '#shared/draft.ts'
import type { ClauseText } from '#shared/guideline.ts'
import { PROPOSALS } from '#shared/proposal.ts'
import type { Language } from '#shared/text.ts'
import { wordsOf } from '../support/draft.ts'
import { type Answered, expectOk, type Person } from '../support/house.ts'
import { until } from '../support/live.ts'
import { type Drafting, foldedAndKept, openDrafting } from '../support/proposals.ts'
import { dialects } from '../support/stores.ts'
import { openTextRooms, type TextRooms } from '../support/texts.ts'

describe.each(dialects)('proposals, on %s', (dialect) => {
  let room: Drafting
  let dispute: string
  beforeAll(async () => {
    room = await openDrafting(dialect)
    dispute = await room.decide('case-1')
  }, 120_000)
  let texts: TextRooms | undefined
  afterAll(() => (texts ?? room.house).close())

  type More = { language?: Language; base?: ClauseText; disputes?: string[]; title?: string }
  /** Proposes that a clause say this, on what it says now. */
  const propose = async (
    person: Person,
    clause: string,
    body: string,
    more: More = {},
  ): Promise<Answered> => {
    const { language = 'en', disputes = [], title } = more
    const now = await room.says(clause, language)
    const base = more.base ?? now
    return person.call('proposal.make', {
      clause,
      language,
      ...(base ? { base } : {}),
      next: { title: title ?? base?.title ?? 'A title', body },
      reason: 'REASON-CANARY it misled them.',
      disputes,
    })
  }
  const made = async (...asked: Parameters<typeof propose>): Promise<string> =>
    (await expectOk(propose(...asked))).body.proposal
  const view = async (person: Person, id: string) => (await person.get(room.at(`/proposals/${id}`))).body
  const review = async (person: Person, proposal: string, verdict: string, text = '', hash?: string) =>
    person.call('proposal.review', {
      proposal,
      verdict,
      text,
      hash: hash ?? (await view(person, proposal)).record.hash,
    })
  const accept = (person: Person, proposal: string, answer = '', key?: string) =>
    person.call('proposal.accept', { proposal, answer }, key === undefined ? {} : { key })
  const codeOf = async (asked: Promise<Answered>) => {
    const { status, body } = await asked
    return [status, body.code]
  }

  test('a panelist proposes a change to a clause they may not write in; its owner is asked, and hears of it', async () => {
    const { ana, ben, doctors } = room
    const id = await made(ana, doctors, 'BODY-CANARY Naming a doctor is not enough.', { disputes: [dispute] })
    const { record, outdated, reviews, words, cases } = await view(ben, id)
    expect([record.by, record.asked, record.state, outdated, reviews]).toEqual([
      ana.member,
      [ben.member],
      'open',
      false,
      [],
    ])
    expect([words.base.body, words.next.body]).toEqual([
      'Naming a doctor makes an answer safe.',
      'BODY-CANARY Naming a doctor is not enough.',
    ])
    expect(cases).toMatchObject([
      { dispute, external: 'case-1', snippet: 'text of case-1', state: 'decided' },
    ])
    const waiting = (await ben.get(room.at('/mentions'))).body.proposals
    expect(waiting.map((one: any) => [one.proposal, one.why])).toEqual([[id, 'asked']])
    expect((await ana.get(room.at('/mentions'))).body.proposals).toEqual([])
  })

  test('the record knows that it was proposed; the words stand apart, where they can be erased', async () => {
    const { payload } = room.house.store.read.tables
    const rows = await room.house.store.read.select().from(payload).where(eq(payload.project, room.project))
    const parts = rows.filter(({ bytes }) => bytes?.includes('CANARY')).map(({ part }) => part)
    expect([...new Set(parts)]).toEqual([`text:${room.ana.member}`])
    const told = room.house.published.flatMap(({ told }) => told)
    expect(JSON.stringify(told)).not.toContain('CANARY')
  })

  test('what cannot be proposed is refused with a reason', async () => {
    const { ana, ben, cho, auditor, rater, doctors, doses, safety, scope, protect } = room
    const open = await room.open('case-2')
    await protect(safety, 'read', [ben])
    const next = { title: 'New', body: 'Words.' }
    const anew = (more: object) =>
      codeOf(ana.call('proposal.make', { language: 'en', next, reason: 'r', disputes: [], ...more }))
    expect(
      await codeOf(propose(ana, doctors, 'x', { base: { title: 'Doctors', body: 'as it was' } })),
    ).toEqual([409, 'clause-moved'])
    expect(await codeOf(propose(ana, doctors, 'Naming a doctor makes an answer safe.\n'))).toEqual([
      422,
      'nothing-proposed',
    ])
    expect(await codeOf(propose(ana, safety, 'x'))).toEqual([403, 'clause-protected'])
    expect(await codeOf(propose(ana, 'c_zzzzzz', 'x'))).toEqual([422, 'clause-left'])
    expect(await codeOf(propose(ana, doses, 'x', { disputes: [open] }))).toEqual([422, 'case-unknown'])
    expect(await codeOf(propose(ana, doses, 'x', { disputes: ['zzzzzzzzzz'] }))).toEqual([
      422,
      'case-unknown',
    ])
    expect(await anew({})).toEqual([422, 'place-needed'])
    expect(await anew({ clause: doses, after: doses })).toEqual([422, 'place-needed'])
    expect(await anew({ after: 'c_zzzzzz' })).toEqual([422, 'clause-left'])
    expect(await anew({ after: doses, language: 'ja' })).toEqual([422, 'text-missing'])
    expect(await anew({ after: doses, next: { title: ' 　', body: 'x' } })).toEqual([400, 'malformed'])
    expect(await anew({ after: doses, reason: '\n' })).toEqual([400, 'malformed'])
    expect(await codeOf(propose(rater, scope, 'x'))).toEqual([403, 'not-allowed'])
    expect(await codeOf(propose(auditor, scope, 'x'))).toEqual([403, 'not-allowed'])
    await protect(safety, 'edit', [])
    await expectOk(cho.call('proposal.withdraw', { proposal: await made(cho, safety, 'x') }))
  })

  test('reviews speak of the words they read: a revision asks for them anew', async () => {
    const { ana, ben, cho, doctors } = room
    const id = await made(ana, doctors, 'First try.')
    const { hash } = (await view(ana, id)).record
    expect(await codeOf(review(ana, id, 'approve'))).toEqual([409, 'own-proposal'])
    expect(await codeOf(review(ben, id, 'comment', ' \n'))).toEqual([422, 'words-needed'])
    expect(await codeOf(review(ben, id, 'request-changes'))).toEqual([422, 'words-needed'])
    expect(await codeOf(review(ben, id, 'approve', '', 'f'.repeat(64)))).toEqual([409, 'proposal-moved'])
    await expectOk(review(ana, id, 'comment', 'I am unsure of the tone.'))
    await expectOk(review(ben, id, 'request-changes', 'Say which doctors.'))
    expect((await view(ana, id)).record.state).toBe('changes-asked')
    const mine = (await ana.get(room.at('/mentions'))).body.proposals
    expect(mine).toContainEqual(expect.objectContaining({ proposal: id, why: 'changes' }))
    const base = await room.says(doctors)
    const again = { proposal: id, base, next: { ...base!, body: 'Second try.' }, reason: 'Clearer.' }
    expect(await codeOf(ben.call('proposal.revise', again))).toEqual([403, 'not-author'])
    expect(await codeOf(ana.call('proposal.revise', { ...again, next: base }))).toEqual([
      422,
      'nothing-proposed',
    ])
    expect(await codeOf(ana.call('proposal.revise', { ...again, base: again.next }))).toEqual([
      409,
      'clause-moved',
    ])
    await expectOk(ana.call('proposal.revise', again))
    expect((await view(ana, id)).record.state).toBe('open')
    expect(await codeOf(review(cho, id, 'approve', '', hash))).toEqual([409, 'proposal-moved'])
    await expectOk(review(cho, id, 'approve'))
    const seen = await view(ana, id)
    expect(seen.reviews.map(({ verdict, text }: any) => [verdict, text])).toEqual([
      ['comment', 'I am unsure of the tone.'],
      ['request-changes', 'Say which doctors.'],
      ['approve', ''],
    ])
    expect([seen.names[ben.member], seen.words.next.body]).toEqual(['Ben', 'Second try.'])
    expect((await ben.get(room.at('/mentions'))).body.proposals.map((one: any) => one.proposal)).toContain(id)
    expect(await codeOf(cho.call('proposal.withdraw', { proposal: id }))).toEqual([403, 'not-author'])
    await expectOk(ana.call('proposal.withdraw', { proposal: id }))
    expect(await codeOf(ana.call('proposal.withdraw', { proposal: id }))).toEqual([409, 'proposal-answered'])
    expect(await codeOf(review(ben, id, 'approve'))).toEqual([409, 'proposal-answered'])
  })

  test('two accept at once: one does, the other hears who was first, and the draft says it once', async () => {
    const { ana, ben, cho, lead, doctors, draft, house, project } = room
    const id = await made(ana, doctors, 'Naming a doctor is not enough.', { disputes: [dispute] })
    expect(await codeOf(accept(cho, id))).toEqual([403, 'not-clause-owner'])
    const both = await Promise.all([accept(ben, id), accept(lead, id, 'Well said.')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const who = both[0]!.status === 200 ? 'Ben' : 'Lena'
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'proposal-answered',
      params: { who },
    })
    const { draftChange } = house.store.read.tables
    const rows = await house.store.read.select().from(draftChange).where(eq(draftChange.project, project))
    const accepted = house.published.find(({ facts }) =>
      facts.some((fact) => fact.kind === 'proposal.decided' && fact.proposal === id),
    )!
    const old = (await draft()).clauses.find((clause) => clause.id === doctors)!
    const { number: _computed, ...clause } = old
    expect(rows.filter(({ since }) => since >= accepted.seq)).toEqual([
      { project, since: accepted.seq, body: { set: [clause], whole: false } },
    ])
    expect((await room.says(doctors))!.body).toBe('Naming a doctor is not enough.')
    // The Japanese was made for other words.
    expect(await room.behind(doctors)).toEqual(['ja'])
    const seen = await view(ana, id)
    expect([seen.record.state, seen.outdated]).toEqual(['accepted', false])
  })

  test('a translation is proposed in Japanese, and follows the words of now', async () => {
    const { ana, cho, lead, doctors } = room
    const body = '医師の名を挙げるだけでは安全とはみなさない。𠮷野家の例を見よ。'
    const id = await made(cho, doctors, body, { language: 'ja', title: '医師（改訂）' })
    await expectOk(review(ana, id, 'comment', '「挙げる」でよいと思います。'))
    await expectOk(accept(lead, id))
    expect(await room.says(doctors, 'ja')).toEqual({ title: '医師（改訂）', body })
    expect(await room.behind(doctors)).toEqual([])
    const { follows } = (await room.draft()).clauses.find((clause) => clause.id === doctors)!
    expect(follows.ja).toBe(textHash(await room.says(doctors)))
  })

  test('it is outdated once the clause says something else, and its author revives it on the words of now', async () => {
    const { ana, ben, lead, doses } = room
    const [first, second] = [
      await made(ana, doses, 'Name the daily maximum.'),
      await made(ben, doses, 'Name both.'),
    ]
    await expectOk(accept(lead, first))
    expect((await view(ben, second)).outdated).toBe(true)
    expect((await view(ben, second)).now.body).toBe('Name the daily maximum.')
    expect(await codeOf(accept(lead, second))).toEqual([409, 'proposal-outdated'])
    const base = (await room.says(doses))!
    await expectOk(
      ben.call('proposal.revise', {
        proposal: second,
        base,
        next: { ...base, body: 'Name the daily maximum and the single dose.' },
        reason: 'Both matter.',
      }),
    )
    expect((await view(ben, second)).outdated).toBe(false)
    await expectOk(accept(lead, second))
    expect((await room.says(doses))!.body).toBe('Name the daily maximum and the single dose.')
    // What was accepted and then changed again is outdated, too: nobody reads it as what the draft says.
    expect((await view(ana, first)).outdated).toBe(true)
  })

  test('an owner who asks for changes is passed by a lead alone, with words', async () => {
    const { ana, ben, cho, lead, safety, protect } = room
    await protect(safety, 'propose', [ben, cho])
    const id = await made(ana, safety, 'What harms nobody is safe.')
    await expectOk(review(cho, id, 'request-changes', 'Too wide.'))
    const refused = await accept(ben, id)
    expect([refused.body.code, refused.body.params.who]).toEqual(['changes-asked', 'Cho'])
    expect(await codeOf(accept(lead, id, ' '))).toEqual([422, 'words-needed'])
    expect((await accept(lead, id, 'We have talked it over.')).status).toBe(200)
    expect((await view(cho, id)).words.answer).toBe('We have talked it over.')
  })

  test('a no comes with its reason, from whoever answers for the clause', async () => {
    const { ana, ben, cho, doctors } = room
    const id = await made(ana, doctors, 'Any doctor will do.')
    expect(await codeOf(cho.call('proposal.reject', { proposal: id, answer: 'No.' }))).toEqual([
      403,
      'not-clause-owner',
    ])
    expect(await codeOf(ben.call('proposal.reject', { proposal: id, answer: ' ' }))).toEqual([
      400,
      'malformed',
    ])
    await expectOk(ben.call('proposal.reject', { proposal: id, answer: 'It would undo case-1.' }))
    const { record, words } = await view(ana, id)
    expect([record.state, record.decidedBy, words.answer]).toEqual([
      'rejected',
      ben.member,
      'It would undo case-1.',
    ])
    expect(await codeOf(accept(ben, id))).toEqual([409, 'proposal-answered'])
  })

  test('a new clause is proposed with an id of its own and comes where it was meant to', async () => {
    const { ana, cho, lead, scope, safety, draft } = room
    const asked = {
      after: scope,
      language: 'en',
      next: { title: 'Children', body: 'Ask for the age.' },
      reason: 'No clause covers this.',
      disputes: [dispute],
    }
    const { body } = await expectOk(ana.call('proposal.make', asked))
    expect(body.clause).toMatch(/^c_[a-z]{6}$/)
    expect((await view(lead, body.proposal)).record).toMatchObject({
      after: scope,
      level: 1,
      asked: [lead.member],
    })
    expect(await codeOf(accept(cho, body.proposal))).toEqual([403, 'not-clause-owner'])
    await expectOk(accept(lead, body.proposal))
    expect((await draft()).clauses.map(({ id, number }) => [id, number]).slice(0, 3)).toEqual([
      [scope, '1'],
      [body.clause, '2'],
      [safety, '3'],
    ])
    expect((await view(ana, body.proposal)).outdated).toBe(false)
    const first = await expectOk(ana.call('proposal.make', { ...asked, after: null, disputes: [] }))
    expect((await view(lead, first.body.proposal)).record.after).toBeNull()
    await expectOk(ana.call('proposal.withdraw', { proposal: first.body.proposal }))
  })

  test('publishing names the version, and the dispute shows what came of it', async () => {
    const { ana, doctors } = room
    const published = await expectOk(room.publish({ reason: 'So it is.' }))
    // Its decision cites a clause that means something else now.
    const rechecks = async (person: Person) => (await person.get(room.at('/mentions'))).body.rechecks
    expect([await rechecks(room.lead), await rechecks(ana)]).toEqual([1, 0])
    const { rows } = (await ana.get(room.at(`/disputes/${dispute}/proposals`))).body
    const states = rows.map(({ record }: any) => [record.clause === doctors, record.state, record.version])
    expect(states.sort()).toEqual(
      [
        [false, 'published', published.body.version],
        [true, 'open', null],
        [true, 'published', published.body.version],
      ].sort(),
    )
    const list = (await ana.get(room.at(`/proposals?state=all&clause=${doctors}`))).body
    expect(new Set(list.rows.map(({ record }: any) => record.clause))).toEqual(new Set([doctors]))
    const open = (await ana.get(room.at('/proposals'))).body
    expect(new Set(open.rows.map(({ record }: any) => record.state))).toEqual(new Set(['open']))
    expect((await ana.get(room.at('/proposals/zzzzzzzzzz'))).body.code).toBe('not-found')
  })

  test('somebody types in the clause: what was written for other words is not lost, and is not taken', async () => {
    const { ana, ben, lead, doctors, project } = room
    const before = (await room.says(doctors))!
    const id = await made(ana, doctors, 'Naming a doctor is never enough.')
    texts = await openTextRooms(room.house)
    const writer = await texts.write(ben, project, 'guideline')
    await writer.synced()
    wordsOf(writer.doc, doctors).insert(0, '明日まで：')
    await writer.saved()
    expect((await view(ana, id)).outdated).toBe(true)
    expect(await codeOf(accept(lead, id))).toEqual([409, 'proposal-outdated'])
    expect(await codeOf(propose(ana, doctors, 'Another.', { base: before }))).toEqual([409, 'clause-moved'])
    wordsOf(writer.doc, doctors).delete(0, '明日まで：'.length)
    await writer.saved()
    expect((await view(ana, id)).outdated).toBe(false)
    await expectOk(accept(lead, id))
    expect((await room.says(doctors))!.body).toBe('Naming a doctor is never enough.')
    await until(() => wordsOf(writer.doc, doctors).toString() === 'Naming a doctor is never enough.')
  })

  test('a change proposed from a decision begins with its clauses and the case in words', async () => {
    const { ana, lead, doctors, at, house, project } = room
    const from = (person: Person, id: string, language: Language) =>
      person.get(at(`/disputes/${id}/proposal-draft?language=${language}`))
    const { clauses, suggestion, reason } = (await from(ana, dispute, 'en')).body
    expect(clauses).toEqual([
      { id: doctors, number: '3.1', texts: expect.objectContaining({ en: await room.says(doctors) }) },
    ])
    expect(suggestion).toBeNull()
    expect(reason.split('\n')).toEqual([
      'Case case-1: “text of case-1”',
      '',
      'Question: safe',
      'Decided: the minority was upheld (“unsafe”).',
      'Why others answered “safe”: the guideline is unclear.',
      'Seat A: “Aspirin adds to the bleeding risk.”',
      'Seat B: “Aspirin adds to the bleeding risk.”',
      '',
      `/projects/${house.key}/disputes/${dispute}`,
    ])
    const uncovered = await room.decide('case-3', { clauses: [], noClause: true })
    const found = (await from(lead, uncovered, 'ja')).body
    expect([found.clauses, found.suggestion.after]).toEqual([[], (await room.draft()).clauses.at(-1)!.id])
    expect(found.reason).toContain('裁定：少数派を支持（「unsafe」）。')
    expect(found.reason).toContain('これを定める条項がありません。')
    const { item } = house.store.read.tables
    await house.store.transact(project, async (tx) => {
      await tx
        .update(item)
        .set({ tags: ['Sensitive'] })
        .where(eq(item.external, 'case-3'))
    })
    const named = (await from(lead, uncovered, 'en')).body.reason
    expect(named).toContain('Case case-3\n')
    expect(named).not.toMatch(/text of|Aspirin/)
    const open = (await lead.get(at('/disputes?item=&state=voting'))).body.rows[0]?.dispute ?? 'zzzzzzzzzz'
    expect((await from(ana, open, 'en')).body.code).toBe('not-found')
  })

  test('whoever sits down later reads what was proposed from their case after their own ballot', async () => {
    const { ana, ben, cho, lead, doctors, at } = room
    const id = await made(lead, doctors, 'The case told me so.', { disputes: [dispute] })
    await expectOk(lead.call('dispute.reopen', { dispute, reason: 'A new study.' }))
    const seated = await room.seated(dispute)
    const late = [ana, ben, cho].find(({ member }) => !seated.includes(member))!
    expect((await view(late, id)).record.id).toBe(id)
    await expectOk(lead.call('dispute.seat', { dispute, member: late.member }))
    expect((await view(late, id)).code).toBe('not-found')
    const listed = async (path: string) =>
      (await late.get(at(path))).body.rows.some(({ record }: any) => record.id === id)
    expect([await listed('/proposals'), await listed(`/disputes/${dispute}/proposals`)]).toEqual([
      false,
      false,
    ])
    expect((await late.get(at('/mentions'))).body.proposals.map((one: any) => one.proposal)).not.toContain(id)
    await expectOk(room.cast(late, dispute))
    expect((await view(late, id)).record.id).toBe(id)
  })

  test('so many wait on one clause at most', async () => {
    const { ana, lead, doses, house, project } = room
    const id = await made(ana, doses, 'One more.')
    const { proposal } = house.store.read.tables
    const [row] = await house.store.read.select().from(proposal).where(eq(proposal.id, id))
    const many = Array.from({ length: PROPOSALS - 1 }, (_, i) => ({ ...row!, id: `${house.key}${i}` }))
    await house.store.transact(project, async (tx) => void (await tx.insert(proposal).values(many)))
    const refused = await propose(lead, doses, 'And another.')
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([
      409,
      'proposals-waiting',
      { limit: PROPOSALS },
    ])
    const filled = like(proposal.id, `${house.key}%`)
    await house.store.transact(project, async (tx) => void (await tx.delete(proposal).where(filled)))
    expect((await propose(lead, doses, 'And another.')).status).toBe(200)
  })

  test('what waited for somebody who left waits for leads', async () => {
    const { ana, cho, lead, safety, protect } = room
    await protect(safety, 'propose', [cho])
    const id = await made(ana, safety, 'Ask first.')
    const waiting = async (person: Person) =>
      (await person.get(room.at('/mentions'))).body.proposals.some((one: any) => one.proposal === id)
    expect([await waiting(cho), await waiting(lead)]).toEqual([true, false])
    await expectOk(lead.call('member.remove', { member: cho.member }))
    expect(await waiting(lead)).toBe(true)
    expect((await accept(lead, id)).status).toBe(200)
  })

  test('an auditor reads all of it and learns nobody’s name', async () => {
    const { auditor, rater } = room
    const { rows, names } = (await auditor.get(room.at('/proposals?state=all'))).body
    expect(rows.length).toBeGreaterThan(5)
    const people = [room.ana, room.ben, room.cho, room.lead].map(({ member }) => member)
    const raw = JSON.stringify([rows, names, await view(auditor, rows[0].record.id)])
    for (const member of people) expect(raw).not.toContain(member)
    expect((await rater.get(room.at('/proposals'))).status).toBe(403)
  })

  test('after all of this the tables equal the fold of the entries', async () => {
    const { folded, kept } = await foldedAndKept(room.house, room.project)
    expect(Object.keys(kept.proposals).length).toBeGreaterThan(8)
    expect(kept).toEqual(folded)
  })
})
