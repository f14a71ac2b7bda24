import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY } from '#shared/account.ts'
import { type CommandName, commands } from '#shared/commands.ts'
import { textHash } from '#shared/draft.ts'
import { defaultPolicy } from '#shared/policy.ts'
import { build } from '../../server/app.ts'
import { assemble } from '../../server/main.ts'
import { type Answered, expectOk, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf, origin } from '../support/live.ts'
import { dialects, openTestStore } from '../support/stores.ts'
import { ballotOn, guideline, idOf, importVotes, oneAgainst, projectId } from '../support/story.ts'

type Call = (
  name: CommandName,
  input: unknown,
  extra?: { key?: string; ifMatch?: number },
) => Promise<Answered>
/** A command that will be done, and the same command asking for something else. */
type Ready = { call: Call; input: object; other: object; ifMatch?: number }

const question = (key: string, wording = key) => ({
  question: {
    key,
    type: 'single',
    level: 'nominal',
    wording: { en: wording, ja: key },
    options: ['a', 'b'].map((value) => ({ value, label: { en: value, ja: value } })),
    scale: null,
    tolerance: 0,
    cautious: null,
  },
})
/** What is shown once and never stored. */
const secrets = ['url', 'token', 'claims']
const shown = (body: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !secrets.includes(key)))

describe.each(dialects)('a command sent more than once, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, ana: Person, ben: Person, rater: Person
  const panelists: Person[] = []
  let project = ''
  let used = 0
  const done: { name: CommandName; input: object; key: string; ifMatch?: number; answer: object }[] = []

  beforeAll(async () => {
    house = await openHouse(dialect)
    project = await projectId(house)
    await importVotes(house, Array.from({ length: 60 }, (_, i) => oneAgainst(`case-${i}`, 3)).flat())
    await house.act(
      'guideline.publish',
      { texts: guideline, authoritative: 'en', note: 'first' },
      undefined,
      0,
    )
    lead = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    panelists.push(ana, ben)
    rater = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'lone'))
  }, 120_000)
  afterAll(() => house.close())

  const item = () => idOf(house, 'item', `case-${used++}`)
  const opened = async () => {
    const { body } = await expectOk(
      lead.call('dispute.open', { items: [{ item: await item(), questions: ['safe'] }] }),
    )
    return body.opened[0].dispute as string
  }
  const cast = (dispute: string, value: string, round = 1) => ({
    dispute,
    round,
    answers: [ballotOn(value, null)],
    arguments: {},
  })
  const seatsOf = async (dispute: string, states: string[]): Promise<Person[]> => {
    const { seats } = (await lead.get(`/projects/${house.key}/disputes/${dispute}`)).body.dispute
    const sitting = Object.values<{ member: string; state: string }>(seats)
      .filter(({ state }) => states.includes(state))
      .map(({ member }) => member)
    return panelists.filter(({ member }) => sitting.includes(member))
  }
  const panelOf = (dispute: string) => seatsOf(dispute, ['seated', 'recused', 'replaced'])
  const sittingIn = (dispute: string) => seatsOf(dispute, ['seated'])
  /** Time goes by in steps short enough that the lead stays signed in. */
  const pass = async (hours: number) => {
    for (let hour = 0; hour < hours; hour += 6) {
      house.clock.at += 6 * 3_600_000
      await lead.get('/me')
    }
  }
  const revealed = async () => {
    const dispute = await opened()
    for (const person of await panelOf(dispute))
      await expectOk(person.call('ballot.cast', cast(dispute, 'unsafe')))
    return dispute
  }
  const talking = async () => {
    const dispute = await revealed()
    const said = { dispute, anchor: { kind: 'case' }, text: 'why?', mentions: [] }
    return { dispute, thread: (await expectOk(lead.call('thread.open', said))).body.thread as string }
  }
  const firstClause = async () => (await house.house.draft.read(project)).clauses[0]!
  let changes = 0
  /** A change to what the first clause of the draft says now. */
  const changing = async () => {
    const { id, texts } = await firstClause()
    const next = { title: 'Scope', body: `Answers, and ${changes++} more.` }
    return { clause: id, language: 'en', base: texts.en, next, reason: 'clearer', disputes: [] }
  }
  const proposed = async (by = lead): Promise<string> =>
    (await expectOk(by.call('proposal.make', await changing()))).body.proposal
  const commenting = async () => {
    const anchor = { clause: (await firstClause()).id, words: null }
    return { anchor, text: 'why?', mentions: [], blocking: false }
  }
  const commented = async (): Promise<string> =>
    (await expectOk(lead.call('clause.comment', await commenting()))).body.thread
  const versionOf = async (dispute: string) =>
    (await lead.get(`/projects/${house.key}/disputes/${dispute}`)).body.version as number
  const read = async (path: string) => (await lead.get(`/projects/${house.key}/${path}`)).body
  /** A decision that rests on the clause on doctors. */
  const settled = async () => {
    const dispute = await opened()
    const { clauses } = await read('guideline')
    const clause = clauses.find(({ number }: { number: string }) => number === '2.1').id
    const answers = [ballotOn('unsafe', clause)]
    for (const person of await panelOf(dispute))
      await expectOk(person.call('ballot.cast', { ...cast(dispute, ''), answers }))
    await expectOk(
      lead.call('decision.sign', { dispute, rationale: 'so' }, { ifMatch: await versionOf(dispute) }),
    )
    const { decisions } = (await read(`disputes/${dispute}`)).dispute
    return { dispute, decision: Object.keys(decisions)[0]! }
  }
  /** A panelist whose decision is a fortnight old; the clock stays, for the lead would have to sign in anew. */
  const decidedLongAgo = async () => {
    const { dispute, decision } = await settled()
    await house.store.transact(project, async (tx) => {
      const { decision: table } = tx.tables
      const signedAt = house.clock.at - 15 * DAY
      await tx.update(table).set({ signedAt }).where(eq(table.id, decision))
    })
    return (await sittingIn(dispute))[0]!
  }
  /** The same, and then the clause says something else. */
  const rechecked = async () => {
    const { dispute } = await settled()
    const en = guideline.en.replace('makes an answer safe', `is not enough, ${changes++}`)
    const { version: ifMatch } = await read('guideline')
    const texts = { ...guideline, en }
    await expectOk(lead.call('guideline.publish', { texts, authoritative: 'en', note: 'n' }, { ifMatch }))
    const { rows } = await read('rechecks?state=waiting')
    return rows.find((row: { dispute: string }) => row.dispute === dispute) as { id: string; version: number }
  }
  const answering = async () => {
    const input = { rechecks: [(await rechecked()).id], reason: 'looked at' }
    return withLead(input, { ...input, reason: 'another' })
  }
  const dayAt = (days: number) => new Date(house.clock.at + days * DAY).toISOString().slice(0, 10)
  const bar = { basis: 'gold', question: null, bar: 0.5, minimum: 20, follows: 'notice' }
  const barVersion = async () => ((await read('bar')).bar?.version ?? 0) as number
  /** A bar as if it had been set three days ago, so that yesterday and today are among its dates. */
  const barred = async () => {
    const input = { ...bar, reviews: [-1, 0, 1].map(dayAt) }
    const { seq } = (await expectOk(lead.call('bar.set', input, { ifMatch: await barVersion() }))).body
    await house.store.transact(project, async (tx) => {
      const { event } = tx.tables
      const where = and(eq(event.project, project), eq(event.seq, seq))
      await tx
        .update(event)
        .set({ at: house.clock.at - 3 * DAY })
        .where(where)
    })
  }
  /** A proposal against the rater, whom gold calls wrong throughout. */
  const proposedAgainst = async (): Promise<string> => {
    const rows = Array.from({ length: 60 }, (_, n) => ({
      item: `case-${n}`,
      question: 'safe',
      value: 'safe',
    }))
    await expectOk(
      lead.call('gold.import', { source: 's', chosen: 'random', probability: 1, rows, leaveOut: true }),
    )
    const [open] = (await read('sanctions?state=open')).rows
    if (open) return open.id
    await barred()
    return (await expectOk(lead.call('bar.review', { date: dayAt(-1) }))).body.proposed[0]
  }
  /** A mark that a decision excused, as a lead appeals it for its rater. */
  const appealing = async () => {
    const { dispute } = await settled()
    const { votes } = (await read(`disputes/${dispute}`)).dispute
    const safe = votes.find(({ value }: { value: string }) => value === 'safe')
    return { vote: safe.vote as string, basis: 'decision', reason: 'look again' }
  }
  const appealed = async (more: object = {}): Promise<string> => {
    const { version } = (await lead.get(`/projects/${house.key}`)).body.policy
    await expectOk(lead.call('policy.set', { ...policy, appeals: 1000, ...more }, { ifMatch: version }))
    return (await expectOk(lead.call('appeal.file', await appealing()))).body.appeal
  }
  /** Admitted, and its fresh panel has opened its ballots. */
  const heardAnew = async () => {
    const appeal = await appealed()
    const { body } = await expectOk(house.hostCall('appeal.admit', { appeal }))
    const panel = await sittingIn(body.hearing)
    // Guests, for a new panelist first decides cases that are settled.
    while (panel.length < 2) {
      const person = await guest()
      const wanted = { name: 'Guest', roles: ['panelist'], dispute: body.hearing }
      const { url } = (await expectOk(house.hostCall('link.invite', wanted))).body
      await expectOk(person.call('member.join', { token: String(url).split('/').at(-1) }))
      await expectOk(person.call('panelist.declare', { raters: [] }))
      panel.push(person)
    }
    for (const person of panel) await expectOk(person.call('ballot.cast', cast(body.hearing, 'unsafe')))
    return appeal
  }
  const invited = async () =>
    String((await expectOk(lead.call('link.invite', { name: 'New', roles: ['rater'] }))).body.url)
      .split('/')
      .at(-1)!
  const linkId = async () => (await invited()).split('.')[0]!
  const guest = () => house.person(['rater'])
  /** Somebody who is asked to review a vote. */
  const reviewing = async () => {
    const { member, call, get } = await guest()
    await expectOk(lead.call('review.assign', { share: 1, stratified: false, reviewers: [member] }))
    const { rows } = (await get(`/projects/${house.key}/reviews/mine`)).body
    return { call, review: rows[0].id as string }
  }
  const withLead = (input: object, other: object, ifMatch?: number): Ready => ({
    call: lead.call,
    input,
    other,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  })
  const { version: _version, ...policy } = defaultPolicy
  const closed = async () =>
    (await expectOk(lead.call('split.close', { item: await item(), question: 'safe', reason: 'clear' }))).body
      .closure as string
  const password = 'correct horse battery'

  const ready: Partial<Record<CommandName, () => Promise<Ready>>> = {
    'project.create': async () => ({
      call: house.hostCall,
      input: { key: `${house.key}-n`, name: { en: 'N', ja: 'N' } },
      other: { key: `${house.key}-m`, name: { en: 'M', ja: 'M' } },
    }),
    'link.owner': async () => ({ call: house.hostCall, input: { name: 'O' }, other: { name: 'P' } }),
    'link.recover': async () => ({
      call: house.hostCall,
      input: { person: ana.person },
      other: { person: ben.person },
    }),
    'link.use': async () => {
      const input = { token: await invited(), name: 'U', login: `u-${house.key}`, password, locale: 'en' }
      return { call: stranger, input, other: { ...input, login: `v-${house.key}` } }
    },
    'session.start': async () => ({
      call: stranger,
      input: { login: lead.login, password },
      other: { login: ana.login, password },
    }),
    'session.end': async () => {
      const person = await guest()
      const input = { session: await sessionOf(person) }
      return { call: person.call, input, other: { session: 'aaaaaaaaaa' } }
    },
    'password.change': async () => {
      const person = await guest()
      // Passwords are never hashed with the rest, so that another one under this key is the same asking.
      return {
        call: person.call,
        input: { old: password, password: 'winter lanterns drift north' },
        other: { old: password, password: 'winter lanterns drift south' },
      }
    },
    'link.invite': async () => withLead({ name: 'I', roles: ['rater'] }, { name: 'I', roles: ['lead'] }),
    'link.claims': async () =>
      withLead(
        { raters: [await idOf(house, 'rater', 'r0')] },
        { raters: [await idOf(house, 'rater', 'r1')] },
      ),
    'link.revoke': async () => withLead({ link: await linkId() }, { link: 'aaaaaaaaaa' }),
    'member.join': async () => ({
      call: (await guest()).call,
      input: { token: await invited() },
      other: { token: await invited() },
    }),
    'member.add': async () => {
      const gone = await guest()
      await expectOk(lead.call('member.remove', { member: gone.member }))
      return withLead({ person: gone.person, roles: ['rater'] }, { person: gone.person, roles: ['auditor'] })
    },
    'member.change': async () =>
      withLead(
        { member: (await guest()).member, roles: ['auditor'] },
        { member: ana.member, roles: ['auditor'] },
      ),
    'member.remove': async () => withLead({ member: (await guest()).member }, { member: ana.member }),
    'token.make': async () =>
      withLead({ name: 't', scopes: ['read'], days: 1 }, { name: 't', scopes: ['export'], days: 1 }),
    'token.revoke': async () => {
      await expectOk(lead.call('token.make', { name: 'old', scopes: ['read'], days: 1 }))
      const { tokens } = (await lead.get(`/projects/${house.key}/members`)).body
      return withLead({ token: tokens[0].token }, { token: 'aaaaaaaaaa' })
    },
    'policy.set': async () =>
      withLead(
        { ...policy, stands: 9 },
        { ...policy, stands: 8 },
        (await lead.get(`/projects/${house.key}`)).body.policy.version,
      ),
    'question.save': async () => withLead(question('other'), question('other', 'Another?')),
    'guideline.publish': async () =>
      withLead(
        { texts: guideline, authoritative: 'en', note: 'n' },
        { texts: guideline, authoritative: 'en', note: 'o' },
        (await lead.get(`/projects/${house.key}/guideline`)).body.version,
      ),
    'guideline.acknowledge': async () => ({ call: rater.call, input: { version: 1 }, other: { version: 2 } }),
    'draft.import': async () => {
      const texts = { en: `${guideline.en}\n## New\nWords.` }
      return withLead({ texts, authoritative: 'en' }, { texts: guideline, authoritative: 'en' })
    },
    'draft.restore': async () => withLead({ version: 1 }, { version: 2 }),
    'clause.protect': async () => {
      const input = { clause: (await firstClause()).id, protection: 'propose', owners: [] }
      return withLead(input, { ...input, protection: 'read' })
    },
    'clause.approve': async () => {
      const { id: clause, texts } = await firstClause()
      await expectOk(lead.call('clause.protect', { clause, protection: 'edit', owners: [lead.member] }))
      const input = { clause, hash: textHash(texts.en) }
      return withLead(input, { ...input, hash: textHash(undefined) })
    },
    'recheck.keep': answering,
    'recheck.reopen': answering,
    'recheck.supersede': answering,
    'revote.draw': async () => {
      const input = { version: (await rechecked()).version, affected: 1, control: 1 }
      return withLead(input, { ...input, control: 2 })
    },
    'gold.import': async () => {
      const input = {
        source: 'key',
        chosen: 'picked',
        rows: [{ item: 'case-0', question: 'safe', value: 'safe' }],
      }
      return withLead(input, { ...input, source: 'another' })
    },
    'gold.withdraw': async () => {
      const rows = [1, 2].map((n) => ({ item: `case-${n}`, question: 'safe', value: 'safe' }))
      await expectOk(lead.call('gold.import', { source: 'key', chosen: 'picked', rows }))
      const [one, two] = (await read('gold')).rows
      return withLead({ gold: [one.gold] }, { gold: [two.gold] })
    },
    'review.import': async () => {
      const rows = [{ item: 'case-0', rater: 'r0', question: 'safe', verdict: 'accept' }]
      return withLead({ source: 'tool', rows }, { source: 'other tool', rows })
    },
    'rater.describe': async () =>
      withLead(
        { rows: [{ rater: 'r0', attributes: { region: 'North' } }] },
        { rows: [{ rater: 'r0', attributes: { region: 'South' } }] },
      ),
    'review.reasons': async () => {
      const reasons = [{ key: 'slip', text: { en: 'A slip', ja: '押し間違い' } }]
      return withLead({ reasons }, { reasons: [{ ...reasons[0]!, key: 'haste' }] })
    },
    'review.assign': async () => {
      const input = { share: 1, stratified: false, reviewers: [(await guest()).member] }
      return withLead(input, { ...input, share: 2 })
    },
    'review.give': async () => {
      const { call, review } = await reviewing()
      const input = { review, verdict: 'accept' }
      return { call, input, other: { ...input, verdict: 'reject', words: 'no' } }
    },
    'review.decline': async () => {
      const { call, review } = await reviewing()
      const { review: another } = await reviewing()
      return { call, input: { review }, other: { review: another } }
    },
    'precedent.cite': async () => {
      const { decision } = await settled()
      const input = { dispute: await revealed(), decision, signal: 'followed', reason: '' }
      return withLead(input, { ...input, signal: 'questioned' })
    },
    'precedent.uncite': async () => {
      const { decision } = await settled()
      const input = { dispute: await revealed(), decision }
      await expectOk(lead.call('precedent.cite', { ...input, signal: 'followed', reason: '' }))
      return withLead(input, { ...input, dispute: 'aaaaaaaaaa' })
    },
    'bar.set': async () => {
      const input = { ...bar, reviews: [dayAt(2)] }
      return withLead(input, { ...input, bar: 0.4 }, await barVersion())
    },
    'bar.end': async () => {
      await barred()
      return withLead({ reason: 'enough' }, { reason: 'too much' })
    },
    'bar.review': async () => {
      await barred()
      return withLead({ date: dayAt(0) }, { date: dayAt(1) })
    },
    'sanction.answer': async () => {
      const sanction = await proposedAgainst()
      return { call: rater.call, input: { sanction, text: 'no' }, other: { sanction, text: 'yes' } }
    },
    'sanction.sign': async () => {
      const sanction = await proposedAgainst()
      const { version } = await read(`sanctions/${sanction}`)
      const input = { sanction, verdict: 'drop', words: 'looked at' }
      return withLead(input, { ...input, words: 'looked at again' }, version)
    },
    'mapping.save': async () =>
      withLead({ name: 'weekly', mapping: { a: 1 } }, { name: 'weekly', mapping: { a: 2 } }),
    'import.withdraw': async () => {
      await importVotes(house, [{ item: 'extra', rater: 'x', label: 'safe' }], `extra-${dialect}.csv`)
      const rows = (await lead.get(`/projects/${house.key}/imports`)).body as { id: string; file: string }[]
      const { id } = rows.find(({ file }) => file.startsWith('extra'))!
      return withLead({ import: id, reason: 'wrong file' }, { import: id, reason: 'another' })
    },
    'vote.stand': async () => {
      const rows = (await rater.get(`/projects/${house.key}/my/votes`)).body.rows as {
        vote: string
        mayStand: boolean
      }[]
      const [one, two] = rows.filter(({ mayStand }) => mayStand)
      return {
        call: rater.call,
        input: { vote: one!.vote, note: 'meant' },
        other: { vote: two!.vote, note: 'meant' },
      }
    },
    'vote.note': async () => {
      const { rows } = (await rater.get(`/projects/${house.key}/my/votes`)).body
      const { vote } = rows.find(({ dispute }: { dispute: unknown }) => dispute === null)
      return { call: rater.call, input: { vote, note: 'meant' }, other: { vote, note: 'not meant' } }
    },
    'split.close': async () =>
      withLead(
        { item: await item(), question: 'safe', reason: 'clear' },
        { item: await item(), question: 'safe', reason: 'clear' },
      ),
    'split.reopen': async () => withLead({ closure: await closed() }, { closure: await closed() }),
    'sample.draw': async () => withLead({ size: 2 }, { size: 3 }),
    'dispute.open': async () => {
      const of = async () => ({ items: [{ item: await item(), questions: ['safe'] }] })
      return withLead(await of(), await of())
    },
    'dispute.withdraw': async () =>
      withLead(
        { dispute: await opened(), reason: 'no need' },
        { dispute: await opened(), reason: 'no need' },
      ),
    'dispute.reopen': async () => {
      const dispute = await revealed()
      await expectOk(
        lead.call('decision.sign', { dispute, rationale: 'so' }, { ifMatch: await versionOf(dispute) }),
      )
      return withLead({ dispute, reason: 'a study' }, { dispute, reason: 'another' })
    },
    'dispute.seat': async () => {
      const cleo = await house.person(['panelist'])
      const dispute = await opened()
      panelists.push(cleo)
      const panel = await panelOf(dispute)
      const out = panelists.find((person) => !panel.includes(person))!
      const input = { dispute, member: out.member }
      return withLead(input, { ...input, member: 'aaaaaaaaaa' })
    },
    'panelist.describe': async () => ({
      call: ana.call,
      input: { languages: [], expertise: ['law'], minutes: 90 },
      other: { languages: [], expertise: ['law'], minutes: 60 },
    }),
    'panelist.declare': async () => ({ call: ana.call, input: { raters: [] }, other: { raters: ['x'] } }),
    'dispute.hold': async () => {
      const dispute = await opened()
      return withLead({ dispute, reason: 'a question' }, { dispute, reason: 'another' })
    },
    'dispute.resume': async () => {
      const dispute = await opened()
      await expectOk(lead.call('dispute.hold', { dispute, reason: 'a question' }))
      return withLead({ dispute }, { dispute: await opened() })
    },
    'dispute.unheard': async () => {
      const { version } = (await lead.get(`/projects/${house.key}`)).body.policy
      await expectOk(lead.call('policy.set', { ...policy, unheardDays: 1 }, { ifMatch: version }))
      const dispute = await opened()
      for (let [one] = await sittingIn(dispute); one; [one] = await sittingIn(dispute))
        await expectOk(one.call('seat.recuse', { dispute, why: 'time' }))
      await pass(30)
      return { call: house.hostCall, input: { dispute }, other: { dispute: 'aaaaaaaaaa' } }
    },
    'seat.recuse': async () => {
      const dispute = await opened()
      const [person] = await sittingIn(dispute)
      return { call: person!.call, input: { dispute, why: 'time' }, other: { dispute, why: 'sensitive' } }
    },
    'seat.replace': async () => {
      const dispute = await opened()
      const room = (await lead.get(`/projects/${house.key}/disputes/${dispute}`)).body.dispute
      const input = { dispute, seat: Object.keys(room.seats)[0], reason: 'on leave' }
      return withLead(input, { ...input, reason: 'ill' })
    },
    'round.extend': async () => {
      const dispute = await opened()
      return withLead({ dispute, round: 1, hours: 5 }, { dispute, round: 1, hours: 6 })
    },
    'round.close': async () => {
      const dispute = await opened()
      await pass(78)
      return { call: house.hostCall, input: { dispute, round: 1 }, other: { dispute, round: 2 } }
    },
    'decision.sign': async () => {
      const dispute = await revealed()
      return withLead(
        { dispute, rationale: 'so' },
        { dispute, rationale: 'not so' },
        await versionOf(dispute),
      )
    },
    'cause.name': async () => {
      const dispute = await revealed()
      const named = { dispute, round: 1, question: 'safe', camp: 'safe', vote: null }
      const [person] = await sittingIn(dispute)
      return {
        call: person!.call,
        input: { ...named, cause: 'edge-case' },
        other: { ...named, cause: 'perspective' },
      }
    },
    'decision.consent': async () =>
      withLead({ disputes: [await revealed()] }, { disputes: [await revealed()] }),
    'decision.pull': async () => {
      const dispute = await revealed()
      return withLead({ dispute, reason: 'the wording' }, { dispute, reason: 'another' })
    },
    'decision.translate': async () => {
      const input = { decision: (await settled()).decision, language: 'ja', text: '訳文です。' }
      return withLead(input, { ...input, text: '別の訳文です。' })
    },
    'rater.reads': async () => ({
      call: rater.call,
      input: { languages: ['ja'] },
      other: { languages: ['en'] },
    }),
    'appeal.file': async () => {
      const input = await appealing()
      return withLead(input, { ...input, reason: 'another' })
    },
    'appeal.withdraw': async () => withLead({ appeal: await appealed() }, { appeal: await appealed() }),
    'appeal.admit': async () => {
      const input = { appeal: await appealed(), words: 'so' }
      return { call: house.hostCall, input, other: { ...input, words: 'not so' } }
    },
    'appeal.refuse': async () => {
      const input = { appeal: await appealed(), words: 'no' }
      return { call: house.hostCall, input, other: { ...input, words: 'never' } }
    },
    'appeal.return': async () => {
      const appeal = await heardAnew()
      return { call: house.hostCall, input: { appeal, words: 'again' }, other: { appeal, words: 'anew' } }
    },
    'appeal.escalate': async () => {
      const input = { appeal: await appealed({ appealHours: 1 }) }
      await pass(6)
      return { call: house.hostCall, input, other: { appeal: 'aaaaaaaaaa' } }
    },
    'opinion.write': async () => {
      const dispute = await revealed()
      const [person] = await sittingIn(dispute)
      const input = { dispute, kind: 'concurrence', text: 'for another reason' }
      return { call: person!.call, input, other: { ...input, text: 'for a third' } }
    },
    'thread.open': async () => {
      const input = { dispute: await revealed(), anchor: { kind: 'case' }, text: 'one', mentions: [] }
      return withLead(input, { ...input, text: 'another' })
    },
    'comment.add': async () => {
      const input = { ...(await talking()), text: 'one', mentions: [] }
      return withLead(input, { ...input, text: 'another' })
    },
    'thread.resolve': async () => withLead(await talking(), await talking()),
    'thread.reopen': async () => {
      const input = await talking()
      await expectOk(lead.call('thread.resolve', input))
      return withLead(input, await talking())
    },
    'proposal.make': async () => {
      const input = await changing()
      return withLead(input, { ...input, reason: 'another' })
    },
    'proposal.revise': async () => {
      const { base, next, reason } = await changing()
      const input = { proposal: await proposed(), base, next, reason }
      return withLead(input, { ...input, reason: 'another' })
    },
    'proposal.review': async () => {
      const proposal = await proposed(ana)
      const { hash } = (await lead.get(`/projects/${house.key}/proposals/${proposal}`)).body.record
      const input = { proposal, verdict: 'approve', text: '', hash }
      return withLead(input, { ...input, text: 'well said' })
    },
    'proposal.accept': async () => {
      const input = { proposal: await proposed(), answer: '' }
      return withLead(input, { ...input, answer: 'well said' })
    },
    'proposal.reject': async () => {
      const input = { proposal: await proposed(), answer: 'no' }
      return withLead(input, { ...input, answer: 'not so' })
    },
    'proposal.withdraw': async () => withLead({ proposal: await proposed() }, { proposal: await proposed() }),
    'clause.comment': async () => {
      const input = await commenting()
      return withLead(input, { ...input, text: 'another' })
    },
    'clause.reply': async () => {
      const input = { thread: await commented(), text: 'one', mentions: [] }
      return withLead(input, { ...input, text: 'another' })
    },
    'clause.resolve': async () => withLead({ thread: await commented() }, { thread: await commented() }),
    'clause.unresolve': async () => {
      const input = { thread: await commented() }
      await expectOk(lead.call('clause.resolve', input))
      return withLead(input, { thread: await commented() })
    },
    'blind.draw': async () => {
      const { member } = await decidedLongAgo()
      const input = { members: [member], each: 1 }
      return { call: house.hostCall, input, other: { ...input, each: 2 } }
    },
    'blind.answer': async () => {
      const person = await decidedLongAgo()
      await expectOk(house.hostCall('blind.draw', { members: [person.member], each: 1 }))
      const blind = (await person.get(`/projects/${house.key}/blind`)).body.next.blind
      const input = { blind, answers: [ballotOn('safe', null)] }
      return { call: person.call, input, other: { blind, answers: [ballotOn('unsafe', null)] } }
    },
    'ballot.cast': async () => {
      const dispute = await opened()
      const person = (await panelOf(dispute))[0]!
      return { call: person.call, input: cast(dispute, 'safe'), other: cast(dispute, 'unsafe') }
    },
  }
  const stranger: Call = async (name, input, { key = '' } = {}) => {
    const answer = await house.app.inject({
      method: 'POST',
      url: `/api/v1/projects/_/${name}`,
      headers: { origin, 'idempotency-key': key },
      payload: input as object,
    })
    return { status: answer.statusCode, headers: answer.headers, raw: answer.body, body: answer.json() }
  }
  const sessionOf = async (person: Person): Promise<string> => {
    const cookie = await cookieOf(house, person)
    const me = (await house.app.inject({ url: '/api/v1/me', headers: { cookie } })).json()
    return me.sessions.find((one: { here: boolean }) => one.here).session
  }
  const entries = async () => {
    const { logEntry } = house.store.read.tables
    const of = async (id: string) =>
      (await house.store.read.select({ seq: logEntry.seq }).from(logEntry).where(eq(logEntry.project, id)))
        .length
    return (await of(project)) + (await of('_'))
  }

  // Its entry is written by the work of an import itself, under a key of the import's own.
  const names = (Object.keys(commands) as CommandName[]).filter((name) => name !== 'import.finish')
  test.each(names)(
    '%s: twice at once is done once, with one answer; another body under its key is refused',
    async (name) => {
      const { call, input, other, ifMatch } = await ready[name]!()
      const extra = { key: `key-${name}-${house.key}`, ...(ifMatch === undefined ? {} : { ifMatch }) }
      const before = await entries()
      const both = await Promise.all([call(name, input, extra), call(name, input, extra)])
      expect(both.map(({ status, body }) => [status, body.detail])).toEqual([
        [200, undefined],
        [200, undefined],
      ])
      expect(shown(both[0]!.body)).toEqual(shown(both[1]!.body))
      expect((await entries()) - before).toBe(1)
      // A secret is shown to one of them, once.
      for (const secret of secrets)
        expect(both.filter(({ body }) => body[secret] !== undefined).length).toBeLessThanOrEqual(1)
      // Both end the session that asked: whoever asks again is a stranger.
      if (name === 'password.change' || name === 'member.join') return
      const third = await call(name, input, extra)
      expect([third.status, third.body]).toEqual([200, shown(both[0]!.body)])
      const another = await call(name, other, extra)
      expect([another.status, another.body.code]).toEqual([422, 'key-reused'])
      expect((await entries()) - before).toBe(1)
      if (call === lead.call)
        done.push({
          name,
          input,
          key: extra.key,
          ...(ifMatch === undefined ? {} : { ifMatch }),
          answer: third.body,
        })
    },
  )

  test('a refusal is repeated under its key even when it would be done by now', async () => {
    const closure = await closed()
    const { closure: table } = house.store.read.tables
    const [row] = await house.store.read.select().from(table).where(eq(table.id, closure))
    const input = { item: row!.item, question: 'safe', reason: 'again' }
    const [one, two] = await Promise.all([
      lead.call('split.close', input, { key: 'no' }),
      lead.call('split.close', input, { key: 'no' }),
    ])
    expect([one!.status, one!.body.code, one!.raw]).toEqual([409, 'closed-already', two!.raw])
    await expectOk(lead.call('split.reopen', { closure }))
    expect((await lead.call('split.close', input, { key: 'no' })).raw).toBe(one!.raw)
    expect((await lead.call('split.close', { ...input, reason: 'other' }, { key: 'no' })).body.code).toBe(
      'key-reused',
    )
    expect((await lead.call('split.close', input, { key: 'yes' })).status).toBe(200)
  })
  test('a key belongs to one person: another’s same key is another command', async () => {
    const second = await house.person(['lead'])
    const answers = [
      await lead.call('question.save', question('mine'), { key: 'shared' }),
      await second.call('question.save', question('theirs'), { key: 'shared' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]!.body.seq).not.toBe(answers[1]!.body.seq)
  })
  test('twenty at once are one', async () => {
    const before = await entries()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => lead.call('question.save', question('twenty'), { key: 'twenty' })),
    )
    expect(new Set(all.map(({ status, raw }) => `${status} ${raw}`)).size).toBe(1)
    expect((await entries()) - before).toBe(1)
  })
  test.runIf(dialect === 'sqlite')('after a restart every key hears what it heard', async () => {
    const cookie = await cookieOf(house, lead)
    const store = await openTestStore('sqlite', house.data)
    const again = assemble(store, house.data, () => house.clock.at)
    const app = await build(again.house, again, { origin, secure: false, port: 8080 })
    const before = await entries()
    expect(done.length).toBeGreaterThan(15)
    for (const { name, input, key, ifMatch, answer } of done) {
      const headers = {
        origin,
        cookie,
        'idempotency-key': key,
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      }
      const reply = await app.inject({
        method: 'POST',
        url: `/api/v1/projects/${house.key}/${name}`,
        headers,
        payload: input,
      })
      expect([name, reply.statusCode, reply.json()]).toEqual([name, 200, answer])
    }
    expect(await entries()).toBe(before)
    await app.close()
    await again.close()
  })
})
