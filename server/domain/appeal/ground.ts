import { and, eq } from 'drizzle-orm'
import { type AppealBasis, type AppealWindow, appealsLeft } from '#shared/appeal.ts'
import { type Filing, refuseFiling } from '#shared/appeal-filing.ts'
import type { AppealBasisView } from '#shared/appeal-view.ts'
import { goldMark } from '#shared/gold-mark.ts'
import type { Policy } from '#shared/policy.ts'
import type { DisputeState } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { reviewMark } from '#shared/review-mark.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { goldRecord, reviewRecord } from '../fair-state.ts'
import { windowGround, windowOf } from '../finality.ts'
import { momentOf } from '../moment.ts'
import { hearingsOf, newestOn } from '../newest.ts'
import { policyOf } from '../policy.ts'
import { questionsOf } from '../round.ts'
import { itemsOf, type VoteRow } from '../vote.ts'
import { type AppealRow, openAgainst } from './record.ts'

/** What somebody could appeal of one vote on one basis, and what speaks against it. */
export type Ground = Filing & {
  basis: AppealBasis
  target: string
  /** The dispute it was decided in; null where no panel has. */
  first: string | null
  /** The votes of this rater that can be appealed with it. */
  covers: string[]
  policy: Policy
  external: string
}

/** Nothing where the basis says nothing of the vote. */
export async function groundOf(
  read: Reader,
  project: string,
  vote: VoteRow,
  basis: AppealBasis,
): Promise<Ground | null> {
  const said = await { decision: byDecision, gold: byGold, review: byReview }[basis](read, project, vote)
  if (!said) return null
  const policy = await policyOf(read, project)
  const appeals = await present(read, 'appeal', project, eq(read.tables.appeal.rater, vote.rater))
  const item = (await itemsOf(read, project, [vote.item])).get(vote.item)
  return {
    ...said,
    basis,
    policy,
    external: item?.external ?? '',
    open: (await openAgainst(read, project, said.target)) !== undefined,
    answered: appeals.some((appeal) => settles(appeal, said, vote.vote)),
    left: appealsLeft(appeals, policy.appeals),
  }
}

export function refuseGround(ground: Ground, now: number): Refusal | undefined {
  const { window, policy, external } = ground
  const code = refuseFiling(ground, now)
  const until = window?.closes ? { until: momentOf(window.closes) } : {}
  return code && new Refusal(code, { quota: policy.appeals, item: external, ...until })
}

export function basisView(ground: Ground, now: number, words: (refusal: Refusal) => string): AppealBasisView {
  const refusal = refuseGround(ground, now)
  return {
    basis: ground.basis,
    may: refusal === undefined,
    why: refusal?.code ?? null,
    words: refusal ? words(refusal) : null,
    opens: ground.window?.opens ?? null,
    closes: ground.window?.closes ?? null,
    left: ground.left,
    quota: ground.policy.appeals,
    hours: ground.policy.appealHours,
    covers: ground.covers.length,
  }
}

type Said = Pick<Ground, 'target' | 'first' | 'covers' | 'mark' | 'late' | 'window' | 'busy'> & {
  /** When what is said of the vote was said; null: nobody can tell. */
  signedAt: number | null
}

/** The rater has been answered on this, by the panel that decided it or before, and nothing was decided since. */
function settles(appeal: AppealRow, { target, first, signedAt }: Said, vote: string): boolean {
  const { state, answeredAt } = appeal
  if (answeredAt === null || !['refused', 'upheld', 'overturned', 'sent-back'].includes(state)) return false
  const about =
    (appeal.target === target && appeal.votes.includes(vote)) || (first && appeal.hearing === first)
  if (!about) return false
  // Sent back, the first panel heard it again: what it decided then is the answer.
  return state === 'sent-back' || (signedAt ?? 0) <= answeredAt
}

async function byDecision(read: Reader, project: string, vote: VoteRow): Promise<Said | null> {
  const dispute = newestOn(await hearingsOf(read, project, vote.item), vote.item, vote.question)
  const { mark: table, decision: decisions } = read.tables
  const own = and(eq(table.basis, 'decision'), eq(table.rater, vote.rater), eq(table.item, vote.item))
  const marks = await present(read, 'mark', project, own)
  const mark = marks.find((one) => one.vote === vote.vote)
  if (!dispute || !mark) return null
  const [signed] = await present(
    read,
    'decision',
    project,
    and(eq(decisions.item, vote.item), eq(decisions.question, vote.question), eq(decisions.state, 'signed')),
  )
  return {
    target: dispute.id,
    first: dispute.id,
    covers: marks
      .filter((one) => one.mark !== 'right' && one.because !== 'after-decision')
      .filter(({ question }) => dispute.questions.includes(question))
      .map((one) => one.vote),
    mark: mark.mark,
    late: mark.because === 'after-decision',
    window: signed ? await windowFor(read, project, signed.id, vote.rater) : null,
    busy: busyWith(dispute, signed !== undefined),
    signedAt: signed?.signedAt ?? null,
  }
}

async function windowFor(
  read: Reader,
  project: string,
  decision: string,
  rater: string,
): Promise<AppealWindow> {
  const ground = await windowGround(read, project, { decisions: [decision], raters: [rater] })
  return windowOf(ground, decision, rater) ?? { opens: null, closes: null }
}

/** What is being heard is not decided yet; a fresh panel hears what is. */
function busyWith(dispute: { state: DisputeState; appeal: string | null }, signed: boolean): Filing['busy'] {
  if (dispute.state === 'decided') return null
  if (!signed) return 'in-dispute'
  return dispute.appeal === null ? 'heard-again' : 'appealed-already'
}

async function byGold(read: Reader, project: string, vote: VoteRow): Promise<Said | null> {
  const { gold: table } = read.tables
  const where = and(eq(table.item, vote.item), eq(table.question, vote.question))
  const [row] = await present(read, 'gold', project, where)
  const [question] = await questionsOf(read, project, vote.question)
  if (!row || !question) return null
  const { mark } = goldMark(question, goldRecord(row), vote.value)
  return { target: row.id, mark, ...(await unheardYet(read, project, vote)) }
}

async function byReview(read: Reader, project: string, vote: VoteRow): Promise<Said | null> {
  const rows = await present(read, 'review', project, eq(read.tables.review.vote, vote.vote))
  const reviews = rows.map(reviewRecord)
  const said = reviewMark(reviews)
  if (!said) return null
  // Reviewers who differ are challenged in the newest of those who did not accept it.
  const against = reviews
    .filter(({ state, repeats, verdict }) => state === 'given' && repeats === null && verdict !== 'accept')
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
    .at(-1)
  return { target: against?.id ?? '', mark: said.mark, ...(await unheardYet(read, project, vote)) }
}

/** Of gold and reviews no panel has spoken; where one has, or does, it is its decision that is appealed. */
async function unheardYet(read: Reader, project: string, vote: VoteRow) {
  const dispute = newestOn(await hearingsOf(read, project, vote.item), vote.item, vote.question)
  const busy: Filing['busy'] = !dispute
    ? null
    : dispute.state === 'decided'
      ? 'appeal-decision'
      : 'in-dispute'
  return { first: null, covers: [vote.vote], late: false, window: null, busy, signedAt: null }
}
