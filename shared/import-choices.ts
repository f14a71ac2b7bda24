import Type from 'typebox'
import { Mapping } from './import.ts'
import { questionFields } from './question/shape.ts'
import { questionTypeNames } from './question.ts'
import { Id, oneOf, orNull, schemaOf } from './text.ts'

const closed = { additionalProperties: false }

/** A question as the lead declares it for a file; what is left out is found in the file. */
export const DeclaredQuestion = schemaOf(() =>
  Type.Object(
    {
      key: questionFields.key,
      type: Type.Optional(oneOf(questionTypeNames)),
      level: Type.Optional(questionFields.level),
      wording: Type.Optional(questionFields.wording),
      options: Type.Optional(questionFields.options),
      scale: Type.Optional(questionFields.scale),
      tolerance: Type.Optional(Type.Number({ minimum: 0 })),
      cautious: Type.Optional(questionFields.cautious),
      version: Type.Optional(questionFields.version),
    },
    closed,
  ),
)
export type DeclaredQuestion = Type.Static<typeof DeclaredQuestion>

const ValueMap = Type.Record(Type.String(), Type.Record(Type.String(), Type.String({ maxLength: 500 })))
const choices = {
  mapping: orNull(Mapping),
  itemsMapping: orNull(Mapping),
  /** The questions the file answers; empty: those of the project, and new ones where the file has more. */
  questions: Type.Array(DeclaredQuestion, { maxItems: 100 }),
  /** Rejected rows are left out; else one of them stops the run. */
  leaveOut: Type.Boolean(),
  /** What an answer in the file means, by question and by the text found. */
  valueMap: ValueMap,
  /** Whether the file holds all votes of its source, so that missing ones are withdrawn; null: nothing said. */
  complete: orNull(Type.Boolean()),
}
/** What a lead may say of a file. */
export const Choices = Type.Object(choices, closed)
export type Choices = Type.Static<typeof Choices>
export const SomeChoices = Type.Partial(Choices, closed)
export type SomeChoices = Type.Static<typeof SomeChoices>
export const noChoices: Choices = {
  mapping: null,
  itemsMapping: null,
  questions: [],
  leaveOut: false,
  valueMap: {},
  complete: null,
}

export const formatNames = ['long-csv', 'long-jsonl', 'label-studio'] as const
export const encodingNames = ['utf-8', 'utf-16le', 'utf-16be', 'shift_jis'] as const
/** A new draft: uploads, and whatever the lead has to say beforehand. */
export const NewImport = Type.Object(
  {
    votes: Id,
    items: Type.Optional(orNull(Id)),
    /** Where the votes come from; the same source again is the same votes. Its name is the file's by default. */
    source: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 200 }))),
    encoding: Type.Optional(orNull(oneOf(encodingNames))),
    format: Type.Optional(orNull(oneOf(formatNames))),
    choices: Type.Optional(SomeChoices),
  },
  closed,
)
export type NewImport = Type.Static<typeof NewImport>
export const NewUpload = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 255 }), size: Type.Integer({ minimum: 0 }) },
  closed,
)
export type NewUpload = Type.Static<typeof NewUpload>
