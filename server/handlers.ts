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
import { acknowledgeGuideline } from './domain/acknowledge.ts'
import { admitAppeal, refuseAppeal } from './domain/appeal/admission.ts'
import { fileAppeal, withdrawAppeal } from './domain/appeal/appeal.ts'
import { escalateAppeal } from './domain/appeal/clock.ts'
import { returnAppeal } from './domain/appeal/return.ts'
import { describeRaters } from './domain/attribute.ts'
import { castBallot } from './domain/ballot.ts'
import { endBar, setBar } from './domain/bar.ts'
import { prepareReview, reviewBar } from './domain/bar-review.ts'
import { answerBlind } from './domain/blind-case/answer.ts'
import { drawBlind } from './domain/blind-case/blind-case.ts'
import { nameCause } from './domain/cause.ts'
import { citePrecedent, uncitePrecedent } from './domain/citation.ts'
import { approveClause, prepareApprove, prepareProtect, protectClause } from './domain/clause.ts'
import {
  commentOnClause,
  prepareComment,
  replyOnClause,
  resolveOnClause,
  unresolveOnClause,
} from './domain/clause-thread/clause-thread.ts'
import { closeSplit, reopenSplit } from './domain/closure.ts'
import { consentToMany, pullDecision } from './domain/consent.ts'
import { closeRound, extendRound } from './domain/deadline.ts'
import { prepareSign, signDecision } from './domain/decision.ts'
import { openDispute, reopenDispute, withdrawDispute } from './domain/dispute.ts'
import { importDraft, prepareImportDraft, prepareRestoreDraft, restoreDraft } from './domain/draft.ts'
import { importGold, withdrawGold } from './domain/gold/gold.ts'
import { holdDispute, resumeDispute } from './domain/hold.ts'
import { finishImport, saveMapping, withdrawImport } from './domain/import.ts'
import { claimLinks, invite, ownerLink, recoverLink, revokeLink } from './domain/link.ts'
import { addMember, changeMember, joinMember, removeMember } from './domain/member.ts'
import { writeOpinion } from './domain/opinion.ts'
import { declarePanelist, describePanelist } from './domain/panelist.ts'
import { setPolicy } from './domain/policy.ts'
import { createProject } from './domain/project.ts'
import { acceptProposal, prepareAccept } from './domain/proposal/accept.ts'
import {
  makeProposal,
  prepareProposal,
  reviseProposal,
  withdrawProposal,
} from './domain/proposal/proposal.ts'
import { rejectProposal, reviewProposal } from './domain/proposal/review.ts'
import { preparePublish, publishGuideline } from './domain/publish/publish.ts'
import { saveQuestion } from './domain/question.ts'
import { noteVote } from './domain/rater-note.ts'
import { chooseReads } from './domain/reads.ts'
import { keepRechecks, reopenRechecks } from './domain/recheck/recheck.ts'
import { supersedeRechecks } from './domain/recheck/supersede.ts'
import { assignReviews, prepareAssign } from './domain/review/assign.ts'
import { importReviews } from './domain/review/import.ts'
import { setReasons } from './domain/review/reason.ts'
import { declineReview, giveReview } from './domain/review/review.ts'
import { drawRevotes, prepareRevote } from './domain/revote.ts'
import { drawSample, prepareSample } from './domain/sample.ts'
import { answerSanction, signSanction } from './domain/sanction/sanction.ts'
import { recuseSeat, replaceSeatByHand, seatMember } from './domain/seat-change.ts'
import { standByVote } from './domain/stand.ts'
import { addComment, openThread, reopenThread, resolveThread } from './domain/thread.ts'
import { makeToken, revokeToken } from './domain/token.ts'
import { translateDecision } from './domain/translation.ts'
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
  'guideline.acknowledge': acknowledgeGuideline,
  'draft.import': importDraft,
  'draft.restore': restoreDraft,
  'clause.protect': protectClause,
  'clause.approve': approveClause,
  'mapping.save': saveMapping,
  'import.finish': finishImport,
  'import.withdraw': withdrawImport,
  'vote.stand': standByVote,
  'vote.note': noteVote,
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
  'blind.draw': drawBlind,
  'blind.answer': answerBlind,
  'cause.name': nameCause,
  'decision.sign': signDecision,
  'decision.consent': consentToMany,
  'decision.pull': pullDecision,
  'decision.translate': translateDecision,
  'appeal.file': fileAppeal,
  'appeal.withdraw': withdrawAppeal,
  'appeal.admit': admitAppeal,
  'appeal.refuse': refuseAppeal,
  'appeal.return': returnAppeal,
  'appeal.escalate': escalateAppeal,
  'rater.reads': chooseReads,
  'opinion.write': writeOpinion,
  'thread.open': openThread,
  'comment.add': addComment,
  'thread.resolve': resolveThread,
  'thread.reopen': reopenThread,
  'precedent.cite': citePrecedent,
  'precedent.uncite': uncitePrecedent,
  'recheck.keep': keepRechecks,
  'recheck.reopen': reopenRechecks,
  'recheck.supersede': supersedeRechecks,
  'revote.draw': drawRevotes,
  'review.reasons': setReasons,
  'review.assign': assignReviews,
  'review.give': giveReview,
  'review.decline': declineReview,
  'proposal.make': makeProposal,
  'proposal.revise': reviseProposal,
  'proposal.review': reviewProposal,
  'proposal.accept': acceptProposal,
  'proposal.reject': rejectProposal,
  'proposal.withdraw': withdrawProposal,
  'clause.comment': commentOnClause,
  'clause.reply': replyOnClause,
  'clause.resolve': resolveOnClause,
  'clause.unresolve': unresolveOnClause,
  'gold.import': importGold,
  'gold.withdraw': withdrawGold,
  'review.import': importReviews,
  'rater.describe': describeRaters,
  'bar.set': setBar,
  'bar.end': endBar,
  'bar.review': reviewBar,
  'sanction.answer': answerSanction,
  'sanction.sign': signSanction,
}
/** What is too slow for a transaction and is done before it. */
const preparations: Preparations = {
  'bar.review': prepareReview,
  'link.use': prepareUseLink,
  'session.start': prepareStartSession,
  'password.change': prepareChangePassword,
  'sample.draw': prepareSample,
  'revote.draw': prepareRevote,
  'review.assign': prepareAssign,
  'decision.sign': prepareSign,
  'guideline.publish': preparePublish,
  'draft.import': prepareImportDraft,
  'draft.restore': prepareRestoreDraft,
  'clause.protect': prepareProtect,
  'clause.approve': prepareApprove,
  'proposal.make': prepareProposal,
  'proposal.revise': prepareProposal,
  'proposal.accept': prepareAccept,
  'clause.comment': prepareComment,
}

export const act = (house: House, request: Request): Promise<Answer> =>
  run(house, handlers, preparations, request)
