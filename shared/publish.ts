import { type ClauseApproval, type ClauseRules, ruleOf } from './clause.ts'
import { behind, textHash } from './draft.ts'
import type { ClauseChange, ClauseHead, ClauseText, GuidelineHead, PublishRequirement } from './guideline.ts'
import { hash } from './merkle.ts'
import { type ProposalRecord, verdictsOn, waits } from './proposal-record.ts'
import { canonicalJson, type Language, languages } from './text.ts'

/** A clause as a version says it. */
export type Said = {
  id: string
  level: number
  number: string
  texts: Partial<Record<Language, ClauseText>>
  /** For each translation, the hash of the authoritative text it was made for. */
  follows: Partial<Record<Language, string>>
}
export type Text = { authoritative: Language; clauses: readonly Said[] }
/** A text whose clauses' meanings are known, because it was published. */
export type Published = {
  authoritative: Language
  clauses: readonly (Said & Pick<ClauseHead, 'hash' | 'meaning'>)[]
}
export type Changes = Record<string, ClauseChange>

/**
 * How each clause differs from the version before; a clause that only moved is not named. `wording`: changed clauses
 * that mean what they meant; every other change of the authoritative text is one of meaning.
 */
export function changesBetween(
  before: Published | undefined,
  after: Text,
  wording: readonly string[] = [],
): Changes {
  const was = new Map((before?.clauses ?? []).map((clause) => [clause.id, clause]))
  const same = new Set(wording)
  const changes: Changes = {}
  for (const clause of after.clauses) {
    const old = was.get(clause.id)
    was.delete(clause.id)
    if (!old) changes[clause.id] = 'new'
    else if (old.hash !== textHash(clause.texts[after.authoritative]))
      changes[clause.id] = same.has(clause.id) ? 'wording' : 'meaning'
    else if (translated(old, clause, after.authoritative)) changes[clause.id] = 'translation'
  }
  for (const id of was.keys()) changes[id] = 'gone'
  return changes
}

/** Whether only another language changed, or what it was made for. */
function translated(old: Said, now: Said, authoritative: Language): boolean {
  return languages.some(
    (language) =>
      language !== authoritative &&
      (textHash(old.texts[language]) !== textHash(now.texts[language]) ||
        (now.texts[language] && old.follows[language] !== now.follows[language])),
  )
}

/** Whether a text says, in the same order and depth, exactly what was published. */
export const isUnchanged = (before: Published | undefined, after: Text): boolean =>
  before !== undefined &&
  Object.keys(changesBetween(before, after)).length === 0 &&
  before.clauses.every(({ id, level }, i) => after.clauses[i]!.id === id && after.clauses[i]!.level === level)

/** The heads of a new version: what is new or changed in meaning means what it says, all else what it meant. */
export function headsOf(before: Published | undefined, after: Text, changes: Changes): ClauseHead[] {
  const was = new Map((before?.clauses ?? []).map(({ id, meaning }) => [id, meaning]))
  return after.clauses.map(({ id, number, level, texts }) => {
    const own = textHash(texts[after.authoritative])
    const anew = changes[id] === 'new' || changes[id] === 'meaning'
    return { id, number, level, hash: own, meaning: anew ? own : (was.get(id) ?? own) }
  })
}

/**
 * The first version after `then` in which a clause meant something else than it did there: the one that brought it,
 * changed its meaning or let it go; null while it means the same.
 */
export function meaningChanged(
  versions: readonly GuidelineHead[],
  then: GuidelineHead | undefined,
  id: string,
): { version: number; at: number; change: 'new' | 'meaning' | 'gone' } | null {
  const meant = (head: GuidelineHead | undefined) => head?.clauses.find((clause) => clause.id === id)?.meaning
  const was = meant(then)
  const later = [...versions].sort((a, b) => a.version - b.version)
  const first = later.find((head) => head.version > (then?.version ?? 0) && meant(head) !== was)
  if (!first) return null
  const change = was === undefined ? 'new' : meant(first) === undefined ? 'gone' : 'meaning'
  return { version: first.version, at: first.publishedAt, change }
}

/** What a version says, as one hash: equal words in an equal order are an equal hash. */
export const versionHash = ({ authoritative, clauses }: Text): string =>
  hash(
    canonicalJson({
      authoritative,
      clauses: clauses.map(({ id, level, number, texts, follows }) => ({
        id,
        level,
        number,
        texts,
        follows,
      })),
    }),
  )

/** Clauses that left the text, and the clause of the new version their words ended up in. */
export function goneFrom(
  changes: Changes,
  clauses: readonly Pick<Said, 'id'>[],
  forwards: readonly { id: string; into: string | null }[],
): { id: string; into: string | null }[] {
  const standing = new Set(clauses.map(({ id }) => id))
  const into = new Map(forwards.map((one) => [one.id, one.into]))
  const end = (id: string): string | null => {
    const seen = new Set<string>()
    for (let at: string | null = id; at !== null && !seen.has(at); at = into.get(at) ?? null) {
      if (standing.has(at)) return at
      seen.add(at)
    }
    return null
  }
  return Object.keys(changes)
    .filter((id) => changes[id] === 'gone')
    .map((id) => ({ id, into: end(id) }))
}

/** One that does not block is said all the same. `clauses`: those it is about. */
export type PublishCheck = {
  name: PublishRequirement
  met: boolean
  blocks: boolean
  params: Record<string, number>
  clauses: string[]
}
export type PublishGround = {
  text: Text
  changes: Changes
  /** Owners who are not in the project any more are not asked. */
  rules: ClauseRules
  approvals: readonly ClauseApproval[]
  proposals: readonly ProposalRecord[]
  /** Open comments that hold publishing back, by the clause they hang on. */
  blocking: readonly string[]
  /** Whoever publishes: of their own clauses, their hand is their word. */
  publisher: string
}

/** What a version should have before it is published, in the order in which people read it. */
export function publishChecks(ground: PublishGround): PublishCheck[] {
  const { text, proposals, blocking } = ground
  const unapproved = awaitingOwners(ground)
  const waiting = proposals.filter(waits)
  const late = text.clauses.filter((clause) => behind(clause, text.authoritative).length > 0)
  const check = (name: PublishRequirement, clauses: string[], n: number, blocks: boolean): PublishCheck => ({
    name,
    met: n === 0,
    blocks,
    params: { n },
    clauses: [...new Set(clauses)],
  })
  return [
    check('owners-approved', unapproved, unapproved.length, true),
    check('no-blocking-comment', [...blocking], blocking.length, true),
    check(
      'proposals-answered',
      waiting.map(({ clause }) => clause),
      waiting.length,
      false,
    ),
    check(
      'translations-current',
      late.map(({ id }) => id),
      late.length,
      false,
    ),
  ]
}

export const unmetChecks = (checks: readonly PublishCheck[]): PublishRequirement[] =>
  checks.filter(({ met, blocks }) => !met && blocks).map(({ name }) => name)

/** Changed clauses none of whose owners has approved what they say now. A translation changes nothing that binds. */
function awaitingOwners({ text, changes, rules, approvals, proposals, publisher }: PublishGround): string[] {
  const now = new Map(text.clauses.map(({ id, texts }) => [id, textHash(texts[text.authoritative])]))
  return Object.keys(changes).filter((clause) => {
    const { owners } = ruleOf(rules, clause)
    if (changes[clause] === 'translation' || owners.length === 0 || owners.includes(publisher)) return false
    const said = now.get(clause) ?? textHash(undefined)
    return !(
      approvals.some((one) => one.clause === clause && one.hash === said && owners.includes(one.by)) ||
      proposals.some((one) => one.clause === clause && one.hash === said && approvedBy(one, owners))
    )
  })
}

/** An owner who made a proposal that was accepted, or accepted or approved it, approved what it says. */
function approvedBy(proposal: ProposalRecord, owners: readonly string[]): boolean {
  const taken = proposal.state === 'accepted' || proposal.state === 'published'
  return (
    (taken && [proposal.by, proposal.decidedBy].some((one) => one !== null && owners.includes(one))) ||
    verdictsOn(proposal).some(({ verdict, by }) => verdict === 'approve' && owners.includes(by))
  )
}
