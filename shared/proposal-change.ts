import { DRAFT_LENGTH, type Draft, type DraftChange, textHash } from './draft.ts'
import { CLAUSES, type ClauseText } from './guideline.ts'
import type { ProposalRecord } from './proposal-record.ts'

/** Is there room in the draft for what is proposed? */
export function refuseRoom({ clause }: ProposalRecord, next: ClauseText, { clauses }: Draft) {
  const letters = clauses
    .flatMap(({ texts }) => Object.values(texts))
    .reduce((sum, { title, body }) => sum + title.length + body.length, 0)
  if (letters + next.title.length + next.body.length > DRAFT_LENGTH) return 'draft-full'
  if (clauses.length >= CLAUSES && !clauses.some(({ id }) => id === clause)) return 'too-many-clauses'
}

/**
 * What accepting does to the draft: the clause with its new words. A translation is made for the authoritative words of
 * now; where those are what changed, the translations keep what they followed, and fall behind.
 */
export function changeFor(proposal: ProposalRecord, next: ClauseText, draft: Draft): DraftChange {
  const { clause: id, language, level } = proposal
  const old = draft.clauses.find((clause) => clause.id === id)
  if (!old) {
    const set = [{ id, level, from: null, texts: { [language]: next }, follows: {} }]
    return { set, whole: false, after: standingBefore(proposal, draft) }
  }
  const { number: _computed, ...clause } = old
  const translated = language !== draft.authoritative
  const follows = translated
    ? { ...clause.follows, [language]: textHash(clause.texts[draft.authoritative]) }
    : clause.follows
  return { set: [{ ...clause, texts: { ...clause.texts, [language]: next }, follows }], whole: false }
}

/** What a new clause comes after: where that has left the text, what its words went into, else the last. */
function standingBefore({ after }: ProposalRecord, { clauses, gone }: Draft): string | null {
  const standing = new Set(clauses.map(({ id }) => id))
  const into = new Map(gone.map((one) => [one.id, one.into]))
  const seen = new Set<string>()
  for (let at = after ?? null; at !== null && !seen.has(at); at = into.get(at) ?? null) {
    if (standing.has(at)) return at
    seen.add(at)
  }
  return after ? (clauses.at(-1)?.id ?? null) : null
}
