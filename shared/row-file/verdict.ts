import type { ReviewVerdict } from '../review.ts'

const wild: Record<ReviewVerdict, string> = {
  accept:
    'accept accepted approve approved approval ok okay pass passed good correct right valid yes true 1 承認 承認済 承認済み 可 合格 正しい 正 ○ 〇 適 問題なし 受理',
  reject:
    'reject rejected rejection deny denied fail failed bad incorrect wrong invalid no false 0 却下 否認 不承認 不可 不合格 誤り 誤 × ✕ 不適 差し戻し 差戻し 差戻 棄却',
  fix: 'fix fixed fixes correct-it correction corrected edit edited revise revised amended modified 修正 修正済 修正済み 訂正 要修正 訂正済み △',
}
const meant = new Map(
  (Object.entries(wild) as [ReviewVerdict, string][]).flatMap(([verdict, names]) =>
    names.split(' ').map((name) => [name, verdict] as const),
  ),
)
/** Nobody has judged yet: no review, and nothing wrong with the row. */
const open = [
  '',
  'submitted',
  'pending',
  'none',
  'null',
  'open',
  'unreviewed',
  '未審査',
  '未確認',
  '未レビュー',
  '審査中',
]

/** What a tool's word for a verdict means; null: not reviewed; undefined: a word nobody knows. */
export function readVerdict(text: string): ReviewVerdict | null | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase()
  return open.includes(plain) ? null : meant.get(plain)
}
