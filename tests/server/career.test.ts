import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CareerRecord, careerFault } from '#shared/career.ts'
import { type Decided, openDecided } from '../support/decided.ts'
import { gogi } from '../support/gogi.ts'
import { expectOk, type Person } from '../support/house.ts'
import { tempFolder } from '../support/stores.ts'
import { idOf, importVotes } from '../support/story.ts'

const verifySignature = (message: Uint8Array, signature: string, key: string) => {
  const trusted = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  return verify(null, message, trusted, Buffer.from(signature, 'base64url'))
}
const case_ = (item: string, value: 'safe' | 'unsafe') =>
  ({ item, value, cause: 'rater-error', clause: '2.1' }) as const

/** Ana differed from the decision on `turned`, and after a reopening the panel took her answer. */
async function turn(world: Decided) {
  const [ana, ben] = world.seats
  const dispute = await world.open('turned')
  // She comes when the seats are taken, and is the third when the two differ.
  const cleo = await world.house.person(['panelist'], 'Cleo')
  const round = async (votes: [Person, 'safe' | 'unsafe'][]) => {
    for (const [person, value] of votes) await world.cast(person, dispute, case_('turned', value))
  }
  await round([
    [ana, 'unsafe'],
    [ben, 'safe'],
  ])
  await round([
    [ana, 'unsafe'],
    [ben, 'safe'],
    [cleo, 'safe'],
  ])
  await expectOk(world.sign(world.lead, dispute))
  const opinion = { dispute, kind: 'dissent', text: 'The dose is missing, so it is not safe.' }
  await expectOk(ana.call('opinion.write', opinion))
  await expectOk(world.lead.call('dispute.reopen', { dispute, reason: 'a study' }))
  await round([
    [ana, 'unsafe'],
    [ben, 'unsafe'],
    [cleo, 'unsafe'],
  ])
  await expectOk(world.sign(world.lead, dispute))
  return cleo
}

describe('what somebody takes along', () => {
  let world: Decided
  let cleo: Person
  let newcomer: Person
  const recordOf = async (person: Person): Promise<CareerRecord> =>
    (await expectOk(person.get(world.path('my/record.json')))).body

  beforeAll(async () => {
    world = await openDecided('sqlite', [case_('won', 'unsafe'), case_('lost', 'safe')], ['turned'])
    await world.settle(case_('won', 'unsafe'))
    await world.settle(case_('lost', 'safe'))
    cleo = await turn(world)
    await importVotes(world.house, [{ item: 'new', rater: 'novice', label: 'safe' }], 'more.csv', {
      partial: true,
    })
    newcomer = await world.house.person(['rater'], 'Nia', await idOf(world.house, 'rater', 'novice'))
  }, 120_000)
  afterAll(() => world.house.close())

  test('a rater’s record holds the votes that stood against a majority and were upheld, by the item’s own id', async () => {
    const record = await recordOf(world.lone)
    expect(record.counts).toEqual({ ballots: 0, decisions: 0, opinions: 0, reviews: 0, upheld: 2 })
    expect(record.entries).toMatchObject([
      { kind: 'upheld-vote', item: 'won', question: 'safe', value: 'unsafe', receipt: { body: null } },
      { kind: 'upheld-vote', item: 'turned', decided: { kind: 'minority-upheld' } },
    ])
    expect(await careerFault(record, verifySignature)).toBeUndefined()
  })

  test('a panelist’s record holds opinions with their words and dissents that were adopted', async () => {
    const record = await recordOf(world.seats[0])
    expect(record.counts).toMatchObject({ decisions: 3, opinions: 1, upheld: 1 })
    expect(record.entries).toMatchObject([
      { kind: 'opinion', opinion: 'dissent', words: 'The dose is missing, so it is not safe.' },
      { kind: 'adopted-dissent', question: 'safe', decided: { values: [{ value: 'unsafe', weight: 100 }] } },
    ])
    expect(await careerFault(record, verifySignature)).toBeUndefined()
    const measures = (await world.lead.get(world.path('panel/measures'))).body
    const of = (name: string) => measures.rows.find((row: any) => row.name === name)
    expect(measures.rows.map((row: any) => row.name)).toEqual(['Ana', 'Ben', 'Cleo'])
    expect([of('Ana').dissents, of('Ben').dissents]).toEqual([
      { n: 1, adopted: 1 },
      { n: 0, adopted: 0 },
    ])
    // Two pairs agreed in the first round, and one did not; three say too little for a share.
    expect(measures.agreement).toEqual({ alike: 2, n: 3, share: null, interval: null, why: 'too-few' })
    expect(of('Ana').ballots).toBe(5)
    expect(of('Ana').time).toEqual({ n: 5, median: expect.any(Number) })
    expect(of('Ana').time.median).toBeGreaterThan(0)
  })

  test('a panelist reads the whole and their own row, an auditor no names', async () => {
    const own = (await cleo.get(world.path('panel/measures'))).body
    expect([own.panelists, own.agreement.n, own.rows.map((row: any) => row.name)]).toEqual([3, 3, ['Cleo']])
    const auditor = await world.house.person(['auditor'])
    const { body, raw } = await auditor.get(world.path('panel/measures'))
    expect(body.rows.map((row: any) => [row.member, row.name])).toEqual([
      ['', 'A'],
      ['', 'B'],
      ['', 'C'],
    ])
    for (const { member } of [...world.seats, cleo]) expect(raw).not.toContain(member)
  })

  test('nobody else stands in a record or in the data about oneself', async () => {
    const everybody = [world.lead, world.lone, ...world.seats, cleo, newcomer]
    const names = ['Lena', 'Lone', 'Ana', 'Ben', 'Cleo', 'Nia']
    for (const [at, person] of everybody.entries())
      for (const path of ['my/record.json', 'my/data']) {
        const { raw, headers } = await expectOk(person.get(world.path(path)))
        expect(headers['cache-control']).toBe('no-store')
        for (const [of, other] of everybody.entries())
          expect([path, at, of, raw.includes(other.member), raw.includes(`"${names[of]}"`)]).toEqual([
            path,
            at,
            of,
            of === at,
            of === at,
          ])
      }
    // A panelist's record names no item: none was theirs.
    expect(JSON.stringify(await recordOf(world.seats[0]))).not.toMatch(/"(won|lost|turned)"/)
  })

  test('the data about oneself are all there: votes, marks, standing, seats, ballots, opinions', async () => {
    const rater = (await world.lone.get(world.path('my/data'))).body.rater
    expect(rater.votes.map(({ item }: { item: string }) => item).sort()).toEqual(['lost', 'turned', 'won'])
    expect(rater.votes[0].note).toContain('aspirin')
    expect(rater.marks.map(({ mark }: { mark: string }) => mark).sort()).toEqual(['right', 'right', 'wrong'])
    expect(Object.keys(rater.standing)).toHaveLength(1)
    const { panelist } = (await world.seats[0].get(world.path('my/data'))).body
    expect([panelist.seats.length, panelist.ballots.length, panelist.opinions.length]).toEqual([3, 5, 1])
  })

  test('a changed byte anywhere is found, and said where it is', async () => {
    const record = await recordOf(world.seats[0])
    const [opinion] = record.entries
    const changed = (change: (one: any) => void) => {
      const copy = structuredClone(record) as any
      change(copy)
      return careerFault(copy, verifySignature)
    }
    const { seq } = opinion!.receipt
    const flip = (hex: string) => (hex[0] === '0' ? '1' : '0') + hex.slice(1)
    const faults = await Promise.all([
      changed(
        (one) => (one.entries[0].receipt.body = one.entries[0].receipt.body.replace('opinion', 'Opinion')),
      ),
      changed((one) => (one.entries[0].receipt.leaf = flip(one.entries[0].receipt.leaf))),
      changed((one) => (one.entries[0].receipt.proof[0] = flip(one.entries[0].receipt.proof[0]))),
      changed((one) => (one.entries[0].receipt.opened[0].salt = flip(one.entries[0].receipt.opened[0].salt))),
      changed((one) => (one.entries[0].words = 'It is safe.')),
      changed((one) => (one.person.member = world.lead.member)),
      changed((one) => (one.head.size += 1)),
      changed((one) => (one.head.at += 1)),
      changed((one) => (one.counts.upheld = 9)),
      changed((one) => (one.person.name = 'Ann')),
    ])
    expect(faults).toEqual([
      { code: 'leaf', seq },
      { code: 'leaf', seq },
      { code: 'proof', seq },
      { code: 'part', seq },
      { code: 'words', seq },
      { code: 'actor', seq },
      expect.objectContaining({ code: expect.stringMatching(/proof|head/) }),
      { code: 'head' },
      { code: 'record' },
      { code: 'record' },
    ])
  })

  test('whoever is shown it checks it offline: what it proves in words, or the first thing that fails', async () => {
    const folder = tempFolder()
    const file = join(folder, 'record.json')
    const record = await recordOf(world.seats[0])
    writeFileSync(file, JSON.stringify(record, null, 2))
    const key = (await world.house.app.inject('/api/v1/key')).json()
    writeFileSync(join(folder, 'key.json'), JSON.stringify(key))
    writeFileSync(join(folder, 'other.key'), randomBytes(32).toString('base64url'))
    writeFileSync(
      join(folder, 'flipped.json'),
      JSON.stringify(record).replace('dose is missing', 'dose is Missing'),
    )
    writeFileSync(join(folder, 'cut.json'), JSON.stringify(record).slice(0, 500))
    const run = (name: string, ...more: string[]) =>
      gogi(folder, ['record', 'verify', join(folder, name), ...more])
    const good = await run('record.json', '--key', join(folder, 'key.json'))
    expect([good.code, good.err]).toEqual([0, ''])
    expect(good.out).toMatch(
      /The record of Ana .* holds\.[\s\S]*2 entries[\s\S]*1 of them are Ana’s own[\s\S]*the key you gave/,
    )
    const [other, flipped, cut] = await Promise.all([
      run('record.json', '--key', join(folder, 'other.key')),
      run('flipped.json'),
      run('cut.json'),
    ])
    expect([other.code, flipped.code, cut.code]).toEqual([1, 1, 2])
    expect(other.err).toContain('another key')
    expect(flipped.err).toMatch(/^Entry \d+: /)
    expect(cut.err).toContain('no JSON')
  }, 180_000)

  test('the key is one file that only the host reads, and its public half is everybody’s', async () => {
    expect(statSync(join(world.house.data, 'signing.key')).mode & 0o777).toBe(0o600)
    const { algorithm, key } = (await world.house.app.inject('/api/v1/key')).json()
    expect([algorithm, key]).toEqual(['Ed25519', (await recordOf(world.lone)).key])
  })

  test('a rater practises on decided cases that were not theirs: the outcome comes after, nothing is kept', async () => {
    const before = world.house.published.length
    expect((await world.lone.get(world.path('practice'))).body).toMatchObject({ of: 0, case: null })
    const seen: string[] = []
    for (let after = '', left = true; left; ) {
      const { body, raw } = await expectOk(newcomer.get(world.path(`practice?after=${after}`)))
      left = body.case !== null
      if (!body.case) break
      expect(raw).not.toMatch(/rationale|upheld|so it is|aspirin/)
      after = body.case.dispute
      seen.push(after)
      const { answers } = (await expectOk(newcomer.get(world.path(`practice/${after}/answer`)))).body
      expect(answers[0]).toMatchObject({
        question: 'safe',
        decision: { rationale: 'so it is' },
        cited: [{ number: '2.1' }],
        seats: expect.arrayContaining([expect.objectContaining({ letter: 'A' })]),
      })
    }
    expect(new Set(seen).size).toBe(3)
    expect((await world.lone.get(world.path(`practice/${seen[0]}/answer`))).status).toBe(404)
    expect(world.house.published.length).toBe(before)
  })
})
