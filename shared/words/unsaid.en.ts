/** What stands where a number would say more than is known. */
export const unsaid = {
  'too-few': 'Not said: {n} independent cases, and it takes {of}.',
  'none-decided': 'Nothing to say yet: no panel has decided a case of this kind.',
  'no-cautious': 'Not said: no question has a cautious pole, so nobody can lean towards it.',
  'no-attributes': 'Nothing to compare: no import has said anything about the raters.',
  'too-few-raters': 'Not said: fewer than {of} people.',
} as const
