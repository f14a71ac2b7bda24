import type { Basis } from '../mark.ts'
import type { StandingWord } from './standing.en.ts'

export const standingWords: Record<StandingWord, string> = {
  none: '正答率は出せません。{basis}で正誤の判定が付いた票がまだありません（n = 0）。',
  picked: '割合としては読めません。{n}件はキューから選ばれた、難しい事例です。',
  mixed:
    '割合としては読めません。{n}件のうち無作為抽出によるものは{drawn}件で、残りはキューから選ばれました。',
  'too-few':
    '基準との比較はまだできません。無作為に抽出され確定した独立な事例は{effective}件で、{minimum}件が必要です。',
  measured: 'ほかの評価者との一致を測ったもので、正誤の結論ではありません。',
}
export const basisWords: Record<Basis, string> = {
  majority: '多数',
  review: '相互評価',
  gold: '正解',
  decision: '裁定',
}
