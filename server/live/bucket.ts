/** Lets `rate` through in a second and `most` at once. */
export function bucket(rate: number, most: number) {
  let [left, at] = [most, performance.now()]
  return {
    take(): boolean {
      const now = performance.now()
      left = Math.min(most, left + ((now - at) / 1000) * rate)
      at = now
      if (left < 1) return false
      left--
      return true
    },
  }
}
export type Bucket = ReturnType<typeof bucket>
