import { eq, isNull } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import {
  ANSWER_DAYS,
  type Bar,
  dayOf,
  isAbovePanel,
  isBelow,
  refuseLook,
  type SanctionRecord,
} from '#shared/bar.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Rate } from '#shared/standing.ts'
import type { Asked, Handler, Preparation } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { barNow } from './bar-record.ts'
import { panelAgreement } from './panel/agreement.ts'
import { type SanctionFact, tellSanctions } from './sanction/told.ts'
import { barRates } from './standing/rates.ts'

/** Rows in one statement; databases count their parameters. */
const AT_ONCE = 500

/** Looks at the bar on one of its dates, once: whoever lies wholly below it is proposed to people, and nothing more. */
export const reviewBar: Handler<'bar.review'> = async (tx, { date }, asked) => {
  const project = asked.project.id
  const kept = await barNow(tx, project)
  if (!kept) throw new Refusal('no-bar')
  const looked = (await looksOf(tx, project)).map((look) => look.date)
  refuse(refuseLook(kept.bar, date, { since: kept.at, at: asked.at, looked }), { date })
  const { version } = kept.bar
  const known = await ratesUnder(tx, project, kept.bar, asked.at)
  const sanctions = await proposed(tx, asked, kept.bar, date, known)
  const { barReview } = tx.tables
  const look = { date, bar: version, looked: known.length, proposed: sanctions.length }
  await tx.insert(barReview).values({ project, ...look, since: asked.seq })
  const reviewed: Fact = { kind: 'bar.reviewed', ...look }
  const found: SanctionFact[] = sanctions.length > 0 ? [{ kind: 'sanctions.proposed', sanctions }] : []
  return {
    facts: [reviewed, ...found],
    told: [
      { to: { roles: ['lead', 'panelist', 'auditor'] }, event: reviewed },
      ...(await tellSanctions(tx, project, sanctions, found)),
    ],
    subject: 'bar',
    answer: { looked: known.length, proposed: sanctions.map(({ id }) => id) },
  }
}

/** Read once before the transaction, where others get their turns; inside it what was read is known already. */
export const prepareReview: Preparation<'bar.review'> = async ({ store, now }, _input, _who, project) => {
  const [row] = await present(store.read, 'bar', project.id)
  if (!row?.body) return
  const { basis, question } = row.body
  await barRates(store.read, project.id, { basis, question, now: now() })
}

/** Whom a review looks at: nobody, where the panel has shown since that the bar stands above itself. */
async function ratesUnder(read: Reader, project: string, { basis, question, bar }: Bar, now: number) {
  if (isAbovePanel(bar, await panelAgreement(read, project, question))) return []
  const rates = await barRates(read, project, { basis, question, now })
  return [...rates].flatMap(([rater, { fits }]) => (fits ? [{ rater, rate: fits }] : []))
}

const looksOf = (read: Reader, project: string) => {
  const { barReview } = read.tables
  return read.select({ date: barReview.date }).from(barReview).where(eq(barReview.project, project))
}

/** Nobody twice: whoever has a proposal open, or one imposed on this basis, is left to it. */
async function proposed(
  tx: Writer,
  asked: Asked,
  { version, basis, question, bar, minimum, follows }: Bar,
  review: string,
  known: readonly { rater: string; rate: Rate }[],
): Promise<SanctionRecord[]> {
  const { sanction } = tx.tables
  const before = await present(tx, 'sanction', asked.project.id)
  const spared = new Set(
    before
      .filter(({ state, basis: on }) => state === 'proposed' || (state === 'imposed' && on === basis))
      .map(({ rater }) => rater),
  )
  const records = known
    .filter(({ rater, rate }) => !spared.has(rater) && isBelow(rate, bar, minimum))
    .sort((a, b) => (a.rater < b.rater ? -1 : 1))
    .map(
      ({ rater, rate }): SanctionRecord => ({
        id: asked.newId(),
        rater,
        ...{ bar: version, review, basis, question, follows, rate },
        proposedAt: asked.at,
        answerBy: asked.at + ANSWER_DAYS * DAY,
        answeredAt: null,
        state: 'proposed',
        signatures: [],
      }),
    )
  const since = { project: asked.project.id, answer: '', since: asked.seq, until: null }
  for (let from = 0; from < records.length; from += AT_ONCE)
    await tx
      .insert(sanction)
      .values(records.slice(from, from + AT_ONCE).map((one) => ({ ...one, ...since, signatures: [] })))
  return records
}

/** Review dates that have come and that nobody has looked at, for the clock. */
export async function barsDue(read: Reader, now: number): Promise<{ project: string; date: string }[]> {
  const { bar } = read.tables
  const rows = await read.select({ project: bar.project, body: bar.body }).from(bar).where(isNull(bar.until))
  const due: { project: string; date: string }[] = []
  for (const { project, body } of rows) {
    const come = (body?.reviews ?? []).filter((date) => dayOf(date)! <= now)
    if (come.length === 0) continue
    const looked = (await looksOf(read, project)).map((look) => look.date)
    if (come.every((date) => looked.includes(date))) continue
    const asked = { since: (await barNow(read, project))?.at ?? 0, at: now, looked }
    due.push(...come.filter((date) => !refuseLook(body!, date, asked)).map((date) => ({ project, date })))
  }
  return due
}
