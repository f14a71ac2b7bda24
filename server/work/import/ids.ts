import type { Chance } from './chance.ts'
import { numberTable } from './numbers.ts'

const A = 97
const ALL = 26 ** 10
/** How far apart the ids of neighbouring items lie; 16 million items go round once. */
const APART = Math.floor(ALL / 2 ** 24)

export function idOf(number: number): string {
  const codes = new Array<number>(10)
  let rest = number
  for (let i = 9; i >= 0; i--) {
    codes[i] = A + (rest % 26)
    rest = Math.floor(rest / 26)
  }
  return String.fromCharCode(...codes)
}

export function numberOf(id: string): number {
  let number = 0
  for (let i = 0; i < id.length; i++) number = number * 26 + id.charCodeAt(i) - A
  return number
}

export interface Ids {
  /** Says that an id exists. */
  taken(id: string): void
  item(): string
  rater(): string
  vote(item: string): string
}

/**
 * Ids of ten letters. Wholly random ones would write to a random place of every index, and a million votes would cost
 * eight times their size in pages. So items begin at a random place and go on from there, and the ids of an item's votes
 * lie at random near the item's: within an item they tell nothing of the votes' order, and so nothing of their raters.
 */
export function drawIds(chance: Chance): Ids {
  const drawn = numberTable()
  let place = chance.below(ALL)
  const free = (draw: () => number): string => {
    for (;;) {
      const number = draw() % ALL
      if (drawn.add(number).fresh) return idOf(number)
    }
  }
  return {
    taken: (id) => void drawn.add(numberOf(id)),
    item() {
      place = (place + APART) % ALL
      return free(() => place + chance.below(APART))
    },
    rater: () => free(() => chance.below(ALL)),
    vote: (item) => free(() => numberOf(item) + chance.below(APART)),
  }
}
