/** Rater ids that one answer may hold, as `panelist.declare` takes them. */
export const IDS_AT_ONCE = 200

/** Rater ids out of what was typed or pasted: a line, a tab or a comma parts them, in either width. */
export function idsOf(text: string): string[] {
  const parts = text.split(/[\r\n\t,;、，；]+/).map((id) => id.trim())
  return [...new Set(parts.filter((id) => id !== ''))]
}
