import type { SingleRole } from '../import.ts'

/** How columns are called in the wild, the usual name first; compared by `plainName`. */
const wild: Record<SingleRole | 'value' | 'text' | 'prompt' | 'chat' | 'image', string> = {
  item: 'item itemid task taskid hitid unitid example exampleid instance instanceid dataid datarowid docid documentid sampleid textid inputhash taskhash 項目 項目id 項目番号 アイテム アイテムid 事例 事例id 課題 課題id データid 問題番号 id',
  rater:
    'rater raterid worker workerid annotator annotatorid labeler labeller labelerid judge judgeid coder coderid completedby performer performerid participant participantid user userid sessionid createdby 評価者 評価者id アノテーター アノテータ 作業者 作業者id ワーカー 判定者 注釈者 担当者 回答者 回答者id',
  question:
    'question questionkey criterion criteria aspect dimension rubric attribute 設問 観点 評価項目 評価観点 基準 質問',
  value:
    'label value answer vote rating score judgment judgement verdict choice annotation category class grade result ラベル 回答 判定 評価 票 評点 点数 得点 スコア 選択 選択肢 結果 分類 正誤',
  note: 'note notes comment comments rationale reason explanation justification remark remarks feedback メモ 備考 コメント 理由 根拠 感想 補足',
  confidence: 'confidence certainty conf 確信度 自信 信頼度 自信度',
  at: 'at time timestamp datetime date createdat submitted submittedat submittime completedat answertimestamp 日時 回答日時 作成日時 登録日時 時刻 回答日 日付',
  seconds:
    'seconds leadtime duration durationseconds timespent timeseconds worktimeinseconds elapsed elapsedseconds 秒 秒数 所要時間 所要秒数 作業時間 回答時間',
  version:
    'guidelineversion guideline instructionsversion version ガイドライン版 ガイドラインの版 版 バージョン',
  raterKind: 'raterkind ratertype actorkind kind 評価者種別 評価者の種類 種別',
  expected: 'expected expectedvotes maxassignments redundancy overlap 予定票数 必要票数',
  language: 'language lang locale 言語 言語コード',
  tags: 'tags tag topics タグ',
  ref: 'voteid annotationid assignmentid judgmentid responseid ref 票id 回答id',
  text: 'text premise hypothesis context passage sentence sentence1 sentence2 document source target body tweet utterance 本文 文 文章 テキスト 原文 前提 仮説 文脈',
  prompt: 'prompt instruction instructions query プロンプト 指示 質問文',
  chat: 'messages chat conversation dialogue dialog turns 会話 対話 チャット',
  image: 'image imagefile picture 画像',
}
export type NamedRole = keyof typeof wild

const roleOfName = new Map<string, { role: NamedRole; rank: number }>()
for (const [role, names] of Object.entries(wild) as [NamedRole, string][]) {
  for (const [rank, name] of names.split(' ').entries()) {
    if (!roleOfName.has(name)) roleOfName.set(name, { role, rank })
  }
}

/** Case, width, spaces, underscores and the prefixes of Toloka and of Appen do not count. */
export function plainName(column: string): string {
  return column
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^assignment:/, '')
    .replace(/ \(\d+\)$/, '')
    .replace(/[\s_.-]+/g, '')
}

export function namedRole(column: string): { role: NamedRole; rank: number } | undefined {
  return roleOfName.get(plainName(column))
}

/** Columns that carry the question in their own name: Label Studio's controls, MTurk, Toloka, DICES. */
export function namedQuestion(column: string): string | undefined {
  if (namesAnswer(column)) return
  const bySystem = /^(?:choices:|rating:|number:|taxonomy:|answer\.|output:)(.+)$/i.exec(column)
  const byPrefix = /^(?:(?:label|rating|score|answer)[_:.-](?!ids?$|time|date)|(?=q\d*_))(.{2,})$/i.exec(
    column,
  )
  return (bySystem ?? byPrefix)?.[1]
}

/** The key under which a re-vote's file keeps an item's own id, for a tool that numbers its tasks itself. */
export const REVOTE_ITEM = 'gogi_item'

/** Columns that carry content: Label Studio's data, MTurk and Toloka inputs. */
export function namedContent(column: string): string | undefined {
  return /^(?:data\.|input[.:])(.+)$/i.exec(column)?.[1]
}

/** One of several answers shown side by side: response_a, arg2, 回答B. */
export function namesAnswer(column: string): boolean {
  return /^(?:response|answer|output|completion|arg|argument|candidate|reply|summary|model|回答|応答|出力|候補)[ _-]?(?:[a-d1-4])$/i.test(
    column.normalize('NFKC'),
  )
}

/** A question's key from a column's or a criterion's name; names without Latin letters are numbered. */
export function keyFrom(name: string, number: number): string {
  const key = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 60)
  return key || `question-${number}`
}
