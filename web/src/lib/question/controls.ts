import type { Component } from 'svelte'
import type { AnswerProps } from '#lib/question/answer.ts'
import MultiAnswer from '#lib/question/MultiAnswer.svelte'
import NumberAnswer from '#lib/question/NumberAnswer.svelte'
import OrdinalAnswer from '#lib/question/OrdinalAnswer.svelte'
import SingleAnswer from '#lib/question/SingleAnswer.svelte'
import type { QuestionTypeName } from '#shared/question.ts'

/** The answer control of each type of question. */
export const controls: Record<QuestionTypeName, Component<AnswerProps>> = {
  single: SingleAnswer,
  multi: MultiAnswer,
  ordinal: OrdinalAnswer,
  number: NumberAnswer,
}
