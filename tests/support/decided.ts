import { and, asc, eq } from 'drizzle-orm'
import type { Cause } from '#shared/answer.ts'
import type { Fact } from '#shared/facts.ts'
import { apply, emptyState, type ProjectState } from '#shared/state.ts'
import { projectState } from '../../server/domain/state.ts'
import { projectOf } from '../../server/domain/who.ts'
import { expectOk, type Person, type TestHouse } from './house.ts'
import { openPanel } from './panel.ts'
import type { Dialect } from './stores.ts'
import { ballotOn, idOf } from './story.ts'

export type Case = { item: string; value: 'safe' | 'unsafe'; cause: Cause; clause: string | null }
export type Decided = Awaited<ReturnType<typeof openDecided>>

/** A panel of two, and a decision on each item: the four who said safe, or the one who did not, were wrong about it. */
export async function openDecided(
  dialect: Dialect,
  cases: readonly Case[],
  undecided: readonly string[] = [],
) {
  const panel = await openPanel(dialect, [...cases.map(({ item }) => item), ...undecided])
  const { house, lead } = panel
  const lone = await house.person(['rater'], 'Lone', await idOf(house, 'rater', 'lone'))
  const seats = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
  const path = (rest: string) => `/projects/${house.key}/${rest}`
  const { clauses } = (await lead.get(path('guideline'))).body
  const clause = (number: string): string => clauses.find((one: any) => one.number === number).id
  const cast = async (
    person: Person,
    dispute: string,
    { value, cause, clause: number }: Omit<Case, 'item'>,
  ) =>
    expectOk(
      person.call('ballot.cast', {
        dispute,
        round: (await panel.record(dispute)).round,
        answers: [ballotOn(value, number === null ? null : clause(number), { cause })],
        arguments: { safe: `because of ${number}` },
      }),
    )
  const decide = async (dispute: string, how: Omit<Case, 'item'>) => {
    for (const one of seats) await cast(one, dispute, how)
    await expectOk(panel.sign(lead, dispute))
    const signed = Object.values((await panel.record(dispute)).decisions).find(
      ({ state }) => state === 'signed',
    )
    return signed!.id
  }
  return {
    ...panel,
    lone,
    seats: seats as [Person, Person],
    path,
    clause,
    cast,
    decide,
    /** Opens the dispute of an item and decides it. */
    settle: async ({ item, ...how }: Case) => {
      const dispute = await panel.open(item)
      return { dispute, decision: await decide(dispute, how) }
    },
    voteOn: async (item: string, rater: string): Promise<string> => {
      const { vote } = house.store.read.tables
      const [row] = await house.store.read
        .select({ id: vote.id })
        .from(vote)
        .where(
          and(
            eq(vote.item, await idOf(house, 'item', item)),
            eq(vote.rater, await idOf(house, 'rater', rater)),
          ),
        )
      return row!.id
    },
  }
}

/** The mark of the decision that holds on a vote, as the rater reads it. */
export const markOf = async ({ lead, path }: Pick<Decided, 'lead' | 'path'>, vote: string) => {
  const { marks } = (await lead.get(path(`votes/${vote}/why`))).body
  const { mark, because } = marks.find(({ basis }: { basis: string }) => basis === 'decision')
  return `${mark} ${because}`
}

/** The record as its tables have it and as its entries fold to, without what is text and so not in the facts. */
export async function recordTwice(house: TestHouse, project: string) {
  const { payload } = house.store.read.tables
  const rows = await house.store.read
    .select()
    .from(payload)
    .where(and(eq(payload.project, project), eq(payload.part, 'facts')))
    .orderBy(asc(payload.seq))
  const folded = rows.reduce(
    (state, { seq, bytes }) => apply(state, { seq }, JSON.parse(bytes!) as Fact[]),
    emptyState(),
  )
  const tables = await projectState(house.store.read, await projectOf(house.store.read, project))
  return [bare(tables), bare(folded)]
}

const bare = (state: ProjectState): unknown =>
  JSON.parse(
    JSON.stringify(state, (key, value) =>
      ['rationale', 'arguments', 'text'].includes(key)
        ? undefined
        : key === 'votes' && Array.isArray(value)
          ? [...value].sort((a, b) => (a.vote < b.vote ? -1 : 1))
          : value,
    ),
  )
