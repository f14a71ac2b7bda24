/** The headings a shared rationale begins with. */
export const rationaleHeadings = [
  'Question',
  'Facts',
  'Clauses',
  'Holding',
  'Why the other view was not adopted',
] as const
