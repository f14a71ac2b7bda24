import type { AccountFact } from './account.ts'
import type { AppealFact } from './appeal.ts'
import type { BallotFact } from './ballot.ts'
import type { BarFact } from './bar.ts'
import type { BlindFact } from './blind-case.ts'
import type { CauseFact } from './cause.ts'
import type { CitationFact } from './citation.ts'
import type { ClauseFact } from './clause.ts'
import type { ClauseThreadFact } from './clause-thread.ts'
import type { ClosureFact } from './closure.ts'
import type { DecisionFact } from './decision.ts'
import type { DisputeFact } from './dispute.ts'
import type { GoldFact } from './gold.ts'
import type { GuidelineFact } from './guideline.ts'
import type { ImportFact } from './import-run.ts'
import type { MarkFact } from './mark.ts'
import type { MemberFact } from './member.ts'
import type { OpinionFact } from './opinion.ts'
import type { PanelistFact } from './panelist.ts'
import type { PolicyFact } from './policy.ts'
import type { ProjectFact, QuestionFact } from './project.ts'
import type { ProposalFact } from './proposal.ts'
import type { RaterNoteFact } from './rater-note.ts'
import type { RecheckFact } from './recheck.ts'
import type { ReviewFact } from './review.ts'
import type { SampleFact } from './sample.ts'
import type { StandFact } from './stand.ts'
import type { ThreadFact } from './thread.ts'

/** Everything that can have happened; each noun declares its own. Pseudonymous: no names, no free text. */
export type Fact =
  | AccountFact
  | AppealFact
  | BallotFact
  | BarFact
  | BlindFact
  | CauseFact
  | CitationFact
  | ClauseFact
  | ClauseThreadFact
  | ClosureFact
  | DecisionFact
  | DisputeFact
  | GoldFact
  | GuidelineFact
  | ImportFact
  | MarkFact
  | MemberFact
  | OpinionFact
  | PanelistFact
  | PolicyFact
  | ProjectFact
  | QuestionFact
  | ProposalFact
  | RaterNoteFact
  | RecheckFact
  | ReviewFact
  | SampleFact
  | StandFact
  | ThreadFact
