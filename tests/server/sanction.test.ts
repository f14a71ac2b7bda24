import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SanctionVerdict } from '#shared/bar.ts'
import { recordTwice } from '../support/decided.ts'
import { expectOk, type Person } from '../support/house.ts'
import { type Judged, openJudged, rulesOf } from '../support/judged.ts'
import { dialects } from '../support/stores.ts'
import { ballotOn, idOf } from '../support/story.ts'

const words = 'The answer was read, and the cases with it.'

describe.each(dialects)('an act against a rater: a bar proposes, two people sign (%s)', (dialect) => {
  let all: Judged
  let decided: Awaited<ReturnType<Judged['decide']>>
  let poor: Person, other: Person, lead: Person, second: Person, auditor: Person
  let id: string, appeal: string
  const signIn = (person: Person) =>
    expectOk(person.call('session.start', { login: person.login, password: 'correct horse battery' }))
  const path = (rest: string) => `/projects/${all.house.key}/${rest}`
  const read = async (person: Person, rest: string) => (await expectOk(person.get(path(rest)))).body
  const version = async () => (await all.get(`sanctions/${id}`)).version as number
  const sign = async (person: Person, verdict: SanctionVerdict, ifMatch?: number) =>
    all.ask('sanction.sign', { sanction: id, verdict, words }, all.as(person), ifMatch ?? (await version()))
  const codeOf = (answer: unknown) => (typeof answer === 'string' ? answer : 'signed')
  const wrongVote = async () => {
    const { mark } = all.house.store.read.tables
    const rater = await idOf(all.house, 'rater', 'poor')
    const rows = await all.house.store.read.select().from(mark)
    return rows.find((row) => row.rater === rater && row.mark === 'wrong')!.vote
  }
  /** Many signatures at once, of five people; what each heard. */
  const rivals = async (verdict: SanctionVerdict, many: number) => {
    const ifMatch = await version()
    const people = [lead, second, ...decided.seats, other]
    const answers = await Promise.all(
      Array.from({ length: many }, (_, n) => sign(people[Math.floor((n * 5) / many)]!, verdict, ifMatch)),
    )
    return answers.map(codeOf)
  }
  /** The next date of the bar comes. */
  const review = async () => {
    const { next } = await all.get('bar')
    all.pass(7)
    await all.house.act('bar.review', { date: next })
    const { facts } = all.house.published.at(-1)!
    return facts.flatMap((fact) => (fact.kind === 'sanctions.proposed' ? fact.sanctions : []))
  }

  beforeAll(async () => {
    all = await openJudged(dialect)
    poor = await all.house.person(['rater', 'panelist'], 'Paul', await idOf(all.house, 'rater', 'poor'))
    lead = await all.house.person(['lead'], 'Lena')
    second = await all.house.person(['lead', 'auditor'], 'Sora')
    auditor = await all.house.person(['auditor'], 'Aud')
    other = await all.house.person(['panelist', 'rater'], 'Otto', await idOf(all.house, 'rater', 'good'))
    decided = await all.decide()
  }, 180_000)
  afterAll(() => all.house.close())

  test('while a mark may be appealed it feeds no bar, and the majority never does', async () => {
    const simulated = await all.get('simulate?basis=decision&bar=0.325&minimum=20')
    expect(simulated).toMatchObject({ falls: [], onlyByMajority: ['poor'], looked: 0 })
    const vote = await wrongVote()
    const filed = await all.ask('appeal.file', { vote, basis: 'decision', reason: 'No.' }, all.as(poor))
    appeal = (filed as { appeal: string }).appeal
    all.pass(1.5)
    const final = await all.get('simulate?basis=decision&bar=0.325&minimum=20')
    expect(final).toMatchObject({ falls: ['poor'], onlyByMajority: [], looked: 5, enough: 5 })
    expect(final.agreement).toMatchObject({ right: 24, n: 24, share: 1 })
    expect((await all.get('simulate?basis=decision&bar=0.31&minimum=25')).falls).toEqual([])
    const dates = [7, 14, 21, 28].map((days) => all.today(days))
    await all.house.act('bar.set', rulesOf(dates, { basis: 'decision', bar: 0.325 }), undefined, 0)
  })

  test('the rater is told, with seven days to answer, and watchers are not told whom it is about', async () => {
    const [record] = await review()
    id = record!.id
    // What is appealed is not final, and so not counted.
    expect(record).toMatchObject({ state: 'proposed', rate: { right: 3, n: 23 }, answeredAt: null })
    expect(record!.answerBy - record!.proposedAt).toBe(7 * 86_400_000)
    const told = all.house.published.findLast(({ facts }) => facts[0]?.kind === 'bar.reviewed')!.told
    const hears = told.filter(({ event }) => event.kind === 'sanctions.proposed')
    const heard = hears.map(({ to, event }) => [to, (event as any).sanctions.map((one: any) => one.rater)])
    expect(heard).toEqual([
      [{ roles: ['panelist', 'auditor'] }, ['']],
      [{ roles: ['lead'] }, [record!.rater]],
      [{ members: [poor.member] }, [record!.rater]],
    ])
    for (const person of [poor, other, lead, auditor]) await signIn(person)
    const mine = (await read(poor, 'my/sanctions')).rows
    expect(mine).toMatchObject([{ id, state: 'proposed', mayAnswer: null, now: { n: 23 }, answer: '' }])
    expect(mine[0].cases).toHaveLength(23)
    expect(mine[0].cases[0]).toMatchObject({ mark: 'wrong', because: 'rater-error', question: 'safe' })
    expect((await read(other, 'my/sanctions')).rows).toEqual([])
    const seen = await read(auditor, `sanctions/${id}`)
    expect(seen).toMatchObject({ rater: '', external: '', name: null, cases: [], rate: { n: 23 } })
    expect(seen.may).toEqual({ impose: 'not-allowed', drop: 'not-allowed', lift: 'not-allowed' })
    expect(await read(lead, `sanctions/${id}`)).toMatchObject({
      external: 'poor',
      name: 'Paul',
      may: { impose: 'answer-awaited', drop: null, lift: 'sanction-verdict' },
    })
  })

  test('nobody signs before the answer or the seven days, nor on their own behalf, nor a machine', async () => {
    expect(await sign(lead, 'impose')).toBe('answer-awaited')
    expect(await sign(poor, 'drop')).toBe('own-sanction')
    expect(await sign(lead, 'lift')).toBe('sanction-verdict')
    expect(await all.ask('sanction.sign', { sanction: id, verdict: 'drop', words }, undefined, 0)).toBe(
      'not-allowed',
    )
    const answer = (text: string, person: Person) =>
      all.ask('sanction.answer', { sanction: id, text }, all.as(person))
    expect(await answer('Not mine.', other)).toBe('not-found')
    await answer('I was ill that week.', poor)
    const before = await version()
    await answer('I was ill that week, and said so.', poor)
    expect(await sign(lead, 'drop', before)).toBe('stale')
    expect(await all.get(`sanctions/${id}`)).toMatchObject({
      answer: 'I was ill that week, and said so.',
      may: { impose: 'appeal-open' },
      appeals: 1,
    })
  })

  test('nor while an appeal that was filed before it is open', async () => {
    expect(await sign(lead, 'impose')).toBe('appeal-open')
    const refused = { appeal, words: 'The clause says so.' }
    expect(await all.ask('appeal.refuse', refused, all.as(lead))).toBeTypeOf('object')
    expect(await all.get(`sanctions/${id}`)).toMatchObject({
      may: { impose: null },
      appeals: 0,
      now: { n: 24 },
    })
  })

  test('of fifty signatures at once two count, each with its words, and then the answer stands as they read it', async () => {
    // Who changes their mind is counted once, with what they said last.
    expect(await sign(lead, 'drop')).toEqual(expect.objectContaining({ state: 'proposed' }))
    const heard = await rivals('impose', 50)
    expect(heard.filter((one) => one === 'signed')).toHaveLength(2)
    expect(new Set(heard)).toEqual(new Set(['signed', 'signed-already', 'sanction-settled']))
    const page = await all.get(`sanctions/${id}`)
    expect(page.state).toBe('imposed')
    const counted = page.signatures.filter(({ counts }: { counts: boolean }) => counts)
    expect(new Set(counted.map(({ by }: { by: string }) => by)).size).toBe(counted.length)
    expect(counted.filter(({ verdict }: any) => verdict === 'impose')).toHaveLength(2)
    expect(page.signatures[0]).toMatchObject({ name: 'Lena', verdict: 'drop', words })
    expect(await all.ask('sanction.answer', { sanction: id, text: 'More.' }, all.as(poor))).toBe(
      'sanction-settled',
    )
    await signIn(poor)
    const [mine] = (await read(poor, 'my/sanctions')).rows
    expect(Object.keys(mine.signatures[0]).sort()).toEqual(['at', 'counts', 'verdict', 'words'])
  })

  test('what is imposed is not proposed again, and two lift it in the same way', async () => {
    expect(await review()).toEqual([])
    const heard = await rivals('lift', 10)
    expect(heard.filter((one) => one === 'signed')).toHaveLength(2)
    expect(await all.get(`sanctions/${id}`)).toMatchObject({ state: 'lifted' })
  })

  test('a decision that falls takes the ground of a proposal with it, in the same entry', async () => {
    const [record] = await review()
    id = record!.id
    const { cases } = await all.get(`sanctions/${id}`)
    const withdrawn = { kind: 'sanctions.withdrawn', sanctions: [id] }
    // The first leaves the interval below the bar.
    expect(await overturn(cases[0].dispute)).not.toContainEqual(withdrawn)
    expect(await overturn(cases[1].dispute)).toContainEqual(withdrawn)
    expect(await all.get('sanctions?state=withdrawn')).toMatchObject({ rows: [{ id }], open: 0 })
  })

  /** One of the cases is heard again, and this time `poor` was right; what its last signature entered. */
  async function overturn(dispute: string) {
    await all.house.act('dispute.reopen', { dispute, reason: 'A study came out.' })
    const answers = [ballotOn('unsafe', decided.clause, { cause: 'guideline-unclear' })]
    for (const seat of decided.seats)
      await all.house.act(
        'ballot.cast',
        { dispute, round: 2, answers: answers as never, arguments: { safe: 'it adds to the risk' } },
        all.as(seat),
      )
    const { version: ifMatch } = await all.get(`disputes/${dispute}`)
    await all.house.act(
      'decision.sign',
      { dispute, rationale: 'so it is', reason: 'we were wrong' },
      undefined,
      ifMatch,
    )
    return all.house.published.at(-1)!.facts
  }

  test('the tables equal the fold of the entries', async () => {
    const [tables, folded] = await recordTwice(all.house, all.project)
    expect({ ...(tables as object), samples: {} }).toEqual({ ...(folded as object), samples: {} })
  })
})
