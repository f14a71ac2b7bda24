import { and, eq, inArray, lte } from 'drizzle-orm'
import {
  type AppealRecord,
  type AppealState,
  type AppealWindow,
  openAppeals,
  type ReadingChoice,
  windowUnder,
  writtenIn,
} from '#shared/appeal.ts'
import { defaultPolicy } from '#shared/policy.ts'
import type { Language } from '#shared/text.ts'
import type { Reader } from '../store/store.ts'
import { type AsOf, holding } from './as-of.ts'

type Answer = { signedAt: number; language: Language; translations: { language: Language; at: number }[] }
/** What the windows of many decisions and raters follow from. */
export type WindowGround = {
  days: number
  answers: ReadonlyMap<string, Answer>
  /** What each rater chose to read, the earliest choice first; a rater who is not here reads any. */
  reads: ReadonlyMap<string, readonly ReadingChoice[]>
}

/** The window in which this rater may appeal this decision; null for one that nobody has signed. */
export function windowOf(ground: WindowGround, decision: string, rater: string): AppealWindow | null {
  const answer = ground.answers.get(decision)
  if (!answer) return null
  return windowUnder(answer, ground.reads.get(rater) ?? [], ground.days)
}

/** Ids in one statement; databases count their parameters. */
const AT_ONCE = 500
export async function inHandfuls<Id, Row>(
  ids: readonly Id[],
  ask: (some: Id[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE)
    rows.push(...(await ask(ids.slice(from, from + AT_ONCE))))
  return rows
}

/** Reads what `windowOf` needs for these decisions and raters. */
export async function windowGround(
  read: Reader,
  project: string,
  { decisions, raters }: { decisions: readonly string[]; raters: readonly string[] },
  as: AsOf = null,
): Promise<WindowGround> {
  const reads = await readsOf(read, project, raters, as)
  const ids = [...new Set(decisions)]
  return {
    days: await appealDays(read, project, as),
    reads,
    // The words are read only where it matters in which language they are.
    answers:
      reads.size === 0 ? await signings(read, project, ids, as) : await answersOf(read, project, ids, as),
  }
}

async function appealDays(read: Reader, project: string, as: AsOf): Promise<number> {
  const { policy } = read.tables
  const [row] = await read
    .select({ body: policy.body })
    .from(policy)
    .where(and(eq(policy.project, project), holding(policy, as)))
  return { ...defaultPolicy, ...row?.body }.appealDays
}

/** Of the raters somebody has claimed, those who chose languages; every choice, with the moment of its entry. */
async function readsOf(read: Reader, project: string, raters: readonly string[], as: AsOf) {
  const { raterLink, reads, event } = read.tables
  const rows = await read
    .select({ rater: raterLink.rater, languages: reads.languages, since: event.at })
    .from(raterLink)
    .innerJoin(reads, and(eq(reads.project, raterLink.project), eq(reads.member, raterLink.member)))
    .innerJoin(event, and(eq(event.project, reads.project), eq(event.seq, reads.since), eq(event.n, 0)))
    .where(
      and(
        eq(raterLink.project, project),
        holding(raterLink, as),
        as === null ? undefined : lte(reads.since, as),
      ),
    )
    .orderBy(reads.since)
  const asked = new Set(raters)
  return Map.groupBy(
    rows.filter(({ rater }) => asked.has(rater)),
    ({ rater }) => rater,
  )
}

async function signings(read: Reader, project: string, ids: readonly string[], as: AsOf) {
  const { decision } = read.tables
  const rows = await inHandfuls(ids, (some) =>
    read
      .select({ id: decision.id, signedAt: decision.signedAt })
      .from(decision)
      .where(and(eq(decision.project, project), inArray(decision.id, some), holding(decision, as))),
  )
  return new Map(
    rows.flatMap(({ id, signedAt }): [string, Answer][] =>
      signedAt === null ? [] : [[id, { signedAt, language: 'en', translations: [] }]],
    ),
  )
}

/** With the language of each: of its rationale or, where it was signed by consent without words, of its ballots' arguments. */
async function answersOf(read: Reader, project: string, ids: readonly string[], as: AsOf) {
  const { decision, ballot, translation } = read.tables
  const rows = await inHandfuls(ids, (some) =>
    read
      .select({
        id: decision.id,
        question: decision.question,
        signedAt: decision.signedAt,
        rationale: decision.rationale,
        ballots: decision.ballots,
      })
      .from(decision)
      .where(and(eq(decision.project, project), inArray(decision.id, some), holding(decision, as))),
  )
  const unworded = rows.filter(({ rationale }) => rationale.trim() === '').flatMap(({ ballots }) => ballots)
  const said = await inHandfuls(unworded, (some) =>
    read.select({ id: ballot.id, words: ballot.arguments }).from(ballot).where(inArray(ballot.id, some)),
  )
  const words = new Map(said.map((one) => [one.id, one.words]))
  const translated = await inHandfuls(ids, (some) =>
    read
      .select({ decision: translation.decision, language: translation.language, at: translation.at })
      .from(translation)
      .where(
        and(eq(translation.project, project), inArray(translation.decision, some), holding(translation, as)),
      ),
  )
  const translations = Map.groupBy(translated, (one) => one.decision)
  return new Map(
    rows.flatMap(({ id, question, signedAt, rationale, ballots }): [string, Answer][] => {
      const text = rationale.trim() || ballots.map((one) => words.get(one)?.[question] ?? '').join('\n')
      const answer = { language: writtenIn(text), translations: translations.get(id) ?? [] }
      return signedAt === null ? [] : [[id, { signedAt, ...answer }]]
    }),
  )
}

export type DecidedMark = { vote: string; rater: string; decision: string | null }
type Heard = Pick<AppealRecord, 'rater' | 'target' | 'hearing' | 'votes' | 'answeredAt'> & {
  state: AppealState
}
type Standing = { dispute: string; signedAt: number; decided: boolean }

/**
 * Of these decision marks, the votes whose mark is final (law 8): no appeal on its dispute is open, its case is not being
 * heard again, and either the window is over or the rater's own appeal was answered and the decision came of it or
 * stands after it.
 */
export async function finalMarks(
  read: Reader,
  project: string,
  marks: readonly DecidedMark[],
  now: number,
  as: AsOf = null,
): Promise<Set<string>> {
  const asked = { decisions: decisionsOf(marks), raters: [...new Set(marks.map(({ rater }) => rater))] }
  const ground = await windowGround(read, project, asked, as)
  const standing = await standingOf(read, project, asked.decisions, as)
  const appeals = await appealsOn(read, project, as)
  const open = new Set(appeals.filter(({ state }) => openAppeals.includes(state)).map(({ target }) => target))
  const own = Map.groupBy(appeals, ({ rater }) => rater)
  const final = marks.filter(({ vote, rater, decision }) => {
    const on = decision === null ? undefined : standing.get(decision)
    if (!on?.decided || open.has(on.dispute)) return false
    if (own.get(rater)?.some((appeal) => settles(appeal, on, vote))) return true
    const closes = windowOf(ground, decision!, rater)?.closes ?? null
    return closes !== null && closes <= now
  })
  return new Set(final.map(({ vote }) => vote))
}

const decisionsOf = (marks: readonly DecidedMark[]): string[] => [
  ...new Set(marks.flatMap(({ decision }) => decision ?? [])),
]

/** The decision came of the appeal, or the appeal of this vote was answered and it still stands. */
function settles({ state, target, hearing, votes, answeredAt }: Heard, on: Standing, vote: string): boolean {
  if (answeredAt === null) return false
  if (hearing === on.dispute) return ['upheld', 'overturned'].includes(state) && on.signedAt <= answeredAt
  if (target !== on.dispute || !votes.includes(vote)) return false
  return state === 'sent-back' ? on.signedAt > answeredAt : state === 'refused' && on.signedAt <= answeredAt
}

async function standingOf(read: Reader, project: string, ids: readonly string[], as: AsOf) {
  const { decision, dispute } = read.tables
  const rows = await inHandfuls(ids, (some) =>
    read
      .select({
        id: decision.id,
        dispute: decision.dispute,
        signedAt: decision.signedAt,
        state: decision.state,
        heard: dispute.state,
      })
      .from(decision)
      .innerJoin(dispute, and(eq(dispute.project, decision.project), eq(dispute.id, decision.dispute)))
      .where(
        and(
          eq(decision.project, project),
          inArray(decision.id, some),
          holding(decision, as),
          holding(dispute, as),
        ),
      ),
  )
  return new Map(
    rows.flatMap(({ id, dispute, signedAt, state, heard }): [string, Standing][] =>
      signedAt === null
        ? []
        : [[id, { dispute, signedAt, decided: state === 'signed' && heard === 'decided' }]],
    ),
  )
}

/** Every appeal against a decision, as it stood. */
async function appealsOn(read: Reader, project: string, as: AsOf): Promise<Heard[]> {
  const { appeal } = read.tables
  return read
    .select({
      rater: appeal.rater,
      target: appeal.target,
      hearing: appeal.hearing,
      votes: appeal.votes,
      answeredAt: appeal.answeredAt,
      state: appeal.state,
    })
    .from(appeal)
    .where(and(eq(appeal.project, project), eq(appeal.basis, 'decision'), holding(appeal, as)))
}
