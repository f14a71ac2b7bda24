/** 票の経緯で、記録の各行が語ること。 */
export const chain = {
  'import.finish': 'この票はインポート「{source}」で届きました。',
  'import.withdraw': 'インポートが取り消されました。',
  'vote.stand': '評価者がメモを添えて票を維持しました。',
  'dispute.open': 'この項目が争点になりました（選ばれ方: {chosen}、席 {seats}）。',
  'dispute.seat': '席が埋まりました。',
  'dispute.withdraw': '争点が取り下げられました。',
  'dispute.reopen': '理由を付けて争点が再開されました。',
  'ballot.cast': '席 {letter} が第 {round} 回の投票を封印して投じました。',
  'round.close': '期限により回が締め切られました。',
  'decision.sign': '裁定に署名されました（{kind}）。この票は「{mark}」です。',
  'split.close': 'リードが合議なしでこの割れを閉じました。',
  other: '記録が変わりました（{kind}）。',
} as const
