import { guessMapping } from '../import/guess.ts'
import { plainName } from '../import/names.ts'
import { columnsOf, type FileRow, samplesOf } from '../row-file.ts'

/** What a list is about. */
export type ListKind = 'gold' | 'reviews' | 'raters'
/** Which column of a list is what. `question` of an answer: whose it is in every row; null: the column `question`, or the project's only one. */
export type ListRoles = {
  item: string | null
  rater: string | null
  question: string | null
  verdict: string | null
  reviewer: string | null
  words: string | null
  at: string | null
  values: { column: string; question: string | null }[]
  /** Of gold: a column that says of each row whether it is any. */
  only: string | null
  attributes: { column: string; name: string }[]
}

const golden =
  'gold golden goldlabel goldanswer goldvalue goldstandard truth groundtruth true truelabel correct correctanswer correctlabel answerkey expected expectedanswer expectedlabel reference 正解 正答 正解ラベル 正解値 模範解答 ゴールド'.split(
    ' ',
  )
const verdicts =
  'verdict review reviewverdict reviewstatus reviewresult status assignmentstatus accepted approved approval decision qa qaresult qastatus 判定 審査 審査結果 レビュー レビュー結果 承認 検収 検収結果 可否 状態'.split(
    ' ',
  )
const reviewers =
  'reviewer reviewerid reviewedby approver approvedby checker checkedby qaby auditor 相互評価者 レビュアー レビュー担当 承認者 確認者 検収者'.split(
    ' ',
  )
const corrections =
  'fix fixed fixedvalue correction corrected correctedvalue correctedlabel correctedanswer newlabel newvalue suggestion 修正 修正後 修正値 修正ラベル 訂正 訂正後'.split(
    ' ',
  )
const words =
  'words reason rejectreason rejectionreason feedback requesterfeedback reviewcomment reviewnote comment comments note remarks 理由 却下理由 コメント レビューコメント 指摘 講評 メモ'.split(
    ' ',
  )
const times =
  'reviewedat reviewtime approvaltime rejectiontime checkedat at 審査日時 レビュー日時 承認日時 検収日時'.split(
    ' ',
  )

const named = (columns: readonly string[], names: readonly string[]): string | null =>
  names.flatMap((name) => columns.find((column) => plainName(column) === name) ?? [])[0] ?? null

/** What each column probably is, by its name in English or Japanese, then as a file of votes would be read. */
export function guessRoles(
  kind: ListKind,
  rows: readonly FileRow[],
  questions: readonly string[],
): ListRoles {
  const columns = columnsOf(rows)
  const { mapping } = guessMapping(columns, samplesOf(rows))
  const roles: ListRoles = {
    item: mapping.item ?? null,
    rater: mapping.rater ?? null,
    question: mapping.question ?? null,
    verdict: null,
    reviewer: null,
    words: null,
    at: null,
    values: [],
    only: null,
    attributes: [],
  }
  const asked = mapping.values.filter(({ question }) => question !== null && questions.includes(question))
  if (kind === 'gold') {
    const [first] = mapping.values
    const answers = asked.length > 0 ? asked : first ? [{ column: first.column, question: null }] : []
    return { ...roles, ...goldRoles(columns, answers) }
  }
  if (kind === 'reviews') return { ...roles, ...reviewRoles(columns, asked) }
  const [first] = columns
  const rater = roles.rater ?? first ?? null
  const attributes = columns.filter((column) => column !== rater).map((column) => ({ column, name: column }))
  return { ...roles, item: null, question: null, rater, attributes }
}

/** Toloka writes GOLDEN:result, Appen result_gold, Label Studio marks whole annotations. */
function goldRoles(columns: readonly string[], answers: ListRoles['values']): Partial<ListRoles> {
  const own = columns.flatMap((column) => {
    const question = /^golden:(.+)$/i.exec(column)?.[1] ?? /^(.+)_gold$/i.exec(column)?.[1]
    return question === undefined ? [] : [{ column, question }]
  })
  if (own.length > 0) return { values: own, question: null }
  const only = columns.find((column) => column === 'ground_truth') ?? null
  const plain = named(columns, golden)
  const values = plain !== null && only === null ? [{ column: plain, question: null }] : answers
  // Several answers in a row name their own questions; a column that names one is of no use then.
  return { values, only, ...(values.length > 1 ? { question: null } : {}) }
}

/** MTurk and Toloka judge a whole assignment, Label Studio lists reviews beside each annotation. */
function reviewRoles(columns: readonly string[], answers: ListRoles['values']): Partial<ListRoles> {
  const verdict = columns.includes('reviews') ? 'reviews' : named(columns, verdicts)
  const correction = named(columns, corrections)
  const rest = columns.filter((column) => column !== verdict && column !== correction)
  const several = answers.filter(({ column }) => column !== verdict)
  return {
    verdict,
    reviewer: named(rest, reviewers),
    words: named(rest, words),
    at: named(rest, times),
    values: correction === null ? several : [{ column: correction, question: null }],
  }
}
