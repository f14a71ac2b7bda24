import { and, eq, inArray } from 'drizzle-orm'
import { mayPropose } from '#shared/clause.ts'
import type { CommandInput } from '#shared/commands.ts'
import { type Draft, textHash } from '#shared/draft.ts'
import type { Fact } from '#shared/facts.ts'
import type { ClauseText } from '#shared/guideline.ts'
import {
  asRead,
  asWritten,
  draftText,
  PROPOSALS,
  type ProposalWords,
  refuseAuthor,
} from '#shared/proposal.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Language } from '#shared/text.ts'
import type { Asked, Handler, Preparation, Result } from '../../command.ts'
import { present } from '../../store/rows.ts'
import type { Writer } from '../../store/store.ts'
import { casesFor } from './case.ts'
import { after, changeProposal, drafting, proposalOf, refuseAnswered, ruleFor } from './record.ts'

/** A change to one clause, or a new one, on what the draft says now; whoever answers for the clause is asked. */
export const makeProposal: Handler<'proposal.make'> = async (tx, input, asked: Asked<Draft>) => {
  const project = asked.project.id
  const draft = asked.prepared
  const place = await placeFor(tx, asked, input)
  const rule = await ruleFor(tx, project, place.clause)
  if (!mayPropose(rule, asked.actor)) throw new Refusal('clause-protected')
  await refuseMany(tx, asked, place.clause)
  const { base, next } = wordsOn(draft, { ...place, language: input.language }, input)
  if ((await casesFor(tx, project, asked.actor, input.disputes)).length < input.disputes.length)
    throw new Refusal('case-unknown')
  const made = {
    id: asked.newId(),
    ...place,
    language: input.language,
    disputes: input.disputes,
    by: asked.actor.id,
    at: asked.at,
    asked: await answering(tx, asked, rule.owners),
    base: textHash(base),
    hash: textHash(next),
  }
  const words = { base: base ?? { title: '', body: '' }, next, reason: input.reason, answer: '' }
  await tx.insert(tx.tables.proposal).values({
    ...made,
    after: place.after === undefined ? null : (place.after ?? ''),
    project,
    state: 'open',
    decidedBy: null,
    version: null,
    words,
    since: asked.seq,
    until: null,
  })
  return {
    ...written(asked, made.id, words, { kind: 'proposal.made', proposal: made }),
    answer: { proposal: made.id, clause: made.clause },
  }
}

/** Written anew on what the clause says now; what was said of the words before is kept, and counts no more. */
export const reviseProposal: Handler<'proposal.revise'> = async (tx, input, asked: Asked<Draft>) => {
  const { record, words: before } = await proposalOf(tx, asked.project.id, input.proposal)
  await refuseAnswered(tx, refuseAuthor(record, asked.actor), record)
  const { base, next } = wordsOn(asked.prepared, record, input)
  const words = { ...before, base: base ?? { title: '', body: '' }, next, reason: input.reason }
  const revised = { base: textHash(base), hash: textHash(next) }
  const fact: Fact = { kind: 'proposal.revised', proposal: record.id, ...revised }
  await changeProposal(tx, asked, record.id, { ...revised, words, state: after(record, fact).state })
  return written(asked, record.id, words, fact)
}

export const withdrawProposal: Handler<'proposal.withdraw'> = async (tx, { proposal }, asked) => {
  const { record } = await proposalOf(tx, asked.project.id, proposal)
  await refuseAnswered(tx, refuseAuthor(record, asked.actor), record)
  const by = asked.actor.id
  await changeProposal(tx, asked, proposal, { state: 'withdrawn', decidedBy: by })
  const fact: Fact = { kind: 'proposal.decided', proposal, state: 'withdrawn', by }
  return { facts: [fact], told: [{ to: drafting, event: fact }], subject: proposal }
}

/** What a change is measured by: the words of the draft as they are now. */
export const prepareProposal: Preparation<'proposal.make' | 'proposal.revise'> = async (
  house,
  _input,
  _who,
  project,
): Promise<Draft> => house.draft.read(project.id)

type Place = { clause: string; after?: string | null; level: number }
/** Where it applies: a clause of the draft, or a new one with an id that none ever had. */
async function placeFor(
  tx: Writer,
  asked: Asked<Draft>,
  { clause, after, level, language }: CommandInput<'proposal.make'>,
): Promise<Place> {
  const draft = asked.prepared
  if ((clause === undefined) === (after === undefined)) throw new Refusal('place-needed')
  const known = clause ?? after ?? null
  const at = draft.clauses.find(({ id }) => id === known)
  if (known !== null && !at) throw new Refusal('clause-left')
  if (clause !== undefined) return { clause, level: at!.level }
  // A clause that nobody can read in the language that binds would say nothing.
  if (language !== draft.authoritative) throw new Refusal('text-missing')
  return { clause: await newClauseId(tx, asked), after: after ?? null, level: level ?? at?.level ?? 1 }
}

async function newClauseId(tx: Writer, asked: Asked<Draft>): Promise<string> {
  const { clauses, gone } = asked.prepared
  const { clause, proposal } = tx.tables
  const project = asked.project.id
  for (;;) {
    const id = `c_${asked.newId().slice(0, 6)}`
    if ([...clauses, ...gone].some((one) => one.id === id)) continue
    const [published] = await tx
      .select({ id: clause.id })
      .from(clause)
      .where(and(eq(clause.project, project), eq(clause.id, id)))
      .limit(1)
    const [other] = await present(tx, 'proposal', project, eq(proposal.clause, id))
    if (!published && !other) return id
  }
}

async function refuseMany(tx: Writer, asked: Asked, clause: string): Promise<void> {
  const { proposal } = tx.tables
  const waiting = and(eq(proposal.clause, clause), inArray(proposal.state, ['open', 'changes-asked']))
  if ((await present(tx, 'proposal', asked.project.id, waiting)).length >= PROPOSALS)
    throw new Refusal('proposals-waiting', { limit: PROPOSALS })
}

/** The words before and after, if the clause still says what the writer read, and something changes. */
function wordsOn(
  draft: Draft,
  { clause, language }: { clause: string; language: Language },
  input: { base?: ClauseText; next: ClauseText },
): { base: ClauseText | undefined; next: ClauseText } {
  const base = input.base && asRead(input.base)
  const next = asWritten(input.next)
  if (textHash(base) !== textHash(draftText(draft, clause, language))) throw new Refusal('clause-moved')
  if (textHash(base) === textHash(next)) throw new Refusal('nothing-proposed')
  return { base, next }
}

/** Owners are asked, and where nobody else owns the clause, leads; nobody is asked about their own words. */
async function answering(tx: Writer, asked: Asked, owners: readonly string[]): Promise<string[]> {
  const members = await present(tx, 'member', asked.project.id)
  const others = members.filter(({ id }) => id !== asked.actor.id)
  const own = others.filter(({ id }) => owners.includes(id))
  const leading = others.filter(({ roles }) => roles.includes('lead'))
  return (own.length > 0 ? own : leading).map(({ id }) => id).sort()
}

/** The fact without words; the words stand apart, where they can be erased. */
function written(asked: Asked, id: string, { next, reason }: ProposalWords, fact: Fact): Result {
  const author = asked.actor.id
  return {
    facts: [fact],
    told: [{ to: drafting, event: fact }],
    texts: [
      { author, of: `${id}/next`, words: `${next.title}\n\n${next.body}` },
      { author, of: `${id}/reason`, words: reason },
    ],
    subject: id,
  }
}
