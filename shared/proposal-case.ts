import type { Cause } from './answer.ts'
import { PROPOSAL_REASON } from './proposal.ts'
import type { DecisionKind } from './record.ts'
import { oneLine } from './snippet.ts'
import type { Language } from './text.ts'
import { caseWords as en } from './words/proposal.en.ts'
import { caseWords as ja } from './words/proposal.ja.ts'

/** Longest piece of one argument, UTF-16 units: it reminds, the room has it whole. */
const ARGUMENT = 240

/** A case as somebody who was not there should meet it; values are words already. */
export type Case = {
  external: string
  /** '' where the item is sensitive: it is named, not quoted. */
  snippet: string
  path: string
  questions: {
    wording: string
    /** Null while nothing is signed. */
    outcome: { kind: DecisionKind; values: { value: string; weight: number }[] } | null
    causes: { camp: string; cause: Cause | null }[]
    noClause: boolean
    arguments: { letter: string; text: string }[]
  }[]
}

/** The reason a proposal begins with when it comes from a case; as long as a reason may be. */
export function sayCase({ external, snippet, path, questions }: Case, language: Language): string {
  const words = language === 'ja' ? ja : en
  const parts = [
    words.case(external, oneLine(snippet)),
    ...questions.map((one) => sayQuestion(one, language)),
  ]
  const most = PROPOSAL_REASON - path.length - 2
  return `${parts.join('\n\n').slice(0, most).toWellFormed().trimEnd()}\n\n${path}`
}

function sayQuestion(question: Case['questions'][number], language: Language): string {
  const words = language === 'ja' ? ja : en
  const { wording, outcome, causes, noClause } = question
  const several = (outcome?.values.length ?? 0) > 1
  const shown = outcome?.values.map(({ value, weight }) => (several ? words.weighted(value, weight) : value))
  return [
    words.question(oneLine(wording)),
    ...(outcome ? [words.outcome(outcome.kind, shown ?? [])] : []),
    ...causes.map(({ camp, cause }) => words.cause(camp, cause)),
    ...(noClause ? [words.noClause] : []),
    ...question.arguments.map(({ letter, text }) => words.argument(letter, short(oneLine(text)))),
  ].join('\n')
}

const short = (text: string): string =>
  text.length <= ARGUMENT ? text : `${text.slice(0, ARGUMENT).toWellFormed()}…`
