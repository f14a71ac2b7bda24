import Type from 'typebox'
import { answersFor, type ClauseRule } from './clause.ts'
import { BODY_LENGTH, type Draft, TITLE_LENGTH, textHash } from './draft.ts'
import { ClauseId, type ClauseText } from './guideline.ts'
import type { Actor } from './member.ts'
import {
  type ProposalRecord,
  type ReviewRecord,
  type Verdict,
  verdicts,
  verdictsOn,
  waits,
} from './proposal-record.ts'
import { Id, Language, oneOf } from './text.ts'

export const PROPOSAL_REASON = 4000
/** Proposals that may wait for an answer on one clause, and reviews one of them may have. */
export const PROPOSALS = 50
export const REVIEWS = 200

/** The words of a proposal: what the clause said when it was written, and what it should say. */
export type ProposalWords = { base: ClauseText; next: ClauseText; reason: string; answer: string }

const Closed = { additionalProperties: false }
const Body = Type.String({ maxLength: BODY_LENGTH })
/** A title is more than space. */
const Text = Type.Object(
  { title: Type.String({ pattern: '\\S', maxLength: TITLE_LENGTH }), body: Body },
  Closed,
)
/** In the draft a clause may be without a title for a while; without any words it is left out. */
const Base = Type.Object({ title: Type.String({ maxLength: TITLE_LENGTH }), body: Body }, Closed)
const Reason = Type.String({ pattern: '\\S', maxLength: PROPOSAL_REASON })
const may = ['panelist', 'lead'] as const
export const proposalCommands = {
  'proposal.make': {
    input: Type.Object(
      {
        /** The clause to change; left out for a new one, which then says where it comes. */
        clause: Type.Optional(ClauseId),
        after: Type.Optional(Type.Union([ClauseId, Type.Null()])),
        level: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
        language: Language,
        /** What the clause said when the change was written: it is outdated once the draft says something else. */
        base: Type.Optional(Base),
        next: Text,
        reason: Reason,
        disputes: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
      },
      Closed,
    ),
    may,
  },
  /** Its author writes it anew, on what the clause says now; reviews of the words before are kept, and count no more. */
  'proposal.revise': {
    input: Type.Object({ proposal: Id, base: Type.Optional(Base), next: Text, reason: Reason }, Closed),
    may,
  },
  'proposal.review': {
    input: Type.Object(
      {
        proposal: Id,
        verdict: oneOf(verdicts),
        text: Type.String({ maxLength: PROPOSAL_REASON }),
        hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      },
      Closed,
    ),
    may,
  },
  /** Puts it into the draft. */
  'proposal.accept': {
    input: Type.Object({ proposal: Id, answer: Type.String({ maxLength: PROPOSAL_REASON }) }, Closed),
    may,
  },
  'proposal.reject': { input: Type.Object({ proposal: Id, answer: Reason }, Closed), may },
  'proposal.withdraw': { input: Type.Object({ proposal: Id }, Closed), may },
} as const

export type ProposalFact =
  | { kind: 'proposal.made'; proposal: Omit<ProposalRecord, 'reviews' | 'state' | 'decidedBy' | 'version'> }
  | { kind: 'proposal.revised'; proposal: string; base: string; hash: string }
  | { kind: 'proposal.reviewed'; proposal: string; review: ReviewRecord }
  | { kind: 'proposal.decided'; proposal: string; state: 'accepted' | 'rejected' | 'withdrawn'; by: string }
  | { kind: 'proposals.published'; proposals: string[]; version: number }

type Asker = Pick<Actor, 'id' | 'roles' | 'owner'>
const leads = ({ roles, owner }: Asker) => owner || roles.includes('lead')

/** What the draft says of a clause in one language; undefined where it says nothing. */
export const draftText = (draft: Draft, clause: string, language: Language): ClauseText | undefined =>
  draft.clauses.find(({ id }) => id === clause)?.texts[language]

/** The clause moved on: it says neither what it said when this was written nor, once accepted, what this says. */
export function isOutdated(proposal: ProposalRecord, draft: Draft): boolean {
  const { clause, language, base, hash, state } = proposal
  if (state === 'rejected' || state === 'withdrawn' || state === 'published') return false
  const now = textHash(draftText(draft, clause, language))
  return now !== base && !(state === 'accepted' && now === hash)
}

/** Words as the draft gives them: space around them says nothing. */
export const asRead = ({ title, body }: ClauseText): ClauseText => ({
  title: title.trim(),
  body: body.trim(),
})
/** Words as the draft takes them: a title is one line. */
export const asWritten = ({ title, body }: ClauseText): ClauseText =>
  asRead({ title: title.replace(/\s*[\r\n]+\s*/g, ' '), body: body.replace(/\r\n?/g, '\n') })

/** May they write it anew, or take it back? */
export function refuseAuthor(proposal: ProposalRecord, asker: Asker) {
  if (proposal.by !== asker.id) return 'not-author'
  if (!waits(proposal)) return 'proposal-answered'
}

/** May they say this of it? Its author comments, and does not approve their own words. */
export function refuseReview(proposal: ProposalRecord, asker: Asker, verdict: Verdict, text: string) {
  if (!waits(proposal)) return 'proposal-answered'
  if (proposal.by === asker.id && verdict !== 'comment') return 'own-proposal'
  if (verdict !== 'approve' && text.trim() === '') return 'words-needed'
  if (proposal.reviews.length >= REVIEWS) return 'proposal-full'
}

/** May they answer it? Owners of the clause do, and leads. */
export function refuseAnswer(proposal: ProposalRecord, rule: ClauseRule, asker: Asker) {
  if (!waits(proposal)) return 'proposal-answered'
  if (!answersFor(rule, asker)) return 'not-clause-owner'
}

/** Whoever else owns the clause and asks for changes in what it says now: only a lead goes past them, with words. */
export const objections = (proposal: ProposalRecord, rule: ClauseRule, asker: Asker): ReviewRecord[] =>
  verdictsOn(proposal).filter(
    ({ verdict, by }) => verdict === 'request-changes' && rule.owners.includes(by) && by !== asker.id,
  )

/** May they put it into the draft, with this answer? */
export function refuseAccept(
  proposal: ProposalRecord,
  { rule, draft }: { rule: ClauseRule; draft: Draft },
  asker: Asker,
  answer: string,
) {
  const refusal = refuseAnswer(proposal, rule, asker)
  if (refusal) return refusal
  if (isOutdated(proposal, draft)) return 'proposal-outdated'
  if (objections(proposal, rule, asker).length === 0) return
  if (!leads(asker)) return 'changes-asked'
  if (answer.trim() === '') return 'words-needed'
}

/** It waits for this member: they were asked and have not said what they think of what it says now, or it is theirs to mend. */
export function waitsFor(proposal: ProposalRecord, member: string): 'asked' | 'changes' | undefined {
  if (!waits(proposal)) return
  if (proposal.by === member) return proposal.state === 'changes-asked' ? 'changes' : undefined
  const spoken = verdictsOn(proposal).some(({ by }) => by === member)
  return proposal.asked.includes(member) && !spoken ? 'asked' : undefined
}
