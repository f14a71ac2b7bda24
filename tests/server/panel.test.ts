import { describe, expect, test } from 'vitest'
import { tick } from '../../server/clock.ts'
import { expectOk } from '../support/house.ts'
import { importItems, marksOn, openPanel, setPolicy } from '../support/panel.ts'
import { dialects } from '../support/stores.ts'
import { idOf, importVotes } from '../support/story.ts'

const DAY = 86_400_000
const HOUR = DAY / 24

describe.each(dialects)('the panel, on %s', (dialect) => {
  test('nobody sits before they have declared; declaring fills what waited and opens the round', async () => {
    const panel = await openPanel(dialect, ['case-1'])
    const { house, lead, record, seated } = panel
    const ana = await house.person(['panelist'], 'Ana', undefined, false)
    const ben = await house.person(['panelist'], 'Ben', undefined, false)
    const dispute = await panel.open('case-1')
    expect([(await record(dispute)).state, await seated(dispute)]).toEqual(['open', []])
    const byHand = await lead.call('dispute.seat', { dispute, member: ana.member })
    expect([byHand.status, byHand.body.code, byHand.body.detail]).toEqual([
      409,
      'declare-first',
      expect.stringContaining('Ana'),
    ])
    const waiting = (await lead.get(`/projects/${house.key}/panel`)).body.waiting
    expect(waiting).toEqual([
      {
        dispute,
        external: 'case-1',
        state: 'open',
        seats: 0,
        wanted: 2,
        why: 'nobody-declared',
        since: (await record(dispute)).openedAt,
      },
    ])

    expect((await ana.call('panelist.declare', { raters: [] })).body).toMatchObject({ known: 0, unknown: [] })
    expect([(await record(dispute)).state, await seated(dispute)]).toEqual(['open', [ana.member]])
    await expectOk(ben.call('panelist.declare', { raters: [] }))
    expect(await seated(dispute)).toEqual([ana.member, ben.member])
    expect([(await record(dispute)).state, (await record(dispute)).round]).toEqual(['voting', 1])
    expect(panel.lastFacts()).toEqual(['panelist.declared', 'seat.taken', 'round.opened'])
    await house.close()
  })

  test('whoever declared a rater of the item never sits on it, known now or brought by a later import', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2'])
    const { house, lead, seated } = panel
    const ana = await house.person(['panelist'], 'Ana', undefined, false)
    const [ben, cho] = [await house.person(['panelist'], 'Ben'), await house.person(['panelist'], 'Cho')]
    const said = await ana.call('panelist.declare', { raters: ['lone', 'not-yet-here'] })
    expect(said.body).toMatchObject({ known: 1, unknown: ['not-yet-here'] })
    // Which raters she is, nobody but she and the record hears.
    const told = house.published.at(-1)!.told.filter(({ event }) => event.kind === 'panelist.declared')
    const lone = await idOf(house, 'rater', 'lone')
    expect(told.map(({ to, event }) => [to, 'raters' in event && event.raters])).toEqual([
      [{ roles: ['lead'] }, []],
      [{ members: [ana.member] }, [lone]],
    ])
    for (const asker of [ben, lead])
      expect((await asker.get(`/projects/${house.key}/panel`)).raw).not.toMatch(/lone|not-yet-here/)
    expect((await ana.get(`/projects/${house.key}/panel`)).body.me).toMatchObject({
      declared: true,
      raters: [lone],
      known: ['lone'],
      externals: ['not-yet-here'],
    })

    const first = await panel.open('case-1')
    expect((await seated(first)).sort()).toEqual([ben.member, cho.member].sort())
    const refused = await lead.call('dispute.seat', { dispute: first, member: ana.member })
    expect(refused.body.code).toBe('voted-on-item')

    // An item that `lone` has not voted on; then the rater she named comes with a vote on it.
    await importVotes(house, [{ item: 'case-9', rater: 'r0', label: 'safe' }], 'nine.csv')
    const dee = await house.person(['panelist'], 'Dee')
    for (const one of [ben, cho]) await house.act('member.change', { member: one.member, roles: ['rater'] })
    const second = await panel.open('case-9')
    expect((await seated(second)).sort()).toEqual([ana.member, dee.member].sort())
    await importVotes(house, [{ item: 'case-9', rater: 'not-yet-here', label: 'unsafe' }], 'late.csv')
    expect(await seated(second)).toEqual([dee.member])
    expect((await panel.open('case-2')) && panel.lastFacts()).not.toContain('round.opened')
    await house.close()
  })

  test('a rater id declared late costs the seat before the decision, with its ballot, and nothing after it', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2'], { thirdOnConflict: false })
    const { house, record, seated } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const decided = await panel.open('case-1')
    await panel.cast(ana, decided)
    await panel.cast(ben, decided)
    await expectOk(panel.sign(panel.lead, decided))
    const marks = await marksOn(panel, decided)
    const sealed = await panel.open('case-2')
    await panel.cast(ana, sealed)
    const cho = await house.person(['panelist'], 'Cho')

    await expectOk(ana.call('panelist.declare', { raters: ['lone'] }))
    expect(await seated(sealed)).toEqual(expect.arrayContaining([ben.member, cho.member]))
    expect((await record(sealed)).state).toBe('voting')
    // Decided stays decided: the seat, the ballots and the marks of the other dispute are as they were.
    expect(await seated(decided)).toEqual(expect.arrayContaining([ana.member, ben.member]))
    expect([(await record(decided)).state, await marksOn(panel, decided)]).toEqual(['decided', marks])
    // Heard again, it is heard by others.
    await expectOk(panel.lead.call('dispute.reopen', { dispute: decided, reason: 'A seat had voted.' }))
    expect(panel.lastFacts()).toEqual(['dispute.reopened', 'seat.left', 'seat.taken', 'round.opened'])
    expect((await seated(decided)).sort()).toEqual([ben.member, cho.member].sort())
    // Her ballot is kept, and does not count: both others still have to cast.
    await panel.cast(ben, sealed)
    expect((await record(sealed)).state).toBe('voting')
    await panel.cast(cho, sealed)
    expect((await record(sealed)).state).toBe('revealed')
    const [draft] = Object.values((await record(sealed)).decisions)
    expect([Object.keys((await record(sealed)).ballots).length, draft!.ballots.length]).toEqual([3, 2])
    await house.close()
  })

  test('seats go to those with minutes left, then to shared expertise, then to the least load', async () => {
    const panel = await openPanel(dialect, ['case-1'], { seats: 1, quorum: 1 })
    const { house, lead, seated } = panel
    await importItems(house, [
      { item: 'drug-1', language: 'en', tags: ['Medication'] },
      { item: 'drug-2', language: 'en', tags: ['medication'] },
      { item: 'plain-1', language: 'en', tags: [] },
      { item: 'plain-2', language: 'en', tags: [] },
    ])
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const describeAs = (minutes: number, expertise: string[]) => ({ languages: [], expertise, minutes })
    await expectOk(ana.call('panelist.describe', describeAs(10, ['MEDICATION'])))
    await expectOk(ben.call('panelist.describe', describeAs(300, [])))
    const first = await panel.open('drug-1')
    expect(await seated(first)).toEqual([ana.member])
    // Seven of her ten minutes are gone: the next goes to whoever has time.
    const candidates = (await lead.get(`/projects/${house.key}/disputes/${first}/candidates`)).body.rows
    expect(candidates.map((row: any) => [row.name, row.used, row.load, row.minutes, row.fits])).toEqual([
      ['Ben', 0, 0, 300, null],
      ['Ana', 7, 1, 10, 'sat-before'],
    ])
    expect(await seated(await panel.open('drug-2'))).toEqual([ben.member])
    await expectOk(ana.call('panelist.describe', describeAs(3000, [])))
    // Both have time and no expertise of it: Ana, who has the same load in ten times the minutes.
    expect(await seated(await panel.open('plain-1'))).toEqual([ana.member])
    expect(await seated(await panel.open('plain-2'))).toEqual([ana.member])
    await house.close()
  })

  test('nobody judges what they do not read; saying that they do fills the seat', async () => {
    const panel = await openPanel(dialect, ['case-1'])
    const { house, lead, seated, record } = panel
    await importItems(house, [
      { item: 'ja-1', language: 'ja', tags: [] },
      { item: 'gb-1', language: 'en-GB', tags: [] },
    ])
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const languages = (list: string[]) => ({ languages: list, expertise: [], minutes: null })
    for (const one of [ana, ben]) await expectOk(one.call('panelist.describe', languages(['en'])))
    expect((await seated(await panel.open('gb-1'))).length).toBe(2)
    const dispute = await panel.open('ja-1')
    expect(await seated(dispute)).toEqual([])
    const { waiting } = (await lead.get(`/projects/${house.key}/panel`)).body
    expect(waiting.map((row: any) => [row.external, row.why])).toEqual([['ja-1', 'language']])
    const byHand = await lead.call('dispute.seat', { dispute, member: ana.member })
    expect([byHand.body.code, byHand.body.params]).toEqual([
      'language-unfit',
      { name: 'Ana', language: 'ja' },
    ])
    // The lead describes one of them, the other themselves; nobody describes somebody else.
    expect((await ben.call('panelist.describe', { member: ana.member, ...languages([]) })).body.code).toBe(
      'not-allowed',
    )
    await expectOk(lead.call('panelist.describe', { member: ana.member, ...languages(['en', 'ja-JP']) }))
    expect(await seated(dispute)).toEqual([ana.member])
    await expectOk(ben.call('panelist.describe', languages(['en', 'ja'])))
    expect([await seated(dispute), (await record(dispute)).state]).toEqual([
      [ana.member, ben.member],
      'voting',
    ])
    await house.close()
  })

  test('who may chair is named by the policy; where none of them sits, no seat chairs and a lead signs', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2', 'case-3'])
    const { house, lead, record } = panel
    const rater = await house.person(['rater'])
    const refused = await lead.call(
      'policy.set',
      { ...withoutVersion(await policyNow(panel)), chairs: [rater.member] },
      { ifMatch: (await policyNow(panel)).version },
    )
    expect([refused.status, refused.body.code]).toEqual([422, 'chair-unknown'])
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const chairs = async (id: string) =>
      Object.values((await record(id)).seats).filter((seat) => seat.chair && seat.state === 'seated')
    expect((await chairs(await panel.open('case-1'))).length).toBe(1)
    await setPolicy(house, { chairs: [ben.member] }, 2)
    const second = await panel.open('case-2')
    expect((await chairs(second)).map(({ member }) => member)).toEqual([ben.member])
    await expectOk(ben.call('seat.recuse', { dispute: second, why: 'time' }))
    expect(await chairs(second)).toEqual([])
    const cho = await house.person(['panelist'], 'Cho')
    expect(await panel.seated(second)).toEqual([ana.member, cho.member])
    expect(await chairs(second)).toEqual([])
    for (const one of [ana, cho]) await panel.cast(one, second)
    expect((await panel.sign(ana, second)).body.code).toBe('not-chair')
    expect((await panel.sign(lead, second)).status).toBe(200)
    await house.close()
  })

  test('a policy changed in mid-round binds the next dispute; this one keeps its own', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2'], { hours: 10 })
    const { house, record } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const dispute = await panel.open('case-1')
    await panel.cast(ana, dispute)
    const before = await record(dispute)
    await setPolicy(house, { hours: 99, seats: 5, quorum: 5, rule: 'unanimous', rounds: 1 }, 2)
    expect(await record(dispute)).toEqual(before)
    await panel.cast(ben, dispute)
    expect([(await record(dispute)).state, (await record(dispute)).policy]).toEqual([
      'revealed',
      before.policy,
    ])
    expect((await record(await panel.open('case-2'))).policy).toMatchObject({ version: 3, seats: 5 })
    await house.close()
  })

  test('a guest sits in one dispute and in no other, once they have declared', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2', 'case-3'])
    const { house, lead, record, seated } = panel
    const ana = await house.person(['panelist'], 'Ana')
    const dispute = await panel.open('case-1')
    const guest = await house.person(['rater'], 'Gus')
    for (const [roles, code] of [
      [['panelist', 'lead'], 'guest-roles'],
      [['rater'], 'guest-roles'],
    ])
      expect((await lead.call('link.invite', { name: 'Gus', roles, dispute })).body.code).toBe(code)
    await expectOk(panel.invite(guest, { roles: ['panelist'], dispute }))
    expect(await seated(dispute)).toEqual([ana.member])
    expect(panel.lastFacts()).toEqual(['member.changed', 'guest.joined', 'link.used'])
    await expectOk(guest.call('panelist.declare', { raters: [] }))
    expect(await seated(dispute)).toEqual([ana.member, guest.member])
    const [, seat] = Object.values((await record(dispute)).seats).sort((a, b) =>
      a.letter < b.letter ? -1 : 1,
    )
    expect([seat!.guest, (await record(dispute)).state]).toEqual([true, 'voting'])

    const other = await panel.open('case-2')
    expect(await seated(other)).toEqual([ana.member])
    expect((await lead.call('dispute.seat', { dispute: other, member: guest.member })).body.code).toBe(
      'not-panelist',
    )
    // A guest who voted on the item is thanked and does not sit.
    const voter = await house.person(['rater'], 'Vic')
    await expectOk(panel.invite(voter, { roles: ['panelist'], dispute: other }))
    await expectOk(voter.call('panelist.declare', { raters: ['r1'] }))
    expect(await seated(other)).toEqual([ana.member])
    const rows = (await lead.get(`/projects/${house.key}/disputes/${other}/candidates`)).body.rows
    expect(rows.map((row: any) => [row.name, row.guest, row.fits])).toEqual([
      ['Vic', true, 'conflict'],
      ['Ana', false, 'sat-before'],
    ])
    // Asked into the whole panel, the guest sits wherever a seat is free.
    await expectOk(panel.invite(guest, { roles: ['panelist'] }))
    expect(await seated(other)).toEqual([ana.member, guest.member])
    await house.close()
  })

  test('two who differ want a third, and whoever comes while the next round is open takes that seat', async () => {
    const panel = await openPanel(dialect, ['case-1'])
    const { house, lead, record, seated } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const dispute = await panel.open('case-1')
    await panel.cast(ana, dispute, 'safe')
    await panel.cast(ben, dispute, 'unsafe')
    expect((await record(dispute)).round).toBe(2)
    expect((await seated(dispute)).sort()).toEqual([ana.member, ben.member].sort())
    const { waiting } = (await lead.get(`/projects/${house.key}/panel`)).body
    expect(waiting.map((row: any) => [row.dispute, row.seats, row.wanted])).toEqual([[dispute, 2, 3]])
    const cho = await house.person(['panelist'], 'Cho')
    expect((await seated(dispute)).sort()).toEqual([ana.member, ben.member, cho.member].sort())
    await house.close()
  })

  test('a seat is given up without penalty until its ballot is cast, and somebody else takes it at once', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2'])
    const { house, lead, record, seated } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const dispute = await panel.open('case-1')
    const cho = await house.person(['panelist'], 'Cho')
    expect((await cho.call('seat.recuse', { dispute, why: 'time' })).body.code).toBe('not-seated')
    await panel.cast(ben, dispute)
    expect((await ben.call('seat.recuse', { dispute, why: 'conflict' })).body.code).toBe('recuse-late')
    const gone = await ana.call('seat.recuse', {
      dispute,
      why: 'sensitive',
      words: 'I would rather not read this.',
    })
    const seats = Object.values((await record(dispute)).seats)
    const mine = seats.find(({ member }) => member === ana.member)!
    const new_ = seats.find(({ member }) => member === cho.member)!
    expect([gone.status, gone.body.seat]).toEqual([200, new_.id])
    expect([mine.state, mine.why, new_.fromRound, new_.letter]).toEqual(['recused', 'sensitive', 1, 'C'])
    expect(await seated(dispute)).toEqual(expect.arrayContaining([ben.member, cho.member]))
    // The words are text, kept beside the log and erasable; the record holds the reason alone.
    expect(JSON.stringify(house.published.at(-1)!.facts)).not.toContain('rather not')
    // Nothing is held against her: she has no minutes used, and the next seat is hers like anybody's.
    const rows = (await lead.get(`/projects/${house.key}/panel`)).body.panelists
    expect(rows.find((row: any) => row.member === ana.member)).toMatchObject({ used: 0, load: 0 })
    expect(await seated(await panel.open('case-2'))).toContain(ana.member)
    // Whoever left does not come back into the same dispute.
    expect((await lead.call('dispute.seat', { dispute, member: ana.member })).body.code).toBe(
      'seated-already',
    )
    await house.close()
  })

  test('nobody left to hear it: the votes are excused once, and a guest who hears it after all has the last word', async () => {
    const panel = await openPanel(dialect, ['case-1'], { unheardDays: 3 })
    const { house, record } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const dispute = await panel.open('case-1')
    for (const one of [ana, ben])
      expect((await one.call('seat.recuse', { dispute, why: 'expertise' })).body.seat).toBeNull()
    expect([(await record(dispute)).state, await panel.seated(dispute)]).toEqual(['voting', []])
    house.clock.at += 2 * DAY
    await tick(house.house)
    expect(await marksOn(panel, dispute)).toEqual([])
    house.clock.at += 2 * DAY
    await tick(house.house)
    expect(await marksOn(panel, dispute)).toEqual(Array(5).fill('excused unheard'))
    const { seq } = house.published.at(-1)!
    house.clock.at += 2 * DAY
    await tick(house.house)
    const again = house.published.filter((done) => done.seq > seq).flatMap(({ facts }) => facts)
    expect(again.map(({ kind }) => kind)).not.toContain('votes.marked')
    await expect(house.act('dispute.unheard', { dispute })).rejects.toMatchObject({ code: 'not-unheard' })

    const guests = [await house.person(['rater'], 'Gus'), await house.person(['rater'], 'Gil')]
    for (const one of guests) {
      await expectOk(panel.invite(one, { roles: ['panelist'], dispute }))
      await expectOk(one.call('panelist.declare', { raters: [] }))
      await expectOk(panel.cast(one, dispute))
      if ((await record(dispute)).state === 'revealed') break
    }
    // Six days on, the first lead's session is over.
    await expectOk(panel.sign(await house.person(['lead']), dispute))
    const marks = await marksOn(panel, dispute)
    expect([marks.length, marks.filter((mark) => mark.includes('unheard'))]).toEqual([5, []])
    await house.close()
  })

  test('of two leads who replace the same seat at once one does, and the other hears that it moved on', async () => {
    const panel = await openPanel(dialect, ['case-1'])
    const { house, lead, record, seated } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const second = await house.person(['lead'], 'Liam')
    const dispute = await panel.open('case-1')
    const seat = Object.values((await record(dispute)).seats).find(({ member }) => member === ana.member)!
    const [cho, dee] = [await house.person(['panelist'], 'Cho'), await house.person(['panelist'], 'Dee')]
    const input = { dispute, seat: seat.id, reason: 'On leave until spring.' }
    const undeclared = await house.person(['panelist'], 'Eve', undefined, false)
    expect((await lead.call('seat.replace', { ...input, member: undeclared.member })).body.code).toBe(
      'declare-first',
    )
    expect((await lead.call('seat.replace', { ...input, member: ben.member })).body.code).toBe(
      'seated-already',
    )
    expect(await seated(dispute)).toEqual(expect.arrayContaining([ana.member, ben.member]))
    const answers = await Promise.all([
      lead.call('seat.replace', { ...input, member: cho.member }),
      second.call('seat.replace', { ...input, member: dee.member }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(answers.find(({ status }) => status === 412)!.body.code).toBe('stale')
    expect((await seated(dispute)).length).toBe(2)
    await house.close()
  })

  test('a stage held by the chair takes ballots and opens nothing; resumed, what fell due happens at once', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2'], { hours: 10 })
    const { house, lead, record } = panel
    const people = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const dispute = await panel.open('case-1')
    const seats = Object.values((await record(dispute)).seats)
    const chair = people.find(({ member }) => seats.some((seat) => seat.chair && seat.member === member))!
    const other = people.find((one) => one !== chair)!
    const hold = { dispute, reason: 'The item is being asked about.' }
    expect((await other.call('dispute.hold', hold)).body.code).toBe('not-chair')
    expect((await (await house.person(['panelist'])).call('dispute.hold', hold)).body.code).toBe(
      'not-on-panel',
    )
    expect((await chair.call('dispute.resume', { dispute })).body.code).toBe('not-held')
    await expectOk(chair.call('dispute.hold', hold))
    expect((await lead.call('dispute.hold', hold)).body.code).toBe('round-held')
    for (const one of people) await expectOk(panel.cast(one, dispute))
    expect((await record(dispute)).state).toBe('voting')
    house.clock.at += 11 * HOUR
    await tick(house.house)
    await expect(house.act('round.close', { dispute, round: 1 })).rejects.toMatchObject({
      code: 'round-held',
    })
    await expectOk(lead.call('dispute.resume', { dispute }))
    expect(panel.lastFacts()).toEqual(['dispute.resumed', 'round.revealed', 'decision.drafted'])
    expect((await record(dispute)).state).toBe('revealed')

    // Held over its deadline without quorum: resuming gives the round its time again.
    const late = await panel.open('case-2')
    await expectOk(lead.call('dispute.hold', { ...hold, dispute: late }))
    house.clock.at += 11 * HOUR
    await tick(house.house)
    await expectOk(lead.call('dispute.resume', { dispute: late }))
    expect(panel.lastFacts()).toEqual(['dispute.resumed', 'round.extended'])
    expect((await record(late)).deadline! - house.clock.at).toBeGreaterThan(9 * HOUR)
    await house.close()
  })

  test('at the deadline quorum opens, and without it the policy extends or replaces whoever has not cast', async () => {
    const panel = await openPanel(dialect, ['case-1', 'case-2', 'case-3'], { hours: 10 })
    const { house, lead, record, seated } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const extended = await panel.open('case-1')
    await panel.cast(ana, extended)
    const { deadline } = await record(extended)
    expect((await ben.call('round.extend', { dispute: extended, round: 2, hours: 1 })).body.code).toMatch(
      /no-round|not-chair/,
    )
    await expectOk(lead.call('round.extend', { dispute: extended, round: 1, hours: 5 }))
    expect((await record(extended)).deadline).toBe(deadline! + 5 * HOUR)
    expect((await lead.call('round.extend', { dispute: extended, round: 2, hours: 5 })).body.code).toBe(
      'no-round',
    )
    const early = house.published.length
    house.clock.at += 16 * HOUR
    await tick(house.house)
    expect(panel.factsSince(early, extended)).toEqual(['round.extended'])
    expect([(await record(extended)).round, (await seated(extended)).length]).toEqual([1, 2])

    await setPolicy(house, { hours: 10, late: 'replace' }, 2)
    const replaced = await panel.open('case-2')
    await panel.cast(ana, replaced)
    const before = house.published.length
    house.clock.at += 11 * HOUR
    await tick(house.house)
    // Nobody else is there: the seat stays, with more time.
    expect(await seated(replaced)).toEqual(expect.arrayContaining([ana.member, ben.member]))
    const cho = await house.person(['panelist'], 'Cho')
    house.clock.at += 11 * HOUR
    await tick(house.house)
    expect((await seated(replaced)).sort()).toEqual([ana.member, cho.member].sort())
    expect(panel.factsSince(before, replaced)).toEqual([
      'round.extended',
      'seat.left',
      'seat.taken',
      'round.extended',
    ])
    await panel.cast(cho, replaced)
    expect((await record(replaced)).state).toBe('revealed')
    await house.close()
  })

  test('a member removed with a ballot out is replaced, and the ballot is set aside', async () => {
    const panel = await openPanel(dialect, ['case-1'])
    const { house, lead, record, seated } = panel
    const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const dispute = await panel.open('case-1')
    const cho = await house.person(['panelist'], 'Cho')
    await panel.cast(ana, dispute, 'safe')
    await expectOk(lead.call('member.remove', { member: ana.member }))
    expect((await seated(dispute)).sort()).toEqual([ben.member, cho.member].sort())
    const { panelist } = house.store.read.tables
    const rows = (await house.store.read.select().from(panelist)).filter(
      ({ member }) => member === ana.member,
    )
    expect(rows.filter(({ until }) => until === null)).toEqual([])
    for (const one of [ben, cho]) await expectOk(panel.cast(one, dispute))
    const [draft] = Object.values((await record(dispute)).decisions)
    expect([draft!.kind, draft!.ballots.length]).toEqual(['minority-upheld', 2])
    await house.close()
  })

  test('the list of disputes says which seats are waited for, and to whoever reminds them, who they are', async () => {
    const panel = await openPanel(dialect, ['case-1'])
    const { house, lead, record } = panel
    const people = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
    const auditor = await house.person(['auditor'])
    const dispute = await panel.open('case-1')
    const seats = Object.values((await record(dispute)).seats)
    const chair = people.find(({ member }) => seats.some((seat) => seat.chair && seat.member === member))!
    const other = people.find((one) => one !== chair)!
    await expectOk(panel.cast(chair, dispute))
    const row = async (asker: typeof lead) =>
      (await asker.get(`/projects/${house.key}/disputes`)).body.rows[0]
    const late = seats.find(({ member }) => member === other.member)!.letter
    const name = other === people[0] ? 'Ana' : 'Ben'
    for (const [asker, names] of [
      [lead, { [late]: name }],
      [chair, { [late]: name }],
      [other, {}],
      [auditor, {}],
    ] as const)
      expect(await row(asker)).toMatchObject({ held: false, waitingFor: [late], names })
    await expectOk(panel.cast(other, dispute))
    expect(await row(lead)).toMatchObject({ waitingFor: [], names: {} })
    await house.close()
  })
})

type Panel = Awaited<ReturnType<typeof openPanel>>
const policyNow = async ({ house, lead }: Panel) => (await lead.get(`/projects/${house.key}`)).body.policy
const withoutVersion = ({ version: _version, ...policy }: Record<string, unknown>) => policy
