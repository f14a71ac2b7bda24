import type { ProjectState } from '#shared/state.ts'
import type { Person, TestHouse } from './house.ts'
import { ballotOn } from './story.ts'

/** Cases put to panelists again, and their answers; where nothing was decided long enough ago it is refused. */
export function blindActs(
  house: TestHouse,
  state: ProjectState,
  panel: readonly Person[],
  dice: (n: number) => number,
): (() => Promise<unknown>)[] {
  const asked = Object.values(state.blindCases).filter((one) => one.state === 'asked')
  const one = asked[dice(asked.length || 1)]
  const person = panel.find(({ member }) => member === one?.member)
  return [
    async () => house.act('blind.draw', { members: [panel[dice(panel.length)]!.member], each: 2 }),
    async () =>
      one &&
      person &&
      house.act(
        'blind.answer',
        { blind: one.id, answers: [ballotOn('safe', null)] as never },
        { person: person.person, owner: false },
      ),
  ]
}
