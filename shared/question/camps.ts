import type { Camp, Value } from './shape.ts'
import { canonical, compareValues } from './value.ts'

/** Larger first; equal camps stand in the order of their values, which decides nothing. */
function inOrder(camps: Camp[]): Camp[] {
  return camps.sort((a, b) => b.votes - a.votes || compareValues(a.value, b.value))
}

/** Equal values are one camp. */
export function equalCamps(votes: readonly Value[]): Camp[] {
  const camps = new Map<string, Camp>()
  votes.forEach((value, voter) => {
    const key = canonical(value)
    const camp = camps.get(key)
    if (camp) {
      camp.votes += 1
      camp.voters.push(voter)
    } else camps.set(key, { value, votes: 1, voters: [voter] })
  })
  return inOrder([...camps.values()])
}

interface Reach {
  camp: Camp
  votes: number
  total: number
}

/** What the camp would gather from those still free. */
function reach(camp: Camp, free: readonly Camp[], within: Within, distance: Distance): Reach {
  let votes = 0
  let total = 0
  for (const other of free) {
    if (!within(camp.value, other.value)) continue
    votes += other.votes
    total += other.votes * distance(camp.value, other.value)
  }
  return { camp, votes, total }
}

type Within = (a: Value, b: Value) => boolean
type Distance = (a: Value, b: Value) => number

/**
 * Camps with a tolerance. The value that gathers most of the free votes within the tolerance is the centre of a
 * camp, the tightest of those that gather equally many. Centres equal in both are centres together: each takes the
 * votes nearest to it, and a vote just between two waits for the next round. So no camp is larger because its value is
 * lower, and everybody in a camp is within the tolerance of its value.
 */
export function campsWithin(votes: readonly Value[], within: Within, distance: Distance): Camp[] {
  let free = equalCamps(votes)
  const camps: Camp[] = []
  while (free.length > 0) {
    const reaches = free.map((camp) => reach(camp, free, within, distance))
    const most = Math.max(...reaches.map((one) => one.votes))
    const widest = reaches.filter((one) => one.votes === most)
    const least = Math.min(...widest.map((one) => one.total))
    const centres = widest.filter((one) => one.total <= least + 1e-9).map((one) => one.camp)
    const gathered = centres.map((centre): Camp => ({ value: centre.value, votes: 0, voters: [] }))
    const waiting: Camp[] = []
    for (const camp of free) {
      const home = nearest(camp.value, gathered, within, distance)
      if (!home) waiting.push(camp)
      else {
        home.votes += camp.votes
        home.voters.push(...camp.voters)
      }
    }
    camps.push(...gathered)
    free = waiting
  }
  for (const camp of camps) camp.voters.sort((a, b) => a - b)
  return inOrder(camps)
}

/** The one nearest centre within the tolerance; undefined when there is none, or two are equally near. */
function nearest(
  value: Value,
  centres: readonly Camp[],
  within: Within,
  distance: Distance,
): Camp | undefined {
  let home: Camp | undefined
  let least = Number.POSITIVE_INFINITY
  for (const centre of centres) {
    if (!within(value, centre.value)) continue
    const far = distance(value, centre.value)
    if (far < least - 1e-9) [home, least] = [centre, far]
    else if (far <= least + 1e-9) home = undefined
  }
  return home
}
