import type { ProjectState } from '#shared/state.ts'
import type { Person, TestHouse } from './house.ts'

type Dice = (n: number) => number

/** Votes are given to peers to review, who accept, fix, reject or decline; what a fix adds is a vote like any other. */
export function reviewActs(
  house: TestHouse,
  state: ProjectState,
  people: { panel: readonly Person[]; lone: Person },
  dice: Dice,
): (() => Promise<unknown>)[] {
  const reviewers = [...people.panel, people.lone]
  const open = Object.values(state.reviews).filter(
    ({ state, source }) => state === 'asked' && source === 'gogi',
  )
  const asked = open[dice(open.length || 1)]
  const who = reviewers.find(({ member }) => member === asked?.reviewer)
  const as = { person: who?.person ?? '', owner: false }
  return [
    async () =>
      open.length < 10 &&
      house.act('review.assign', {
        share: 1 + dice(10),
        stratified: dice(2) === 0,
        reviewers: reviewers.slice(dice(4)).map(({ member }) => member),
        repeats: dice(2) * 50,
        ...(dice(2) ? { perRater: 1 } : {}),
      }),
    ...['accept', 'fix', 'fix', 'reject'].map((verdict) => async () => {
      if (!asked || !who) return
      const more = verdict === 'fix' ? { value: dice(2) ? 'safe' : 'unsafe' } : {}
      return house.act(
        'review.give',
        { review: asked.id, verdict: verdict as 'accept', words: 'because', ...more },
        as,
      )
    }),
    async () => asked && who && house.act('review.decline', { review: asked.id }, as),
    async () =>
      house.act('review.reasons', {
        reasons: [{ key: `reason-${dice(3)}`, text: { en: 'A slip', ja: '押し間違い' } }],
      }),
  ]
}
