/** A moment as a refusal says it, the same to everybody: panels sit in several time zones. */
export const momentOf = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
