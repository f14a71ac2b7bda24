export interface NumberTable {
  /** The place of a number in the order of arrival; `fresh` when it is new. */
  add(number: number): { place: number; fresh: boolean }
  /** Its place, or -1. */
  find(number: number): number
  size(): number
}

/**
 * Numbers from 0 to 2^53 and the order in which they came: open addressing in typed arrays. A `Map` of a million keys
 * past 2^31 takes ten times the memory.
 */
export function numberTable(): NumberTable {
  const numbers = numberRow()
  let mask = 1023
  let places = new Int32Array(mask + 1).fill(-1)
  let size = 0
  const slotOf = (number: number): number => {
    let slot = mixed(number) & mask
    while (places[slot] !== -1 && numbers.get(places[slot]!) !== number) slot = (slot + 1) & mask
    return slot
  }
  const grow = () => {
    mask = mask * 2 + 1
    places = new Int32Array(mask + 1).fill(-1)
    for (let place = 0; place < size; place++) places[slotOf(numbers.get(place))] = place
  }
  return {
    add(number) {
      const slot = slotOf(number)
      if (places[slot] !== -1) return { place: places[slot]!, fresh: false }
      places[slot] = size
      numbers.set(size, number)
      size += 1
      if (size * 3 > mask * 2) grow()
      return { place: size - 1, fresh: true }
    },
    find: (number) => places[slotOf(number)]!,
    size: () => size,
  }
}

/** Both halves of the number, stirred (the finishing steps of MurmurHash3). */
function mixed(number: number): number {
  let hash = (number >>> 0) ^ Math.imul((number / 4294967296) >>> 0, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Numbers of a row lie in parts of so many: one array that doubles would be there twice while it is copied. */
const PART_BITS = 15
const PART = 2 ** PART_BITS

/** A row of numbers that grows as it is written to; empty places are NaN. */
export function numberRow(): { get(place: number): number; set(place: number, number: number): void } {
  const parts: (Float64Array | undefined)[] = []
  return {
    get: (place) => parts[place >>> PART_BITS]?.[place & (PART - 1)] ?? Number.NaN,
    set(place, number) {
      const at = place >>> PART_BITS
      const part = parts[at] ?? new Float64Array(PART).fill(Number.NaN)
      parts[at] = part
      part[place & (PART - 1)] = number
    },
  }
}
