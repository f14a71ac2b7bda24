import type { CommandInput, CommandName } from '#shared/commands.ts'
import { defaultPolicy } from '#shared/policy.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { Refusal } from '#shared/refusals.ts'
import { tick } from '../../server/clock.ts'
import type { Who } from '../../server/domain/who.ts'
import { expectOk, openHouse, type Person } from './house.ts'
import { setPolicy } from './panel.ts'
import type { Dialect } from './stores.ts'
import { ballotOn, guideline, idOf, importVotes, projectId, type Vote } from './story.ts'

export const DAY = 86_400_000
export type Judged = Awaited<ReturnType<typeof openJudged>>

/** Cases on which all but `poor` are mostly right: `poor` is wrong on nine of ten, `fair` on two, `good` on none. */
export const ITEMS = 24
const votesOn = (n: number): Vote[] => {
  const vote = (rater: string, label: string): Vote => ({ item: `case-${n}`, rater, label })
  return [
    vote('good', 'safe'),
    vote('also', 'safe'),
    vote('third', 'safe'),
    vote('fair', n % 12 === 5 ? 'unsafe' : 'safe'),
    vote('poor', n % 10 === 3 ? 'safe' : 'unsafe'),
  ]
}

/** A project whose votes have been imported; a day is enough to appeal. */
export async function openJudged(dialect: Dialect, more: readonly Vote[] = []) {
  const house = await openHouse(dialect)
  const items = Array.from({ length: ITEMS }, (_, n) => `case-${n}`)
  await importVotes(house, [...items.flatMap((_item, n) => votesOn(n)), ...more])
  await house.act(
    'guideline.publish',
    { texts: guideline, authoritative: 'en', note: 'First.' },
    undefined,
    0,
  )
  await setPolicy(house, { appealDays: 1 }, defaultPolicy.version)
  const project = await projectId(house)
  const machine: Who = { machine: 'host' }
  const as = (person: Person): Who => ({ person: person.person, owner: false })
  return {
    house,
    project,
    items,
    as,
    /** Time goes by; whoever had a session has to sign in again. */
    pass: (days: number) => {
      house.clock.at += days * DAY
    },
    today: (days = 0) => new Date(house.clock.at + days * DAY).toISOString().slice(0, 10),
    tick: () => tick(house.house),
    /** What the host reads, as an owner would. */
    get: async (path: string) => {
      const answer = await house.host.inject(`/api/v1/projects/${house.key}/${path}`)
      if (answer.statusCode !== 200) throw new Error(answer.body)
      return answer.json()
    },
    /** The code of the refusal, or the entry's answer. */
    ask: async <Name extends CommandName>(
      name: Name,
      input: CommandInput<Name>,
      who: Who = machine,
      ifMatch?: number,
    ): Promise<RefusalCode | Record<string, any>> => {
      try {
        return (await house.act(name, input, who, ifMatch)).answer
      } catch (error) {
        if (error instanceof Refusal) return error.code
        throw error
      }
    },
    /** The tool that owns the gold says that all is safe. */
    gild: () =>
      house.act('gold.import', {
        source: 'script',
        chosen: 'random',
        probability: 1,
        rows: items.map((item) => ({ item, question: 'safe', value: 'safe' })),
      }),
    /** Every case drawn at random, heard and decided: it was safe, and whoever said otherwise was wrong. */
    decide: async () => {
      const seats = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
      for (const one of seats)
        await expectOk(one.call('panelist.describe', { languages: [], expertise: [], minutes: 2000 }))
      await house.installation.queues.freshen(project)
      await house.act('sample.draw', { size: items.length })
      const clauses = (await seats[0]!.get(`/projects/${house.key}/guideline`)).body.clauses
      const clause = clauses.find(({ number }: { number: string }) => number === '2.1').id
      const wanted = await Promise.all(
        items.map(async (item) => ({ item: await idOf(house, 'item', item), questions: ['safe'] })),
      )
      const { body } = await expectOk(house.hostCall('dispute.open', { items: wanted }))
      const disputes: string[] = body.opened.map(({ dispute }: { dispute: string }) => dispute)
      for (const dispute of disputes)
        for (const seat of seats)
          await expectOk(
            seat.call('ballot.cast', {
              dispute,
              round: 1,
              answers: [ballotOn('safe', clause, { cause: 'rater-error' })],
              arguments: { safe: 'naming a doctor is enough' },
            }),
          )
      const signed = await expectOk(house.hostCall('decision.consent', { disputes }))
      if (signed.body.refused.length > 0) throw new Error(signed.raw)
      return { disputes, seats, clause }
    },
  }
}

export const rulesOf = (reviews: string[], more: Partial<CommandInput<'bar.set'>> = {}) => ({
  basis: 'gold' as const,
  question: null,
  bar: 0.6,
  minimum: 20,
  reviews,
  follows: 'pause' as const,
  ...more,
})
