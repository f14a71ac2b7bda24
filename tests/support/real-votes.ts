import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

export type RealVote = { item: string; rater: string; label: string }
const folder = (set: string) => `../shared/data/${set}`
export const isThere = (set: string): boolean => existsSync(folder(set))
const read = (set: string, file: string) =>
  parse(readFileSync(`${folder(set)}/${file}.csv`, 'utf8'), { columns: true, bom: true }) as Record<
    string,
    string
  >[]

/** The votes and gold answers of a real data set, as its files have them. */
export const realVotes = (set: string) => ({
  votes: read(set, 'votes').map(
    ({ item, rater, label }): RealVote => ({
      item: item!,
      rater: rater!,
      label: label!,
    }),
  ),
  gold: new Map(read(set, 'gold').map(({ item, gold }) => [item!, gold!])),
})

/** What a rater was marked, by items: for how much each stands, and whether it was right. */
export type Told = { right: boolean; weight: number }[]

/** Wilson's interval at Kish's effective n, from the cases alone: written here a second time to check the first. */
export function rateFrom(told: Told) {
  if (told.length === 0) return null
  const total = told.reduce((sum, one) => sum + one.weight, 0)
  const effective = total ** 2 / told.reduce((sum, one) => sum + one.weight ** 2, 0)
  const share = told.filter((one) => one.right).reduce((sum, one) => sum + one.weight, 0) / total
  return {
    right: told.filter((one) => one.right).length,
    n: told.length,
    effective,
    share,
    ...wilsonOf(share, effective),
  }
}
export function wilsonOf(share: number, n: number) {
  const z = 1.959963984540054
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** What the majority says of every vote of the file: right, wrong, or nothing on a tie; and the share of the others who agree. */
export function byMajority(votes: readonly RealVote[]) {
  const labels = Map.groupBy(votes, ({ item }) => item)
  return new Map(
    [...labels].map(([item, cast]) => {
      const counts = [...Map.groupBy(cast, ({ label }) => label)].map(([label, own]) => ({
        label,
        n: own.length,
      }))
      const most = Math.max(...counts.map(({ n }) => n))
      const first = counts.filter(({ n }) => n === most)
      const majority = first.length === 1 && cast.length > 1 ? first[0]!.label : null
      const others = (label: string) => (counts.find((one) => one.label === label)!.n - 1) / (cast.length - 1)
      const share = (label: string) => (counts.find((one) => one.label === label)?.n ?? 0) / cast.length
      return [item, { majority, others, share }]
    }),
  )
}
