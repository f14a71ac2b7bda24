import { type Answer, type Handlers, type House, type Preparations, type Request, run } from './command.ts'
import {
  changePassword,
  endSession,
  prepareChangePassword,
  prepareStartSession,
  prepareUseLink,
  startSession,
  useLink,
} from './domain/account.ts'
import { castBallot } from './domain/ballot.ts'
import { closeSplit, reopenSplit } from './domain/closure.ts'
import { signDecision } from './domain/decision.ts'
import { closeRound, openDispute, reopenDispute, seatMember, withdrawDispute } from './domain/dispute.ts'
import { publishGuideline } from './domain/guideline.ts'
import { finishImport, saveMapping, withdrawImport } from './domain/import.ts'
import { claimLinks, invite, ownerLink, recoverLink, revokeLink } from './domain/link.ts'
import { addMember, changeMember, joinMember, removeMember } from './domain/member.ts'
import { setPolicy } from './domain/policy.ts'
import { createProject } from './domain/project.ts'
import { saveQuestion } from './domain/question.ts'
import { drawSample, prepareSample } from './domain/sample.ts'
import { standByVote } from './domain/stand.ts'
import { makeToken, revokeToken } from './domain/token.ts'

/** Which function answers which command. Leaving one out does not compile. */
const handlers: Handlers = {
  'project.create': createProject,
  'link.use': useLink,
  'link.recover': recoverLink,
  'link.owner': ownerLink,
  'session.start': startSession,
  'session.end': endSession,
  'password.change': changePassword,
  'link.invite': invite,
  'link.claims': claimLinks,
  'link.revoke': revokeLink,
  'member.join': joinMember,
  'member.add': addMember,
  'member.change': changeMember,
  'member.remove': removeMember,
  'token.make': makeToken,
  'token.revoke': revokeToken,
  'policy.set': setPolicy,
  'question.save': saveQuestion,
  'guideline.publish': publishGuideline,
  'mapping.save': saveMapping,
  'import.finish': finishImport,
  'import.withdraw': withdrawImport,
  'vote.stand': standByVote,
  'split.close': closeSplit,
  'split.reopen': reopenSplit,
  'sample.draw': drawSample,
  'dispute.open': openDispute,
  'dispute.withdraw': withdrawDispute,
  'dispute.reopen': reopenDispute,
  'dispute.seat': seatMember,
  'round.close': closeRound,
  'ballot.cast': castBallot,
  'decision.sign': signDecision,
}
/** What is too slow for a transaction and is done before it. */
const preparations: Preparations = {
  'link.use': prepareUseLink,
  'session.start': prepareStartSession,
  'password.change': prepareChangePassword,
  'sample.draw': prepareSample,
}

export const act = (house: House, request: Request): Promise<Answer> =>
  run(house, handlers, preparations, request)
