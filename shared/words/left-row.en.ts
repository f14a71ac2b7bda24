export type LeftWords = { found: string; expected: string; fix: string }
/** Why a row is left out: what stands there, what was expected, how to mend it. */
export const left = {
  'row-broken': {
    found: 'a row that cannot be read: {found}',
    expected: 'as many cells as the first row has, or one JSON object a line',
    fix: 'Mend the row where it was made.',
  },
  'cell-empty': {
    found: 'nothing in the column “{found}”',
    expected: 'a value in every row',
    fix: 'Fill it in, or choose another column.',
  },
  'too-long': {
    found: '“{found}”',
    expected: 'at most {expected} characters',
    fix: 'Shorten it, or choose another column.',
  },
  'item-unknown': {
    found: 'the item “{found}”',
    expected: 'an item whose votes are here, like “{expected}”',
    fix: 'Import the votes on it first, or write its id as the votes’ file does.',
  },
  'rater-unknown': {
    found: 'the rater “{found}”',
    expected: 'a rater whose votes are here, like “{expected}”',
    fix: 'Import their votes first, or write their id as the votes’ file does.',
  },
  'question-unknown': {
    found: 'the question “{found}”',
    expected: 'one of {expected}',
    fix: 'Write the question’s key as this project has it.',
  },
  'question-open': {
    found: 'no question named',
    expected: 'one of {expected}',
    fix: 'This project has several questions: add a column that names the one meant.',
  },
  'value-unfit': {
    found: 'the answer “{found}”',
    expected: '{expected}',
    fix: 'Write the answer as the question has it.',
    fixMeant: 'Perhaps “{meant}” is meant: write it so.',
  },
  'gold-heard': {
    found: 'another answer to “{found}”, whose gold is being heard',
    expected: 'nothing new before the panel has decided',
    fix: 'Wait for the decision. Gold that stands can be imported anew at any time.',
  },
  'said-otherwise': {
    found: 'another answer than in row {found} of the same list',
    expected: 'one answer for each',
    fix: 'Keep the row that is right.',
  },
  'vote-missing': {
    found: 'no vote of “{found}” on this item and question',
    expected: 'a review of a vote that is here',
    fix: 'Import the vote first, or leave the review out.',
  },
  'verdict-unknown': {
    found: 'the verdict “{found}”',
    expected: 'accept, reject or fix, or approved and rejected',
    fix: 'Write one of these.',
  },
  'fix-needs-value': {
    found: 'a fix without its answer',
    expected: 'the answer that it should have been',
    fix: 'Add it, or write “reject”.',
  },
  'value-without-fix': {
    found: 'an answer beside the verdict “{found}”',
    expected: 'an answer only where the verdict is “fix”',
    fix: 'Leave the answer out, or write “fix”.',
  },
  'attributes-many': {
    found: '“{found}”',
    expected: 'at most {expected} attributes in this project',
    fix: 'Choose those that you compare raters by.',
  },
} as const satisfies Record<string, LeftWords & { fixMeant?: string }>
