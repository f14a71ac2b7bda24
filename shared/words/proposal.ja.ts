import type { Cause } from '../answer.ts'
import type { DecisionKind } from '../record.ts'
import type { CaseWords } from './proposal.en.ts'

const kinds: Record<DecisionKind, string> = {
  'majority-upheld': '多数派を支持',
  'minority-upheld': '少数派を支持',
  'new-answer': 'どの陣営とも異なる新しい答え',
  'several-valid': '複数の答えが妥当',
  irresolvable: '決定不能（もともと曖昧）',
  none: '正しいラベルなし',
  defective: '項目の不備',
  'out-of-scope': '対象外',
}
const causes: Record<Cause, string> = {
  'rater-error': '評価者の誤り',
  'guideline-gap': 'ガイドラインの欠落',
  'guideline-unclear': 'ガイドラインが不明確',
  'missing-context': '文脈の不足',
  perspective: '立場の違い',
  'item-defect': '項目の欠陥',
  'edge-case': '境界事例',
}

export const caseWords: CaseWords = {
  case: (external, snippet) => (snippet ? `事例 ${external}：「${snippet}」` : `事例 ${external}`),
  question: (wording) => `設問：${wording}`,
  outcome: (kind, values) =>
    `裁定：${kinds[kind]}${values.length > 0 ? `（${values.map((value) => `「${value}」`).join('、')}）` : ''}。`,
  weighted: (value, weight) => `${value} ${weight}%`,
  cause: (camp, cause) => `「${camp}」と答えた理由：${cause ? causes[cause] : '原因で合議体が同数'}。`,
  noClause: 'これを定める条項がありません。',
  argument: (letter, text) => `席 ${letter}：「${text}」`,
}
