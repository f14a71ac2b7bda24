/** Choosing the same again takes it away. */
export const toggled = (before: string | undefined, chosen: string | undefined): string | undefined =>
  chosen === before ? undefined : chosen
