/** What each kind of entry says in a vote's chain. */
export const chain = {
  'import.finish': 'The vote came in with the import “{source}”.',
  'import.withdraw': 'An import was withdrawn.',
  'vote.stand': 'The rater stood by the vote, with a note.',
  'dispute.open': 'A dispute was opened on the item (chosen by: {chosen}); {seats} seats.',
  'dispute.seat': 'A seat was filled.',
  'dispute.withdraw': 'The dispute was withdrawn.',
  'dispute.reopen': 'The dispute was reopened with a reason.',
  'ballot.cast': 'Seat {letter} cast a sealed ballot in round {round}.',
  'round.close': 'The round closed at its deadline.',
  'decision.sign': 'The decision was signed: {kind}. This vote is {mark}.',
  'split.close': 'A lead closed the split without a panel.',
  other: 'The record changed ({kind}).',
} as const
