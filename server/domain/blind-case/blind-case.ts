import { and, eq, inArray } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import { type BlindCase, type BlindKind, FIRST_CASES, isNew, REPEAT_DAYS } from '#shared/blind-case.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../../command.ts'
import { present } from '../../store/rows.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { type Behind, membersBehind } from '../conflict.ts'
import { languagesOf, satIn, settledCases } from '../settled-case.ts'

/**
 * A newcomer's first cases, drawn by chance when they say which raters they are. Nobody is new who has sat, and nobody is
 * asked where the project has too few settled cases; a guest sits in one dispute alone, and a lead has read the outcomes.
 */
export async function drawFirst(tx: Writer, asked: Asked, guest: string | null): Promise<Fact[]> {
  const project = asked.project.id
  const { id: member, roles, owner } = asked.actor
  if (guest !== null || owner || roles.includes('lead') || roles.includes('auditor')) return []
  if ((await satIn(tx, project, member)).size > 0) return []
  const languages = await languagesOf(tx, project, member)
  const settled = await settledCases(tx, project, await membersBehind(tx, project), { member, languages })
  const fit = settled.filter(({ sensitive }) => !sensitive).map(({ dispute }) => dispute)
  if (fit.length < FIRST_CASES) return []
  return [await ask(tx, asked, byChance(asked, fit).slice(0, FIRST_CASES), { member, kind: 'first' })]
}

/** Cases that these panelists decided some time ago, put to them again: how far does one agree with oneself? */
export const drawBlind: Handler<'blind.draw'> = async (tx, { members, each }, asked) => {
  const behind = await membersBehind(tx, asked.project.id)
  const panel = (await present(tx, 'member', asked.project.id)).filter(({ roles }) =>
    roles.includes('panelist'),
  )
  const facts: Fact[] = []
  const drawn: { member: string; cases: number }[] = []
  for (const member of members) {
    if (!panel.some(({ id }) => id === member)) throw new Refusal('not-panelist')
    const cases = byChance(asked, await repeatable(tx, asked, member, behind)).slice(0, each)
    if (cases.length > 0) facts.push(await ask(tx, asked, cases, { member, kind: 'repeat' }))
    drawn.push({ member, cases: cases.length })
  }
  if (facts.length === 0) throw new Refusal('no-repeats', { days: REPEAT_DAYS })
  return { facts, told: tellBlind(facts), subject: '', answer: { drawn } }
}

/** What they cast in when it was decided, long enough ago, and were not asked again since. */
async function repeatable(tx: Writer, asked: Asked, member: string, behind: Behind): Promise<string[]> {
  const project = asked.project.id
  const { seat, blindCase, decision } = tx.tables
  const before = new Set(
    (await present(tx, 'blindCase', project, eq(blindCase.member, member))).map(({ dispute }) => dispute),
  )
  const seats = (await present(tx, 'seat', project, eq(seat.member, member))).filter(
    ({ state }) => state === 'seated',
  )
  const long = new Map<string, number>()
  for (const { dispute, signedAt } of await present(tx, 'decision', project, eq(decision.state, 'signed')))
    long.set(dispute, Math.max(long.get(dispute) ?? 0, signedAt ?? asked.at))
  const settled = await settledCases(tx, project, behind, { member, languages: [] })
  // Whoever is asked cannot decline, as a seat could.
  return settled
    .filter(({ sensitive }) => !sensitive)
    .map(({ dispute }) => dispute)
    .filter((dispute) => seats.some((one) => one.dispute === dispute) && !before.has(dispute))
    .filter((dispute) => (long.get(dispute) ?? asked.at) <= asked.at - REPEAT_DAYS * DAY)
}

const byChance = (asked: Asked, disputes: readonly string[]): string[] =>
  disputes
    .map((dispute) => ({ dispute, chance: asked.newId() }))
    .sort((a, b) => (a.chance < b.chance ? -1 : 1))
    .map(({ dispute }) => dispute)

async function ask(
  tx: Writer,
  asked: Asked,
  disputes: readonly string[],
  { member, kind }: { member: string; kind: BlindKind },
): Promise<Fact> {
  const cases = disputes.map(
    (dispute): BlindCase => ({
      ...{ id: asked.newId(), member, dispute, kind, state: 'asked', answers: [] },
      ...{ askedAt: asked.at, at: null },
    }),
  )
  const project = asked.project.id
  await tx
    .insert(tx.tables.blindCase)
    .values(cases.map((one) => ({ ...one, project, since: asked.seq, until: null })))
  return { kind: 'blind.drawn', cases }
}

/** Which disputes they are stays out of what screens hear: whoever knew could look them up. */
export const tellBlind = (facts: readonly Fact[]): Told[] =>
  facts.flatMap((fact) => {
    if (fact.kind !== 'blind.drawn') return []
    const event = { ...fact, cases: fact.cases.map((one) => ({ ...one, dispute: '' })) }
    return [{ to: { roles: ['lead' as const], members: [fact.cases[0]!.member] }, event }]
  })

/** Cases drawn at once are one set: what became of any is said when all of them are given. */
export const setOf = ({ kind, askedAt }: Pick<BlindCase, 'kind' | 'askedAt'>): string => `${kind}/${askedAt}`

/**
 * Items put to somebody unseen whose set is not given yet: until then they read nothing that says what became of them.
 * What is heard again since is not settled, and its panel has to read it.
 */
export async function blindItems(read: Reader, project: string, member: string): Promise<Set<string>> {
  const { blindCase, dispute } = read.tables
  const mine = await present(read, 'blindCase', project, eq(blindCase.member, member))
  const open = new Set(mine.filter(({ state }) => state === 'asked').map(setOf))
  const disputes = mine.filter((one) => open.has(setOf(one))).map((one) => one.dispute)
  if (disputes.length === 0) return new Set()
  const rows = await present(
    read,
    'dispute',
    project,
    and(inArray(dispute.id, disputes), eq(dispute.state, 'decided')),
  )
  return new Set(rows.map(({ item }) => item))
}

/** How many of their cases wait for somebody, a newcomer's first. */
export async function blindWaiting(
  read: Reader,
  project: string,
  member: string,
): Promise<{ kind: BlindKind; left: number } | null> {
  const { member: of, state } = read.tables.blindCase
  const asked = await present(read, 'blindCase', project, and(eq(of, member), eq(state, 'asked')))
  if (asked.length === 0) return null
  const kind = isNew(asked) ? 'first' : 'repeat'
  return { kind, left: asked.filter((one) => one.kind === kind).length }
}
