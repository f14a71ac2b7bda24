import Type from 'typebox'
import { Question } from './question.ts'
import { Bilingual, Key } from './text.ts'

const Closed = { additionalProperties: false }
/** Of the installation (`_`). */
export const projectCommands = {
  'project.create': { input: Type.Object({ key: Key, name: Bilingual }, Closed), may: ['owner'] },
} as const
export type ProjectFact = { kind: 'project.created'; project: string; key: string }

export const questionCommands = {
  /** A new question, or a new wording, options or tolerance of one; its version rises once votes exist. */
  'question.save': {
    input: Type.Object({ question: Type.Omit(Question, ['version'], Closed) }, Closed),
    may: ['lead'],
  },
} as const
export type QuestionFact = { kind: 'question.saved'; question: Question }
