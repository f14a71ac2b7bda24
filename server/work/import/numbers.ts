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
  let mask = 1023
  let keys = new Float64Array(mask + 1).fill(-1)
  let places = new Int32Array(mask + 1)
  let size = 0
  const slotOf = (number: number): number => {
    let slot = mixed(number) & mask
    while (keys[slot] !== -1 && keys[slot] !== number) slot = (slot + 1) & mask
    return slot
  }
  const grow = () => {
    const [oldKeys, oldPlaces] = [keys, places]
    mask = mask * 2 + 1
    keys = new Float64Array(mask + 1).fill(-1)
    places = new Int32Array(mask + 1)
    for (let i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] === -1) continue
      const slot = slotOf(oldKeys[i]!)
      keys[slot] = oldKeys[i]!
      places[slot] = oldPlaces[i]!
    }
  }
  return {
    add(number) {
      const slot = slotOf(number)
      if (keys[slot] === number) return { place: places[slot]!, fresh: false }
      keys[slot] = number
      places[slot] = size
      size += 1
      if (size * 2 > mask) grow()
      return { place: size - 1, fresh: true }
    },
    find(number) {
      const slot = slotOf(number)
      return keys[slot] === number ? places[slot]! : -1
    },
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

/** A row of numbers that grows as it is written to; empty places are NaN. */
export function numberRow(): { get(place: number): number; set(place: number, number: number): void } {
  let row = new Float64Array(1024).fill(Number.NaN)
  return {
    get: (place) => (place < row.length ? row[place]! : Number.NaN),
    set(place, number) {
      if (place >= row.length) {
        const longer = new Float64Array(Math.max(row.length * 2, place + 1)).fill(Number.NaN)
        longer.set(row)
        row = longer
      }
      row[place] = number
    },
  }
}
