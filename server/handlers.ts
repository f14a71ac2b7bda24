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
import { nameCause } from './domain/cause.ts'
import { closeSplit, reopenSplit } from './domain/closure.ts'
import { consentToMany, pullDecision } from './domain/consent.ts'
import { closeRound, extendRound } from './domain/deadline.ts'
import { prepareSign, signDecision } from './domain/decision.ts'
import { openDispute, reopenDispute, withdrawDispute } from './domain/dispute.ts'
import { publishGuideline } from './domain/guideline.ts'
import { holdDispute, resumeDispute } from './domain/hold.ts'
import { finishImport, saveMapping, withdrawImport } from './domain/import.ts'
import { claimLinks, invite, ownerLink, recoverLink, revokeLink } from './domain/link.ts'
import { addMember, changeMember, joinMember, removeMember } from './domain/member.ts'
import { writeOpinion } from './domain/opinion.ts'
import { declarePanelist, describePanelist } from './domain/panelist.ts'
import { setPolicy } from './domain/policy.ts'
import { createProject } from './domain/project.ts'
import { saveQuestion } from './domain/question.ts'
import { drawSample, prepareSample } from './domain/sample.ts'
import { recuseSeat, replaceSeatByHand, seatMember } from './domain/seat-change.ts'
import { standByVote } from './domain/stand.ts'
import { addComment, openThread, reopenThread, resolveThread } from './domain/thread.ts'
import { makeToken, revokeToken } from './domain/token.ts'
import { excuseUnheard } from './domain/unheard.ts'

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
  'panelist.describe': describePanelist,
  'panelist.declare': declarePanelist,
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
  'dispute.hold': holdDispute,
  'dispute.resume': resumeDispute,
  'dispute.unheard': excuseUnheard,
  'seat.recuse': recuseSeat,
  'seat.replace': replaceSeatByHand,
  'round.extend': extendRound,
  'round.close': closeRound,
  'ballot.cast': castBallot,
  'cause.name': nameCause,
  'decision.sign': signDecision,
  'decision.consent': consentToMany,
  'decision.pull': pullDecision,
  'opinion.write': writeOpinion,
  'thread.open': openThread,
  'comment.add': addComment,
  'thread.resolve': resolveThread,
  'thread.reopen': reopenThread,
}
/** What is too slow for a transaction and is done before it. */
const preparations: Preparations = {
  'link.use': prepareUseLink,
  'session.start': prepareStartSession,
  'password.change': prepareChangePassword,
  'sample.draw': prepareSample,
  'decision.sign': prepareSign,
}

export const act = (house: House, request: Request): Promise<Answer> =>
  run(house, handlers, preparations, request)
