/** The share of the standard normal distribution below `z` (Abramowitz and Stegun 26.2.17, to 7.5e-8). */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const above = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail
  return z < 0 ? above : 1 - above
}

/** The point below which lies the share `p` of the standard normal distribution (Acklam 2003, relative error 1.2e-9). */
export function normalPoint(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY
  if (p >= 1) return Number.POSITIVE_INFINITY
  if (p > 0.5) return -normalPoint(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return over(q, tails) / (q * over(q, tailsBelow) + 1)
  }
  const q = p - 0.5
  const r = q * q
  return (q * over(r, middle)) / (r * over(r, middleBelow) + 1)
}

/** The polynomial with these coefficients, highest first. */
const over = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduce((sum, one) => sum * x + one, 0)
const middle = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
]
const middleBelow = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
]
const tails = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
]
const tailsBelow = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416]
