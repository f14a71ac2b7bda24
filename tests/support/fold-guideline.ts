import { protections } from '#shared/clause.ts'
import { draftHash, textHash } from '#shared/draft.ts'
import type { ProjectState } from '#shared/state.ts'
import type { Who } from '../../server/domain/who.ts'
import type { Person, TestHouse } from './house.ts'
import { guideline } from './story.ts'

type Dice = (n: number) => number

/** What is done to the guideline, in no particular order; much of it is refused. */
export function guidelineActs(
  house: TestHouse,
  project: string,
  state: ProjectState,
  people: { panel: readonly Person[]; lone: Person },
  dice: Dice,
): (() => Promise<unknown>)[] {
  const pick = <T>(list: readonly T[]): T | undefined => list[dice(list.length || 1)]
  const as = ({ person }: Person): Who => ({ person, owner: false })
  const version = state.guidelines.length
  const owner = pick(people.panel)!
  /** The first cited clauses now and then say something else, or nothing. */
  const text = () => {
    const doctors = ['Naming a doctor makes an answer safe.', 'Naming one is not enough.', 'Name two.'][
      dice(3)
    ]!
    const en = guideline.en.replace('Naming a doctor makes an answer safe.', doctors)
    return dice(4) === 0 ? en.replace(/## Doses[^#]*/, '') : `${en}## Extra ${dice(3)}\nMore.\n`
  }
  const draft = () => house.house.draft.read(project)
  return [
    async () => house.act('draft.import', { texts: { en: text() }, authoritative: 'en' }),
    async () => house.act('draft.import', { texts: { en: text() }, authoritative: 'en' }),
    async () => version > 0 && house.act('draft.restore', { version: 1 + dice(version + 1) }),
    ...Array.from({ length: 3 }, () => async () => {
      const { clauses } = await draft()
      const wording = clauses.filter(() => dice(3) === 0).map(({ id }) => id)
      const input = { draft: draftHash(await draft()), note: 'next', wording, reason: 'it is time' }
      return house.act('guideline.publish', input, undefined, version)
    }),
    async () => {
      const { clauses } = await draft()
      const owners = dice(4) ? [owner.member] : []
      const input = { clause: pick(clauses)?.id ?? 'c_aaaaaa', protection: pick(protections)!, owners }
      return house.act('clause.protect', input)
    },
    async () => {
      const { clauses, authoritative } = await draft()
      const owned = clauses.filter(({ id }) => state.clauseRules[id]?.owners.length)
      const clause = pick(dice(4) === 0 ? clauses : owned)
      if (!clause) return
      const own = people.panel.find(({ member }) => state.clauseRules[clause.id]?.owners.includes(member))
      const input = { clause: clause.id, hash: textHash(clause.texts[authoritative]) }
      return house.act('clause.approve', input, as(own ?? owner))
    },
    async () => house.act('guideline.acknowledge', { version: 1 + dice(version + 1) }, as(people.lone)),
  ]
}

/** Comments on the draft as the facts have them: the words stand apart. */
export const withoutClauseWords = ({ clauseThreads }: ProjectState): ProjectState['clauseThreads'] =>
  Object.fromEntries(
    Object.entries(clauseThreads).map(([id, thread]) => [
      id,
      { ...thread, comments: thread.comments.map(({ text: _words, ...comment }) => comment) },
    ]),
  )

/** How much was done, so that idleness is noticed. */
export const doneToGuideline = (state: ProjectState) => {
  const changes = state.guidelines.flatMap((one) => Object.values(one.changes))
  return {
    meaning: changes.includes('meaning'),
    wording: changes.includes('wording'),
    gone: changes.includes('gone'),
    rules: Object.keys(state.clauseRules).length > 0,
    approvals: Object.keys(state.approvals).length > 0,
    acknowledged: Object.keys(state.acknowledged).length > 0,
    rechecks: Object.keys(state.rechecks).length > 0,
  }
}
