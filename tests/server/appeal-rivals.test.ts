import { and, eq, isNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { type Appealed, openAppeals } from '../support/appeals.ts'
import { recordTwice } from '../support/decided.ts'
import { type Answered, expectOk } from '../support/house.ts'
import { dialects } from '../support/stores.ts'

const RIVALS = 50
/** How many heard what, of all who asked at once. */
async function heard(asked: Promise<Answered>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { status, body } of await Promise.all(asked)) {
    const word = status === 200 ? 'ok' : body.code
    counts[word] = (counts[word] ?? 0) + 1
  }
  return counts
}
const times = (act: (n: number) => Promise<Answered>) => Array.from({ length: RIVALS }, (_, n) => act(n))

/** The hearings there are of an item, and the decisions that hold on it. */
async function standing({ house, project }: Appealed, appeal: string) {
  const { dispute, decision } = house.store.read.tables
  const hearings = await house.store.read
    .select()
    .from(dispute)
    .where(and(eq(dispute.project, project), eq(dispute.appeal, appeal), isNull(dispute.until)))
  const items = hearings.map(({ item }) => item)
  const signed = await house.store.read
    .select()
    .from(decision)
    .where(and(eq(decision.project, project), eq(decision.state, 'signed'), isNull(decision.until)))
  return { hearings: hearings.length, signed: signed.filter(({ item }) => items.includes(item)).length }
}

// One transaction writes the rows and the entry of each of these, so a server that is killed between them leaves all or nothing.
describe.each(dialects)('rivals, on %s', (dialect) => {
  test(`of ${RIVALS} appeals, ${RIVALS} answers and ${RIVALS} signatures at once one each is done`, async () => {
    const it = await openAppeals(dialect, ['one', 'two'])
    const vote = await it.voteOn('one', 'lone')
    const filing = { vote, basis: 'decision', reason: 'it adds to the risk' }
    // Whoever is first may answer no appeal of their own: not the one who admits below.
    const by = [it.lone, it.lead]
    const filed = await heard(times((n) => by[n % by.length]!.call('appeal.file', filing)))
    expect(filed).toEqual({ ok: 1, 'appealed-already': RIVALS - 1 })
    const { rows } = (await it.other.get(it.path('appeals'))).body
    const appeal: string = rows[0].id
    expect(rows.length).toBe(1)

    const words = 'a doctor should look'
    const admitted = await heard(times(() => it.other.call('appeal.admit', { appeal, words })))
    expect(admitted).toEqual({ ok: 1, 'appeal-settled': RIVALS - 1 })
    const second = (await expectOk(it.file('two'))).body.appeal
    const answered = await heard(
      times((n) => it.other.call(n % 2 ? 'appeal.admit' : 'appeal.refuse', { appeal: second, words })),
    )
    expect(answered).toEqual({ ok: 1, 'appeal-settled': RIVALS - 1 })
    const { state } = await it.appealRow(second)
    expect((await standing(it, second)).hearings).toBe(state === 'admitted' ? 1 : 0)

    const hearing = (await it.appealRow(appeal)).hearing!
    const chair = await it.hear(hearing)
    const { version } = (await chair.get(it.path(`disputes/${hearing}`))).body
    const acts = [
      () => chair.call('decision.sign', { dispute: hearing, rationale: 'so' }, { ifMatch: version }),
      () => chair.call('decision.consent', { disputes: [hearing] }),
      () => chair.call('appeal.return', { appeal, words }),
    ]
    const signed = await heard(times((n) => acts[n % acts.length]!()))
    expect([signed.ok, Object.keys(signed).length > 1]).toEqual([1, true])
    const row = await it.appealRow(appeal)
    expect(['overturned', 'sent-back']).toContain(row.state)
    expect(await standing(it, appeal)).toEqual({ hearings: 1, signed: 1 })
    const [tables, folded] = await recordTwice(it.house, it.project)
    expect(tables).toEqual(folded)
    await it.house.close()
  }, 180_000)
})
