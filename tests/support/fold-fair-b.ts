import type { ProjectState } from '#shared/state.ts'
import type { TestHouse } from './house.ts'

/** Bars are set, ended and looked at; with so few cases nobody is ever found below one. */
export function barActs(
  house: TestHouse,
  state: ProjectState,
  dice: (n: number) => number,
): (() => Promise<unknown>)[] {
  const day = (days: number) => new Date(house.clock.at + days * 86_400_000).toISOString().slice(0, 10)
  const version = state.bar?.version ?? 0
  const set = (basis: 'gold' | 'decision') => async () =>
    house.act(
      'bar.set',
      {
        basis,
        question: dice(2) ? 'safe' : null,
        bar: (1 + dice(9)) / 10,
        minimum: 20 + dice(5),
        reviews: [day(1 + dice(3)), day(5 + dice(3))],
        follows: (['notice', 'pause', 'removal'] as const)[dice(3)]!,
      },
      { machine: 'host' },
      version,
    )
  const review = async () => {
    const date = state.bar?.reviews[dice(2)]
    return date && house.act('bar.review', { date })
  }
  return [
    set('gold'),
    set('decision'),
    review,
    review,
    async () => house.act('bar.end', { reason: 'enough' }),
  ]
}
