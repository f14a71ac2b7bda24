import { expectOk, openHouse } from './house.ts'
import { setPolicy } from './panel.ts'
import { byMajority, type RealVote, realVotes, type Told } from './real-votes.ts'
import type { Dialect } from './stores.ts'
import { ballotOn, importVotes, projectId } from './story.ts'

const DAY = 86_400_000
export type Real = Awaited<ReturnType<typeof openReal>>

/** The real votes of a set in a house, with a panel of one whose answers are the set's own gold. */
export async function openReal(dialect: Dialect, set: string) {
  const { votes: cast, gold } = realVotes(set)
  // The last word of a rater on an item counts.
  const votes = [...new Map(cast.map((vote) => [`${vote.item} ${vote.rater}`, vote])).values()]
  const house = await openHouse(dialect)
  await importVotes(house, cast)
  const alone = { seats: 1, quorum: 1, thirdOnConflict: false, rounds: 1 }
  await setPolicy(house, { ...alone, minutesPerDispute: 1, panelMinutesPerWeek: 10_000 }, 1)
  const project = await projectId(house)
  const lead = await house.person(['lead'])
  const judge = await house.person(['panelist'])
  const { read } = house.store
  const { item, sample } = read.tables
  const items = new Map(
    (await read.select({ id: item.id, external: item.external, project: item.project }).from(item))
      .filter((row) => row.project === project)
      .map(({ id, external }) => [external, id]),
  )
  const majority = byMajority(votes)
  const decided = new Map<string, { weight: number; drawn: boolean }>()

  /** The fault is the raters' own where most were right and the item's number is even; else the guideline's. */
  const blames = (external: string): boolean =>
    majority.get(external)!.share(gold.get(external)!) >= 0.5 && Number(external) % 2 === 0

  async function decide(externals: readonly string[]) {
    for (let from = 0; from < externals.length; from += 50) {
      const some = externals.slice(from, from + 50)
      const wanted = some.map((external) => ({ item: items.get(external)!, questions: ['safe'] }))
      const { body } = await expectOk(house.hostCall('dispute.open', { items: wanted }))
      const disputes: string[] = body.opened.map((one: { dispute: string }) => one.dispute)
      for (const [i, dispute] of disputes.entries()) {
        const cause = blames(some[i]!) ? 'rater-error' : 'guideline-unclear'
        const answers = [ballotOn(gold.get(some[i]!)!, null, { cause })]
        await house.act(
          'ballot.cast',
          { dispute, round: 1, answers, arguments: { safe: 'because' } } as never,
          { person: judge.person, owner: false },
        )
      }
      const signed = await expectOk(lead.call('decision.consent', { disputes }))
      if (signed.body.refused.length > 0) throw new Error(signed.raw)
    }
  }

  return {
    house,
    project,
    lead,
    votes,
    gold,
    majority,
    decided,
    blames,
    /** As the command line reads: whoever is signed in is signed out before the windows are over. */
    get: async (rest: string) => (await house.host.inject(`/api/v1/projects/${house.key}/${rest}`)).json(),
    /** Decides so many items, drawn at random as every week's sample is. */
    async decideSample(size: number) {
      await house.installation.queues.freshen(project)
      await house.act('sample.draw', { size })
      const external = new Map([...items].map(([name, id]) => [id, name]))
      for (const row of (await read.select().from(sample)).filter((one) => one.project === project))
        if (gold.has(external.get(row.item)!))
          decided.set(external.get(row.item)!, { weight: 1 / (row.probability ?? 1), drawn: true })
      await decide([...decided.keys()])
    },
    /** Decides so many from the front of the queue, as a lead in a hurry would. */
    async decideFirst(size: number) {
      const rows = await this.firstOfQueue()
      const open = rows.filter((one) => !decided.has(one)).slice(0, size)
      for (const one of open) decided.set(one, { weight: 1, drawn: false })
      await decide(open)
    },
    async firstOfQueue(): Promise<string[]> {
      const { rows } = await this.get('queue/document?sort=majority-wrong')
      return rows.map((row: { item: string }) => row.item).filter((one: string) => gold.has(one))
    },
    /** When the windows of all decisions until now are over. */
    async waitOut() {
      house.clock.at += 15 * DAY
    },
    bring: (rows: readonly string[], more: object) =>
      expectOk(
        lead.call('gold.import', {
          source: 'key',
          ...more,
          rows: rows.map((external) => ({ item: external, question: 'safe', value: gold.get(external) })),
        }),
      ),
  }
}

export type Counts = { right: number; wrong: number; excused: number; told: Told }
export const noCounts = (): Counts => ({ right: 0, wrong: 0, excused: 0, told: [] })

/** Every rater's marks by a rule of one vote, straight from the votes of the file. */
export function countBy(
  votes: readonly RealVote[],
  mark: (vote: RealVote) => { mark: 'right' | 'wrong' | 'excused' | 'none'; weight?: number },
): Map<string, Counts> {
  const counts = new Map<string, Counts>()
  for (const vote of votes) {
    const own = counts.get(vote.rater) ?? noCounts()
    counts.set(vote.rater, own)
    const { mark: word, weight = 1 } = mark(vote)
    if (word === 'none') continue
    own[word] += 1
    if (word !== 'excused') own.told.push({ right: word === 'right', weight })
  }
  return counts
}
