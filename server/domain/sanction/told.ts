import type { BarFact, SanctionRecord } from '#shared/bar.ts'
import type { Audience, Told } from '#shared/events.ts'
import type { Reader } from '../../store/store.ts'
import { membersOf } from '../told.ts'

export type SanctionFact = Extract<
  BarFact,
  { kind: 'sanctions.proposed' | 'sanction.answered' | 'sanction.signed' | 'sanctions.withdrawn' }
>
/** Who may be one of the two, or reads everything, is not told whom it is about. */
const unnamed: Audience = { roles: ['panelist', 'auditor'] }
const leads: Audience = { roles: ['lead'] }

/** What of these sanctions is told to whom: leads hear all of it, their rater hears of their own, others no names. */
export async function tellSanctions(
  read: Reader,
  project: string,
  about: readonly Pick<SanctionRecord, 'id' | 'rater'>[],
  facts: readonly SanctionFact[],
): Promise<Told[]> {
  const behind = await membersOf(
    read,
    project,
    about.map(({ rater }) => rater),
  )
  const owners = Map.groupBy(
    about.filter(({ rater }) => behind.has(rater)),
    ({ rater }) => behind.get(rater)!,
  )
  return facts.flatMap((fact): Told[] => [
    { to: unnamed, event: masked(fact) },
    // After the masked one: whoever hears both keeps what they may know.
    { to: leads, event: fact },
    ...[...owners].flatMap(([member, own]): Told[] => {
      const event = ownOf(
        fact,
        own.map(({ id }) => id),
      )
      return event ? [{ to: { members: [member] }, event }] : []
    }),
  ])
}

const unsigned = (one: SanctionRecord): SanctionRecord => ({
  ...one,
  signatures: one.signatures.map((signature) => ({ ...signature, by: '' })),
})

function masked(fact: SanctionFact): SanctionFact {
  if (fact.kind === 'sanctions.proposed')
    return { ...fact, sanctions: fact.sanctions.map((one) => ({ ...unsigned(one), rater: '' })) }
  if (fact.kind === 'sanction.signed') return { ...fact, signature: { ...fact.signature, by: '' } }
  return fact
}

/** A rater hears of their own, and by nobody's name. */
function ownOf(fact: SanctionFact, ids: readonly string[]): SanctionFact | undefined {
  switch (fact.kind) {
    case 'sanctions.proposed': {
      const sanctions = fact.sanctions.filter(({ id }) => ids.includes(id)).map(unsigned)
      return sanctions.length > 0 ? { ...fact, sanctions } : undefined
    }
    case 'sanctions.withdrawn': {
      const sanctions = fact.sanctions.filter((id) => ids.includes(id))
      return sanctions.length > 0 ? { ...fact, sanctions } : undefined
    }
    case 'sanction.answered':
      return ids.includes(fact.sanction) ? fact : undefined
    case 'sanction.signed':
      return ids.includes(fact.sanction) ? { ...fact, signature: { ...fact.signature, by: '' } } : undefined
  }
}
