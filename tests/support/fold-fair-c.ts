import { and, eq, isNull } from 'drizzle-orm'
import { appealBases } from '#shared/appeal.ts'
import type { ProjectState } from '#shared/state.ts'
import type { Who } from '../../server/domain/who.ts'
import type { Person, TestHouse } from './house.ts'

/** Marks are appealed, heard or not, and answers translated, in no particular order; much of it is refused. */
export function appealActs(
  house: TestHouse,
  project: string,
  state: ProjectState,
  people: { panel: readonly Person[]; lone: Person },
  dice: (n: number) => number,
): (() => Promise<unknown>)[] {
  const pick = <T>(list: readonly T[]): T | undefined => list[dice(list.length || 1)]
  const lone: Who = { person: people.lone.person, owner: false }
  const appeals = Object.values(state.appeals)
  const filed = pick(appeals.filter((one) => one.state === 'filed'))
  const heard = pick(appeals.filter((one) => one.state === 'admitted'))
  const signed = pick(
    Object.values(state.disputes)
      .flatMap(({ decisions }) => Object.values(decisions))
      .filter((one) => one.state === 'signed'),
  )
  const file = async () => {
    const { mark } = house.store.read.tables
    const rows = await house.store.read
      .select()
      .from(mark)
      .where(and(eq(mark.project, project), isNull(mark.until)))
    const wrong = pick(rows.filter((row) => row.mark !== 'right')) ?? pick(rows)
    const basis = dice(4) ? 'decision' : pick(appealBases)!
    if (wrong)
      await house.act('appeal.file', { vote: wrong.vote, basis, reason: 'because', whole: dice(2) > 0 })
  }
  const translated = async () =>
    signed &&
    house.act('decision.translate', {
      decision: signed.id,
      language: pick(['en', 'ja'] as const)!,
      text: 'because',
    })
  return [
    file,
    file,
    file,
    async () => filed && house.act('appeal.admit', { appeal: filed.id, words: 'because' }),
    async () => filed && house.act('appeal.admit', { appeal: filed.id }),
    async () => filed && dice(4) === 0 && house.act('appeal.refuse', { appeal: filed.id, words: 'because' }),
    async () => heard && dice(3) === 0 && house.act('appeal.return', { appeal: heard.id, words: 'because' }),
    async () => {
      const one = pick(appeals)
      return one && dice(3) === 0 && house.act('appeal.withdraw', { appeal: one.id }, lone)
    },
    async () => {
      const one = pick(appeals.filter(({ due }) => due <= house.clock.at))
      return one && house.act('appeal.escalate', { appeal: one.id })
    },
    translated,
    async () => house.act('rater.reads', { languages: dice(2) ? ['ja'] : [] }, lone),
  ]
}
