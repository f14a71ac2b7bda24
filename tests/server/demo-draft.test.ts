import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '#shared/live-text.ts'
import { demoProject } from '../../server/demo/cases.ts'
import { ballotOf, signatureOf } from '../../server/demo/lines.ts'
import { takePen } from '../../server/demo/pen.ts'
import { waiting } from '../../server/demo/seed.ts'
import { signCase } from '../../server/demo/sign.ts'
import { disputeRecords } from '../../server/domain/dispute-record.ts'
import { act } from '../../server/handlers.ts'
import { newSalt } from '../../server/main.ts'
import { tellDemo } from '../support/demo.ts'

let demo: Awaited<ReturnType<typeof tellDemo>>['demo']
let told: Awaited<ReturnType<typeof tellDemo>>['told']
let as: Awaited<ReturnType<typeof tellDemo>>['as']
beforeAll(async () => {
  ;({ demo, told, as } = await tellDemo())
}, 120_000)
afterAll(() => told?.serving.close())
const clauseNamed = (draft: any, number: string) =>
  draft.draft.clauses.find((clause: any) => clause.number === number).id

describe('a visitor finds a guideline in the making', () => {
  it('version 1 in force, and changes to it by named people that nobody has published', async () => {
    const lead = await as('lead')
    const { versions } = await lead.get('/guideline')
    expect(versions).toHaveLength(1)
    expect(versions[0].bindsFrom).toBe(Date.parse(demoProject.guideline.bindsFrom))
    const draft = await lead.get('/guideline/draft')
    const changed = ['1.2', '3.2', '4.2'].map((number) => clauseNamed(draft, number))
    expect(draft.changes).toEqual(Object.fromEntries(changed.map((id) => [id, 'meaning'])))
    expect(draft.behind).toEqual({ [clauseNamed(draft, '4.2')]: ['en'] })
    expect(draft.requirements.filter(({ blocks, met }: any) => blocks && !met)).toEqual([])
    const { house } = told.serving.installation
    const project = (
      await told.serving.installation.house.store.read.select().from(house.store.read.tables.project)
    ).find(({ key }) => key === demoProject.key)!.id
    const frozen = await house.draft.freeze(project)
    await frozen.release(false)
    const wrote = new Map(frozen.authors.map(({ clause, person }) => [clause, person]))
    const people = new Map(demo.links.map(({ key, person }) => [key, person]))
    expect(changed.map((id) => wrote.get(id))).toEqual(
      ['lead', 'panelist2', 'panelist1'].map((key) => people.get(key)),
    )
  })

  it('a proposal that case 3 asks for and the lead has to answer, an open comment and a resolved one', async () => {
    const lead = await as('lead')
    const { rows } = await lead.get('/proposals')
    expect(rows.map(({ title, outdated, waits }: any) => ({ title, outdated, waits }))).toEqual([
      { title: '自動更新', outdated: false, waits: 'asked' },
    ])
    const disputes = await lead.get('/disputes?state=decided')
    const case3 = disputes.rows.find(({ external }: any) => external === 'contract-003')
    expect(rows[0].record.disputes).toEqual([case3.dispute])
    const { threads } = await lead.get('/guideline/threads')
    expect(threads.map(({ state, comments }: any) => [state, comments.length]).sort()).toEqual([
      ['open', 1],
      ['resolved', 2],
    ])
    const draft = await lead.get('/guideline/draft')
    for (const { anchor } of threads) {
      const { language, field, quote } = anchor.words
      const clause = draft.draft.clauses.find(({ id }: any) => id === anchor.clause)
      expect(clause.texts[language][field]).toContain(quote)
    }
  })

  it('precedents with their signals, and examples that are real items', async () => {
    const lead = await as('lead')
    const draft = await lead.get('/guideline/draft')
    const signalsAt = async (number: string) =>
      (await lead.get(`/guideline/clauses/${clauseNamed(draft, number)}`)).precedents.map(
        ({ external, signal }: any) => [external, signal],
      )
    expect(await signalsAt('3.2')).toEqual([['answers-004', 'followed']])
    expect(await signalsAt('4.1')).toEqual([['meaning-002', 'distinguished']])
    const real = draft.draft.clauses.flatMap(({ number, texts }: any) =>
      [...texts.ja.body.matchAll(/\[([a-z0-9-]+)\]\(item:[a-z]{10}\)/g)].map(([, item]: any) => [
        number,
        item,
      ]),
    )
    expect(real).toEqual([
      ['3.2', 'answers-004'],
      ['4.2', 'contract-010'],
    ])
  })
})

describe('publishing version 2', () => {
  it('says before what happens: two decisions are looked at again, nine marks become excused', async () => {
    const lead = await as('lead')
    const impact = await lead.get('/guideline/impact')
    expect(impact).toMatchObject({ version: 2, decisions: 2, rechecks: 2, marksCount: 9, raters: 9 })
    expect(new Set(impact.marks.map(({ was, would }: any) => `${was} ${would}`))).toEqual(
      new Set(['wrong excused']),
    )
    const { hash } = await lead.get('/guideline/draft')
    await lead.ask('guideline.publish', { draft: hash, note: 'Cases 3 and 4 and the notice periods.' }, 1)
    const { rows } = await lead.get('/rechecks')
    expect(rows.map(({ external, state }: any) => [external, state]).sort()).toEqual([
      ['answers-004', 'waiting'],
      ['contract-010', 'waiting'],
    ])
    const marks = async () => {
      const { read } = told.serving.installation.house.store
      const all = (await read.select().from(read.tables.mark)).filter((row) => row.until === null)
      return new Map(all.filter(({ basis }) => basis === 'decision').map((row) => [row.vote, row.mark]))
    }
    const before = await marks()
    await lead.ask('recheck.supersede', {
      rechecks: rows.map(({ id, record }: any) => id ?? record.id),
      reason: 'The clauses say now what they did not say then.',
    })
    const after = await marks()
    const moved = [...after].filter(([vote, mark]) => before.get(vote) !== mark)
    expect(moved.map(([vote, mark]) => `${before.get(vote)} ${mark}`)).toEqual(Array(9).fill('wrong excused'))
  })
})

describe('a scripted chair and a visitor who writes in the shared rationale', () => {
  const seen = new Map<string, string>()
  async function comeTo() {
    const { serving, texts, players } = told
    const { house } = serving.installation
    const { read } = house.store
    const lead = await as('lead')
    const { rows } = await lead.get('/disputes')
    const id = rows.find(({ external }: any) => external === waiting).dispute as string
    const { version, clauses } = await lead.get('/guideline?version=1')
    expect(version).toBe(1)
    const project = (await read.select().from(read.tables.dispute))[0]!.project
    const recordOf = async () => (await disputeRecords(read, project)).find((one) => one.id === id)!
    const asker = (key: string) => {
      const { person, start } = players.find((one) => one.key === key)!
      return {
        start,
        ask: (name: any, input: any, ifMatch?: number) =>
          act(house, { name, project, who: { person, owner: false }, input, key: newSalt(), ifMatch }),
      }
    }
    const cast = async () => {
      const dispute = await recordOf()
      for (const { member, state } of Object.values(dispute.seats)) {
        const player = players.find((one) => one.member === member)
        if (player && state === 'seated')
          await asker(player.key).ask(
            'ballot.cast',
            ballotOf(player.key, waiting, dispute, dispute.round, clauses),
          )
      }
    }
    const sign = async () => {
      const dispute = await recordOf()
      const chair = Object.values(dispute.seats).find((seat) => seat.chair)!.member
      const { key } = players.find(({ member }) => member === chair)!
      return signCase({ house, project, texts, seen }, asker(key), dispute, waiting)
    }
    const signed = async () => {
      const rowsOf = (await read.select().from(read.tables.decision)).filter((row) => row.until === null)
      return rowsOf.filter((row) => row.dispute === id && row.state === 'signed').at(-1)
    }
    return { lead, id, cast, sign, signed, recordOf }
  }

  it('signs what the visitor wrote, and not before it stands still', async () => {
    const { lead, id, cast, sign, signed, recordOf } = await comeTo()
    await cast()
    expect((await recordOf()).state).toBe('revealed')
    const pen = await takePen(told.texts, lead.session, `rationale/${id}-0`)
    const text = pen.doc.getText(ROOT)
    const write = async (words: string) => {
      text.insert(text.length, words)
      await pen.saved()
    }
    await write('The medicine is named in the question.')
    expect(await sign()).toBe(false)
    await write(' Aspirin adds to its risk.')
    expect(await sign()).toBe(false)
    expect(await signed()).toBeUndefined()
    expect(await sign()).toBe(true)
    expect(await signed()).toMatchObject({ rationale: text.toString(), consent: 0 })
    await pen.putDown()
  })

  it('writes its own into a text that somebody opened and left empty', async () => {
    const { id, cast, sign, signed } = await comeTo()
    const lead = await as('lead')
    await lead.ask('dispute.reopen', { dispute: id, reason: 'Once more.' })
    await cast()
    await lead.ask('decision.pull', { dispute: id, reason: 'It should be written up.' })
    const pen = await takePen(told.texts, lead.session, `rationale/${id}-1`)
    expect(await sign()).toBe(true)
    expect(pen.doc.getText(ROOT).toString()).toBe(signatureOf(waiting).rationale)
    expect(await signed()).toMatchObject({ rationale: signatureOf(waiting).rationale, consent: 0 })
    await pen.putDown()
  })
})
