import type { CommandInput } from '#shared/commands.ts'
import type { ClauseHead } from '#shared/guideline.ts'
import type { DisputeRecord } from '#shared/record.ts'
import type { Bilingual, DemoBallot, Language, PanelistKey } from './cases/shape.ts'
import { demoProject } from './cases.ts'

type Numbered = Pick<ClauseHead, 'id' | 'number'>

/** In a person's own language first, then in the other, so that whoever visits can read it. */
export const inBoth = (text: Bilingual, language: Language): string =>
  language === 'ja' ? `${text.ja}\n\n${text.en}` : `${text.en}\n\n${text.ja}`

export const languageOf = (key: string): Language =>
  demoProject.people.find((person) => person.key === key)!.language

/** What a panelist casts on a case; nothing where the story has no word for every question of it. */
export function ballotOf(
  key: PanelistKey,
  item: string,
  dispute: Pick<DisputeRecord, 'id' | 'questions'>,
  round: number,
  clauses: readonly Numbered[],
): CommandInput<'ballot.cast'> | undefined {
  const own = demoProject.ballots.filter((ballot) => ballot.item === item && ballot.panelist === key)
  if (!dispute.questions.every((question) => own.some((ballot) => ballot.question === question))) return
  const asked = own.filter(({ question }) => dispute.questions.includes(question))
  return {
    dispute: dispute.id,
    round,
    answers: asked.map((ballot) => answerOf(ballot, clauses)),
    arguments: Object.fromEntries(
      asked.map(({ question, argument }) => [question, inBoth(argument, languageOf(key))]),
    ),
  }
}

function answerOf(ballot: DemoBallot, clauses: readonly Numbered[]) {
  const cited = ballot.clauses.flatMap((number) => clauseOf(number, clauses) ?? [])
  const weight = ballot.kind === 'several' ? Math.floor(100 / ballot.values.length) : 100
  return {
    question: ballot.question,
    kind: ballot.kind,
    values: ballot.values.map((value) => ({ value, weight })),
    cause: ballot.cause,
    confidence: ballot.confidence,
    clauses: cited,
    noClause: cited.length === 0,
  }
}

/** The id under a number; a clause that a visitor’s version no longer has is not cited. */
export const clauseOf = (number: string | null, clauses: readonly Numbered[]): string | undefined =>
  clauses.find((clause) => clause.number === number)?.id

/** Why a case is decided so, in both languages; with a reason where more than half were in error. */
export function signatureOf(item: string): { rationale: string; reason?: string } {
  const { text, reason } = demoProject.rationales.find((one) => one.item === item)!
  const first = demoProject.guideline.authoritative
  return { rationale: inBoth(text, first), ...(reason ? { reason: inBoth(reason, first) } : {}) }
}
