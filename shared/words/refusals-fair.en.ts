/** What a rater, a reviewer or whoever answers to them cannot do, and why. */
export const refusals = {
  'note-late':
    'The panel has opened its ballots on this vote, so a note no longer goes before them. What you had written stands. If you disagree with the decision, appeal it.',
  'new-panelist':
    '{name} first decides some settled cases with the outcome hidden, and has not given them all. Seat somebody else, or ask them to open First cases.',
  'blind-given':
    'This case is answered, and the first answer stays: it was given without knowing the outcome. Go on with the next.',
  'no-repeats':
    'None of them has a case that they decided at least {days} days ago and that was not put to them again yet. Nobody was asked anything.',
  'rows-left':
    '{left} of {rows} rows cannot be read, so nothing was written. Mend them, or ask for the others without them.',
  'probability-needed':
    'Say with what probability an item was drawn: without it a random sample gives no rate. Nothing was written.',
  'gold-heard':
    'A panel is hearing whether this gold is right, so it stays until the decision. Nothing was changed.',
  'reviews-past':
    'All of these review dates are past. A bar is looked at on dates fixed beforehand, so name at least one that is still to come. The bar stands as it was.',
  'day-unknown': 'The calendar has no {day}. Correct the date; the bar stands as it was.',
  'bar-above-panel':
    'The panel agrees with itself on {agreement}% of {n} pairs of ballots, and nobody can be held to more than that. Set the bar at {agreement}% or lower; it stands as it was.',
  'no-bar': 'This project has no bar, so there is nothing to look at or to end. Nothing was changed.',
  'review-not-fixed':
    '{date} was not among the review dates when this bar was set. Each look is one more chance to be wrong, so only those dates count; nobody was looked at.',
  'review-not-due':
    'The review of {date} begins on that day at 00:00 UTC. Nobody was looked at; it will happen by itself.',
  'reviewed-already':
    'The bar was looked at for {date} already, and each date is one look. What it found stands; read it under the reviews.',
  'own-sanction':
    'This is about your own votes, so others sign it. Nothing was signed; you can write your answer on the page of your standing.',
  'sanction-settled':
    'This is settled already, and what was decided stands. Reload to read it; nothing was changed.',
  'sanction-verdict':
    'Only what is imposed can be lifted, and this is still a proposal. Nothing was signed; sign to drop it instead.',
  'signed-already':
    'You have signed this already, and one person’s signature counts once. Somebody else has to sign it too; yours stands.',
  'answer-awaited':
    'The rater may answer until {until}, and has not yet. Nothing was signed; sign when the answer is there or the time is over.',
  'appeal-open':
    'An appeal that the rater filed before this proposal is still open, and it could change the figures. Nothing was signed; see that the appeal is answered first.',
  'answer-late':
    'Somebody has signed with your answer as it stood, so it cannot be changed any more. What you wrote is kept on your screen; for anything new, write to a lead.',
  'ground-gone':
    'The rater’s rate no longer lies wholly below the bar, so the proposal was withdrawn and the rater told. Nothing was signed, and nothing is left to do.',
  'no-mark': 'This vote has no mark on this basis, so there is nothing to appeal. Nothing was filed.',
  'mark-right': 'This vote is marked right on this basis, so there is nothing to appeal. Nothing was filed.',
  'vote-late':
    'This vote came after the decision and counts nowhere, so an appeal could change nothing. Nothing was filed.',
  'appealed-already':
    'It is being heard already, and the answer covers every mark of the decision, yours too. Nothing was filed and your quota is untouched.',
  'appeal-answered':
    'Your appeal against this was answered, and nothing has been decided since. That answer stands; nothing was filed.',
  'appeal-early':
    'The answer is not yet in a language you chose to read, so the time to appeal has not begun. Wait for the translation, or choose more languages; nothing is lost.',
  'appeal-late': 'The time to appeal this ended at {until}. The mark stands; nothing was filed.',
  'no-appeals-left':
    'All {quota} appeals are in use. One comes back when an appeal is right, is taken back or could not be heard; nothing was filed.',
  'appeal-settled':
    'This appeal is not at that stage any more. Nothing was changed; reload to see what became of it.',
  'appeal-involved':
    'You had a part in what is appealed, so somebody uninvolved says whether it is heard. Nothing was changed; if nobody answers, it is heard anyway.',
  'not-your-appeal':
    'This appeal was filed by somebody else and is about somebody else’s votes. Nothing was changed.',
  'appeal-revealed':
    'The panel has opened its ballots, so the appeal goes on to its answer. Nothing was changed.',
  'no-first-panel':
    'No panel has decided this before, so there is none to send it back to. Nothing was changed; sign the decision instead.',
  'appeal-not-due': 'This appeal still has time, or somebody is hearing it. Nothing was changed.',
  'hears-appeal':
    'This dispute hears an appeal: it ends with its decision, by sending the case back, or when the appeal is taken back. Nothing was changed.',
  'heard-since':
    'Another panel hears this case on appeal, or has heard it since, and its decision is the one that counts. Nothing was changed; act in its room.',
  barred:
    'This person had a part in what is heard again, so somebody else hears it now. Nothing was changed.',
  'translate-same': 'The answer was written in that language. Choose the other one; nothing was stored.',
  'review-reason':
    'Nothing was recorded yet: to fix or reject a vote, choose a reason or write one, so that its rater can learn from it.',
  'fix-needs-value':
    'Nothing was recorded yet: a fix names the answer it should have been. Choose it, or reject the vote instead.',
  'value-without-fix':
    'Only a fix names another answer. Nothing was recorded; send the review without the answer, or as a fix.',
  'fix-same':
    'That is the answer the vote has already. Nothing was recorded; choose another answer, or accept the vote.',
  'reason-unknown':
    'This reason is no longer on the list. Nothing was recorded; choose one of the list as it is now.',
  'reasons-repeat': 'Two reasons have the same key. The list stays as it was; give each a key of its own.',
  'reason-text': 'A reason lacks its words in one of the languages. The list stays as it was; write both.',
  'review-given':
    'This review is settled already: it was given, or it went to somebody else. Nothing was changed.',
  'review-unfit':
    'This vote is yours, or you sit on the panel that hears its item, so it is not yours to review. Nothing was recorded; decline it and it goes to somebody else.',
  'review-moot':
    'The vote was changed or taken back since, so there is nothing left to review. Nothing was recorded; decline it to clear it from your list.',
  'nothing-to-review':
    'No vote is left that these reviewers may review: all were theirs, or were given to them before. Nothing was assigned; name other reviewers or widen the rule.',
  'too-many-reviews':
    'That would be {n} reviews at once; the limit is {limit}. Nothing was assigned; lower the share, or do one question at a time.',
  'review-moved': 'Votes or links changed while the draw was made. Nothing was assigned; do it again.',
  'not-reviewer':
    'Somebody named here is no member who can review: raters, panelists and leads can. Nothing was assigned; choose among those.',
  'review-not-blind':
    'You named the rater, so you would know whose votes you review. Nothing was assigned; leave yourself out, or draw from all raters.',
  'appeal-decision':
    'A panel has decided this since, so it is that decision you can appeal. Nothing was filed.',
} as const
