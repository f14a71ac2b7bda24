import { position } from '#shared/answer.ts'
import { type Rate, rateOf } from '#shared/standing.ts'
import type { Reader } from '../../store/store.ts'
import { type OpenedBallot, openedBallots } from './ballots.ts'

/** Two panelists who answered the same question of the same case, neither knowing of the other. */
export type Pair = { members: [string, string]; dispute: string; question: string; alike: boolean }

/** Ballots on one question in the first sealed round, two and two; whoever had seen the split is left out. */
export function pairsOf(ballots: readonly OpenedBallot[]): Pair[] {
  const first = ballots.filter(({ round, notBlind }) => round === 1 && !notBlind)
  return [...Map.groupBy(first, ({ dispute }) => dispute)].flatMap(([dispute, together]) =>
    together.flatMap((one, at) =>
      together.slice(at + 1).flatMap((other) =>
        one.answers.flatMap((answer): Pair[] => {
          const beside = other.answers.find(({ question }) => question === answer.question)
          if (!beside) return []
          const alike = position(answer) === position(beside)
          return [{ members: [one.member, other.member], dispute, question: answer.question, alike }]
        }),
      ),
    ),
  )
}

/**
 * How far panelists agree with each other before they have talked, `n` in pairs of ballots: what one panel does is one
 * observation. No bar may stand above it, for panels err too. Of one question, or of all.
 */
export async function panelAgreement(
  read: Reader,
  project: string,
  question: string | null = null,
): Promise<Rate | null> {
  const pairs = pairsOf(await openedBallots(read, project))
  const asked = pairs.filter((pair) => question === null || pair.question === question)
  return rateOf(asked.map(({ alike, dispute }) => ({ right: alike, together: dispute, weight: 1 })))
}
