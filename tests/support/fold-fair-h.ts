import { eq } from 'drizzle-orm'
import type { Person, TestHouse } from './house.ts'

/** A rater leaves the panel a word beside one of their votes, or takes it away; too late, where it was opened. */
export function noteActs(
  house: TestHouse,
  project: string,
  people: { lone: Person; raters: readonly string[] },
  dice: (n: number) => number,
): (() => Promise<unknown>)[] {
  return [
    async () => {
      const { vote } = house.store.read.tables
      const rows = await house.store.read.select().from(vote).where(eq(vote.project, project))
      const own = rows.filter((row) => people.raters.includes(row.rater))
      const { id } = own[dice(own.length)]!
      const note = dice(3) ? 'because' : ''
      return house.act('vote.note', { vote: id, note }, { person: people.lone.person, owner: false })
    },
  ]
}
