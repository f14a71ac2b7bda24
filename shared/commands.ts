import type Type from 'typebox'
import { accountCommands, inviteCommands } from './account.ts'
import { appealCommands } from './appeal.ts'
import { ballotCommands } from './ballot.ts'
import { barCommands } from './bar.ts'
import { blindCommands } from './blind-case.ts'
import { causeCommands } from './cause.ts'
import { citationCommands } from './citation.ts'
import { clauseCommands } from './clause.ts'
import { clauseThreadCommands } from './clause-thread.ts'
import { closureCommands } from './closure.ts'
import { decisionCommands } from './decision.ts'
import { disputeCommands } from './dispute.ts'
import { goldCommands } from './gold.ts'
import { guidelineCommands } from './guideline.ts'
import { importCommands } from './import-run.ts'
import { type Access, memberCommands } from './member.ts'
import { opinionCommands } from './opinion.ts'
import { panelistCommands } from './panelist.ts'
import { policyCommands } from './policy.ts'
import { projectCommands, questionCommands } from './project.ts'
import { proposalCommands } from './proposal.ts'
import { raterNoteCommands } from './rater-note.ts'
import { recheckCommands } from './recheck.ts'
import { reviewCommands } from './review.ts'
import { sampleCommands } from './sample.ts'
import { standCommands } from './stand.ts'
import { threadCommands } from './thread.ts'

/** Everything that can be asked of the installation (`_`). */
export const installationCommands = { ...accountCommands, ...projectCommands } as const
/** Everything that can be asked of a project. The server must handle, and the web may call, exactly these. */
export const commands = {
  ...installationCommands,
  ...inviteCommands,
  ...memberCommands,
  ...panelistCommands,
  ...policyCommands,
  ...questionCommands,
  ...guidelineCommands,
  ...clauseCommands,
  ...importCommands,
  ...standCommands,
  ...closureCommands,
  ...sampleCommands,
  ...disputeCommands,
  ...ballotCommands,
  ...causeCommands,
  ...decisionCommands,
  ...opinionCommands,
  ...threadCommands,
  ...proposalCommands,
  ...clauseThreadCommands,
  ...citationCommands,
  ...recheckCommands,
  ...goldCommands,
  ...reviewCommands,
  ...barCommands,
  ...appealCommands,
  ...blindCommands,
  ...raterNoteCommands,
} as const

export type CommandName = keyof typeof commands
export type CommandInput<Name extends CommandName> = Type.Static<(typeof commands)[Name]['input']>
/** What every command declares beside its input. `ifMatch`: the act depends on what was read, so it names the number it read. */
export type CommandSpec = { input: Type.TObject; may: readonly Access[]; ifMatch?: boolean }
