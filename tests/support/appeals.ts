import { and, eq, isNull } from 'drizzle-orm'
import type { Policy } from '#shared/policy.ts'
import { type Case, openDecided } from './decided.ts'
import { expectOk, type Person } from './house.ts'
import { setPolicy } from './panel.ts'
import type { Dialect } from './stores.ts'

export type Appealed = Awaited<ReturnType<typeof openAppeals>>

/** Cases a first panel decided against the lone rater, and two panelists more who had no part in any of them. */
export async function openAppeals(
  dialect: Dialect,
  items: readonly string[],
  policy: Partial<Policy> = {},
  { undecided = [], clause = null }: { undecided?: readonly string[]; clause?: string | null } = {},
) {
  const wrong = (item: string): Case => ({ item, value: 'safe', cause: 'rater-error', clause })
  const decided = await openDecided(dialect, items.map(wrong), undecided)
  const { house, project, path, lead, lone } = decided
  if (Object.keys(policy).length > 0) await setPolicy(house, policy, 2)
  const first = new Map<string, { dispute: string; decision: string }>()
  for (const item of items) first.set(item, await decided.settle(wrong(item)))
  const fresh = [await house.person(['panelist'], 'Cleo'), await house.person(['panelist'], 'Dan')]
  const other = await house.person(['lead'], 'Mori')
  return {
    ...decided,
    first: (item: string) => first.get(item)!,
    fresh: fresh as [Person, Person],
    /** A lead who had no part in anything. */
    other,
    file: async (item: string, more: Record<string, unknown> = {}, person = lone) =>
      person.call('appeal.file', {
        vote: await decided.voteOn(item, 'lone'),
        basis: 'decision',
        reason: 'aspirin adds to the bleeding risk',
        ...more,
      }),
    /** Filed by the rater and admitted by somebody uninvolved. */
    async admitted(item: string): Promise<{ appeal: string; hearing: string }> {
      const { body } = await expectOk(this.file(item))
      const answer = await expectOk(other.call('appeal.admit', { appeal: body.appeal }))
      return { appeal: body.appeal, hearing: answer.body.hearing }
    },
    /** The fresh panel casts; whoever has its chair. */
    async hear(hearing: string, value = 'unsafe', cause = 'rater-error'): Promise<Person> {
      for (const person of fresh) await decided.cast(person, hearing, { value, cause, clause: null } as never)
      const { seats } = await decided.record(hearing)
      const chair = Object.values(seats).find((seat) => seat.chair && seat.state === 'seated')
      return fresh.find(({ member }) => member === chair?.member)!
    },
    appealRow: async (id: string) => {
      const { appeal } = house.store.read.tables
      const where = and(eq(appeal.project, project), eq(appeal.id, id), isNull(appeal.until))
      return (await house.store.read.select().from(appeal).where(where))[0]!
    },
    why: async (item: string, person = lone) =>
      (await person.get(path(`votes/${await decided.voteOn(item, 'lone')}/why`))).body,
    read: async (rest: string, person = lead) => (await person.get(path(rest))).body,
  }
}
