import { answerCases } from './cases/answers.ts'
import { demoBallots, demoOpinions } from './cases/ballots.ts'
import { contractCases } from './cases/contracts.ts'
import { demoClauseThreads, demoEdits, demoProposal } from './cases/draft.ts'
import { freshBallots, freshRationale } from './cases/fresh.ts'
import { languageCases } from './cases/language.ts'
import { medicalCases, pharmacistStand } from './cases/medical.ts'
import { demoPeople, demoRaters } from './cases/people.ts'
import { demoQuestions } from './cases/questions.ts'
import { demoRationales } from './cases/rationales.ts'
import { routineCases } from './cases/routine.ts'
import type { DemoCase } from './cases/shape.ts'
import { demoCitations, demoNamings, demoRemarks } from './cases/talk.ts'
import { guidelineBindsFrom } from './cases/votes.ts'

/** All that the demo needs beside its cases; the guideline's words lie in the two Markdown files next door. */
export const demoProject = {
  key: 'demo',
  name: { en: 'Assistant quality, autumn 2026', ja: 'アシスタント品質評価 2026年秋' },
  guideline: {
    title: { en: 'Rater’s guideline', ja: '評価ガイドライン' },
    authoritative: 'ja' as const,
    files: { en: 'guideline.en.md', ja: 'guideline.ja.md' },
    bindsFrom: guidelineBindsFrom,
  },
  questions: demoQuestions,
  people: demoPeople,
  raters: demoRaters,
  stands: [pharmacistStand],
  ballots: [...demoBallots, ...freshBallots],
  opinions: demoOpinions,
  rationales: [...demoRationales, freshRationale],
  remarks: demoRemarks,
  namings: demoNamings,
  citations: demoCitations,
  edits: demoEdits,
  proposal: demoProposal,
  clauseThreads: demoClauseThreads,
}

export const demoCases: DemoCase[] = [
  ...medicalCases,
  ...routineCases,
  ...contractCases,
  ...languageCases,
  ...answerCases,
].sort((a, b) => caseNumber(a) - caseNumber(b))

/** External ids end in the number under which the demo tells the case. */
function caseNumber(demoCase: DemoCase): number {
  return Number(demoCase.item.external.slice(-3))
}
