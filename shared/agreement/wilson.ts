/** The 97.5 % point of the standard normal distribution: 95 % between both tails. */
const Z95 = 1.959963984540054

/** Wilson's interval for `right` of `n` (Wilson 1927); without cases it is all that is possible, 0 to 1. */
export function wilson(right: number, n: number, z = Z95): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const share = right / n
  const z2 = z * z
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = (z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  // At the ends the bound is exact; what floating point leaves over would say "less than all".
  return { low: right === 0 ? 0 : centre - half, high: right === n ? 1 : centre + half }
}
