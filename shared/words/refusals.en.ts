import { refusals as fair } from './refusals-fair.en.ts'

/** One sentence each: what happened, what is safe, what to do. */
export const refusals = {
  ...fair,
  'sign-in': 'You are not signed in. Sign in, then try again; nothing was changed.',
  'not-allowed':
    'Your role in this project does not allow this. Ask a lead of the project; nothing was changed.',
  'not-found': 'It does not exist, or you may not see it.',
  malformed: 'The request is not of the expected form: {detail}. Nothing was changed.',
  unstorable:
    'The text holds a NUL character or half of a character pair, which no database keeps. Remove it and try again.',
  'key-needed':
    'Every command carries an Idempotency-Key header, so that sending it twice acts once. Add one and send it again.',
  'key-reused':
    'This Idempotency-Key was used for another request. Use a new key for a new act; nothing was changed.',
  'if-match-needed': 'This act depends on what you read. Send If-Match with the ETag of the page you read.',
  stale:
    'This has moved on since you read it. Reload, look at what changed, and decide again; nothing was changed.',
  'wrong-password': 'The name or the password is not right.',
  'too-many-tries': 'Too many tries. Wait {seconds} seconds, then try again.',
  'cross-site': 'The request came from another site and was refused. Open Gogi itself and try again.',
  'link-used': 'This link was used already. Ask whoever sent it for a new one.',
  'link-expired': 'This link has expired. Ask whoever sent it for a new one.',
  'link-unknown': 'This link is not known here. Check that it was copied whole, or ask for a new one.',
  'login-taken': 'Somebody already signs in as {login}. Choose another name to sign in with.',
  'password-short': 'The password has fewer than {min} characters. Use a longer one; a few words are best.',
  'password-common':
    'This password is among the first anybody would try. Choose another; a few unrelated words are best.',
  'name-needed': 'For a first visit, give your name, a name to sign in with, and a password.',
  'link-not-yours': 'This link belongs to another person.',
  'key-taken': 'A project with the key {key} exists already. Choose another key.',
  'member-already': 'This person is a member of the project already.',
  'last-lead': 'This is the last lead of the project. Make somebody else a lead first.',
  'rater-linked': 'This rater is linked to a member already.',
  'not-on-panel': 'Only the seats of this dispute’s panel may do this.',
  'round-closed':
    'Round {round} is closed: its ballots are open. What you wrote is kept on your screen, and it was logged that a late ballot was refused.',
  'dispute-withdrawn': 'This dispute was withdrawn. Nothing more is asked of you.',
  'too-many-castings':
    'This ballot was recast {limit} times in this round, which is the limit. The last casting counts.',
  'voted-on-item': 'This person voted on the item, and nobody judges their own vote. Seat somebody else.',
  'seated-already': 'This person has or had a seat in this dispute. Seat somebody else.',
  'not-panelist': 'This person is no panelist of the project. Give them the role first.',
  'unknown-question': 'There is no question {question} here.',
  'answer-missing': 'Each question needs one answer; {question} has none or several. Nothing was cast.',
  'one-value': 'Choose one value for {question}.',
  'several-values': 'For “several are valid”, choose at least two values for {question}.',
  'weights-sum': 'The weights for {question} must add up to 100.',
  'no-values': 'This kind of answer to {question} takes no value.',
  'value-off-scale': 'A value given for {question} is not among its options or lies outside its scale.',
  'clause-or-none': 'For {question}, cite a clause, or say that no clause covers this (one of the two).',
  'unknown-clause': 'Clause {clause} is not in the guideline.',
  'in-dispute': 'The item {item} is in dispute already. Open its room instead.',
  'decided-already':
    '{who} was first and signed this decision. It stands: read it, or reopen the dispute with a reason.',
  'not-decided': 'Only a decided dispute can be reopened.',
  'decided-stays': 'This dispute is decided and stays so until it is reopened.',
  'not-revealed': 'The ballots are not open to you yet, or another round is under way. Nothing was changed.',
  'reason-needed':
    '{n} of what this should have is not there yet. Wait for it, or give a reason; it is logged beside it, and everybody reads what was missing.',
  'not-chair': 'This is for the chair of the panel, or a lead. Nothing was changed.',
  'no-split': 'There are no votes on {question} for this item, so there is nothing to settle.',
  'not-your-vote': 'This vote is another rater’s. Nothing was changed; choose one of your own.',
  'stand-used': 'You stand by this vote already.',
  'stand-late': 'This item is decided. You can appeal the mark instead.',
  'no-stands-left':
    'You have no stands left: all {quota} are in use. One comes back when a decision upholds it.',
  'stand-tie': 'You voted with the majority here, so there is nothing to stand against.',
  'closed-already': 'This split was closed already.',
  'nothing-to-draw': 'There are no items to draw from yet. Import votes first.',
  'drawn-already': 'The sample for {week} was drawn already. The next can be drawn next week.',
  'headings-differ':
    'The texts do not have the same headings: {language} has {found} where {other} has {expected}. Make both the same and publish again.',
  'no-headings': 'The text has no headings. Begin each clause with a line like “## Title”.',
  'too-many-clauses': 'The text has {found} clauses; {limit} is the limit.',
  'binds-too-early':
    'A later version cannot bind before {date}: its publication and the project’s grace of {days} days.',
  'text-missing': 'The authoritative language has no text.',
  'options-needed': 'Give the question {question} at least two options.',
  'scale-needed': 'Give the question {question} a scale: its least and its greatest value.',
  'option-in-use': 'The option {option} has votes and cannot be taken away. Change its wording instead.',
  'type-fixed': 'The question {question} has votes, so its type cannot change. Make a new question instead.',
  'options-repeat': 'The option {option} stands twice.',
  'scale-empty': 'The scale of {question} has no room: its least value must be below its greatest.',
  'level-unfit': 'The level of measurement does not fit the type of {question}.',
  'cautious-unknown': 'The cautious pole of {question} is not among its options.',
  'import-not-ready': 'This import is not ready to run: {detail}',
  'import-rejects':
    '{rejected} rows were rejected, so nothing was written. Mend them in the file, or choose to leave them out.',
  'import-running': 'Another import is running in this project. Wait for it, or cancel it.',
  'import-withdrawn': 'This import was withdrawn already.',
  'import-decided':
    '{n} votes of this import are before a panel or decided. Withdraw those disputes first; decisions stay as they are.',
  'upload-gap':
    'This part begins at {found}, but {expected} bytes have arrived. Send the part that begins there.',
  'upload-too-large':
    'The file has more than {limit} MB, the limit. Split it and import the parts one after the other; nothing was written.',
  'upload-missing': 'This upload is not here any more. Upload the file again; nothing was written.',
  'round-not-over': 'The round is not over: its deadline is ahead, or too few have cast.',
  'scope-missing': 'This token may not do this: it lacks the scope “{scope}”.',
  'declare-first':
    '{name} has not yet said which raters they are, and nobody sits before that. Ask them to open My ballots and answer the one question there.',
  'recuse-late':
    'Your ballot of this round is cast, so your seat counts. If you have found a conflict, tell a lead: they can replace the seat.',
  'not-seated': 'This is for those who sit in this dispute.',
  'round-held': 'The chair holds this stage. It goes on when they resume it; nothing is lost.',
  'not-held': 'This stage is not held.',
  'thread-resolved': 'This thread is resolved. Reopen it to write on.',
  'thread-open': 'This thread is open already.',
  'mention-outside': '{name} cannot read this room, so a mention would not reach them. Leave it out.',
  'anchor-unknown':
    'What this is about is not in this dispute. Read the room again and choose the place anew.',
  'opinion-closed':
    'Opinions could be written until {until}. The decision stays as it is; what you know now is a reason to reopen it.',
  'opinion-unfit':
    'Your ballot does not fit this kind of opinion: a concurrence agrees with the result, a dissent does not.',
  'cause-target':
    'A cause is named for one camp or one vote that the decision says is not right. Read the room again and choose one.',
  'not-consent':
    'This dispute is not in the consent list: its ballots differ, or a seat has taken it out. Write it up in its room.',
  'pull-late':
    'It could be taken out of the consent list until {until}. If it is wrong, a lead can reopen it.',
  'text-moved': 'The shared text changed meanwhile. Nothing was done; read it as it is now and try again.',
  'language-unfit':
    '{name} does not read {language}. Seat somebody who does, or let them add the language to what they read.',
  'chair-unknown': 'Who may chair must be panelists of this project. Choose them from the list.',
  'no-round': 'No round of this dispute is under way, so there is no deadline to move and nothing to hold.',
  'not-unheard':
    'The votes of this dispute are not excused as unheard: it is being heard, there is still time, or it was done before.',
  'guest-roles': 'A guest sits in one dispute as a panelist and nothing else. Give the link that one role.',
  'talk-full':
    'There is no room for more here: {limit} is the limit. Write on in another thread, or in the rationale.',
  'clause-left':
    'This clause is not in the draft. Read the draft again: its words may have gone into another clause.',
  'clause-moved':
    'The clause says something else by now than what your change was written for. Your words are kept on your screen; compare them with the clause as it is and propose again.',
  'clause-protected':
    'This clause is protected: its owners and leads alone change it. Write a comment on it instead.',
  'place-needed': 'Name either the clause to change, or the clause that a new one comes after.',
  'nothing-proposed':
    'The proposed words are what the clause says already. Change something, or write a comment instead.',
  'case-unknown':
    'One of the cases behind this is not here, is not decided, or is not open to you yet. Leave it out, or wait for its decision.',
  'proposals-waiting':
    '{limit} proposals wait for an answer on this clause, which is the limit. Answer or withdraw some first.',
  'proposal-answered':
    '{who} was first: this proposal is answered already. Read the answer; nothing was changed.',
  'proposal-moved':
    'The proposal was written anew since you read it. Your words are kept on your screen; read it as it is now and review it again.',
  'proposal-outdated':
    'The clause moved on since this was proposed, so it does not fit any more. Its author can write it anew on what the clause says now.',
  'proposal-full':
    'This proposal has {limit} reviews, which is the limit. Answer it, or let its author write it as a new one.',
  'changes-asked':
    '{who} owns this clause and asks for changes. Let the author write it anew, or ask a lead, who may accept it with an answer.',
  'words-needed': 'Write why: whoever reads this needs your reason. Nothing was changed.',
  'not-author': 'Only whoever proposed it writes it anew or takes it back.',
  'own-proposal': 'This is your own proposal: you can comment on it, and somebody else reviews it.',
  'not-clause-owner': 'This is for the owners of the clause, or a lead. Nothing was changed.',
  'blocking-owners':
    'Only the owners of the clause and leads hold its publication back. Send the comment without that; they will read it.',
  'not-thread-author':
    'A thread is resolved or opened again by whoever began it, the owners of the clause, or a lead.',
  'comments-full':
    'There is no room for more comments here: {limit} is the limit. Resolve what is settled, or write on in another thread.',
  'mention-unread': '{name} does not read the draft, so a mention would not reach them. Leave it out.',
  'draft-unchanged':
    'The draft says what version {version} says, word for word, so there is nothing to publish.',
  'title-missing':
    'Clause {clause} has no title in the language that binds. Give it one; nothing was published, and the draft is as it was.',
  'words-before-heading':
    '“{words}” stands before the first heading, so it would be in no clause. Put a heading above it, like “# Scope”; nothing was changed.',
  'clause-too-long':
    'Clause {clause} is longer than {limit} characters, the limit for a title or a body. Split it in two; nothing was changed.',
  'owner-unfit':
    'Owners of a clause are leads and panelists of this project, not guests. Choose them from the list; nothing was changed.',
  'no-rater':
    'No rater here is linked to you yet, so there are no votes this could bind. Ask a lead for your link; nothing was changed.',
  'recheck-answered':
    'This re-check was answered already ({state}). What was decided then stands; reload to see it.',
  'heard-again':
    'This dispute is being heard again, and its panel decides under the newest guideline. Nothing was changed; wait for that decision.',
  'follow-unsigned':
    'The decision to follow is not signed, or another has taken its place. Nothing was changed; choose one that stands.',
  'follow-question':
    'The decision to follow answers another question than {question}. Nothing was changed; choose one on the same question.',
  'follow-waits':
    'The decision to follow waits for a re-check itself. Answer that first; nothing was changed.',
  'cite-self':
    'This decision is of the same item. A panel speaks of decisions on other items; nothing was changed.',
  'nothing-affected':
    'No decision cites a clause that version {version} changed in meaning, so there is nothing to vote on again.',
  'draft-full':
    'The draft has no room for this: {limit} characters is the limit. Nothing was changed; shorten it, or something else first.',
  broken: 'Something broke on our side and was logged. Nothing was changed; try again in a moment.',
} as const
