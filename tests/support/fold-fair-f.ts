import { reviewVerdicts } from '#shared/review.ts'
import type { ProjectState } from '#shared/state.ts'
import type { TestHouse } from './house.ts'

/** Gold, reviews of another tool and what is known of raters come in and are taken back; some of it says what is known already. */
export function listActs(
  house: TestHouse,
  state: ProjectState,
  dice: (n: number) => number,
): (() => Promise<unknown>)[] {
  const value = () => (dice(2) ? 'safe' : 'unsafe')
  const item = () => `case-${dice(14)}`
  const rater = () => (dice(4) ? `r${dice(5)}` : 'lone')
  const some = <Row>(row: () => Row) => Array.from({ length: 1 + dice(3) }, row)
  const drawn = () =>
    dice(2) ? ({ chosen: 'random', probability: 0.5 } as const) : ({ chosen: 'picked' } as const)
  const gold = Object.keys(state.gold)
  const verdict = () => {
    const said = reviewVerdicts[dice(3)]!
    return said === 'fix' ? { verdict: said, value: value() } : { verdict: said }
  }
  return [
    async () =>
      house.act('gold.import', {
        source: 'key',
        ...drawn(),
        rows: some(() => ({ item: item(), question: 'safe', value: value() })),
        leaveOut: true,
      }),
    async () => gold.length > 3 && house.act('gold.withdraw', { gold: [gold[dice(gold.length)]!] }),
    async () =>
      house.act('review.import', {
        source: `tool ${dice(2)}`,
        rows: some(() => ({
          item: item(),
          rater: rater(),
          question: 'safe',
          reviewer: `q${dice(2)}`,
          ...verdict(),
        })),
        leaveOut: true,
      }),
    async () =>
      house.act('rater.describe', {
        rows: some(() => ({ rater: rater(), attributes: { region: ['', 'North', 'South'][dice(3)]! } })),
        leaveOut: true,
      }),
  ]
}
