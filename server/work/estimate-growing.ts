/** A column of whole numbers whose length nobody knows beforehand. */
export function growing() {
  let cells = new Int32Array(1024)
  let length = 0
  return {
    get length() {
      return length
    },
    push(cell: number) {
      if (length === cells.length) {
        const larger = new Int32Array(length * 2)
        larger.set(cells)
        cells = larger
      }
      cells[length++] = cell
    },
    whole: () => cells.subarray(0, length),
  }
}
export type Growing = ReturnType<typeof growing>

/** Numbers words from 0 in the order they are met. */
export function numbering() {
  const numbers = new Map<string, number>()
  const words: string[] = []
  return {
    words,
    of(word: string): number {
      const known = numbers.get(word)
      if (known !== undefined) return known
      numbers.set(word, words.push(word) - 1)
      return words.length - 1
    },
  }
}
export type Numbering = ReturnType<typeof numbering>
