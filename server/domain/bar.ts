import { eq } from 'drizzle-orm'
import { type Bar, dayOf, refuseBar } from '#shared/bar.ts'
import type { BarView } from '#shared/bar-view.ts'
import { everybody } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Rate } from '#shared/standing.ts'
import type { Handler } from '../command.ts'
import { retire } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { barNow, barsOf, type KeptBar } from './bar-record.ts'
import { panelAgreement } from './panel/agreement.ts'
import { questionsOf } from './round.ts'
import { withdrawSanctions } from './sanction/ground.ts'
import { openSanctions } from './sanction/record.ts'

/** A new version of the bar. Whoever sets it names the one they read, 0 where there is none. */
export const setBar: Handler<'bar.set'> = async (tx, input, asked) => {
  const { project, seq, at, ifMatch } = asked
  const kept = await barsOf(tx, project.id)
  const now = kept.find(({ until }) => until === null)
  if (ifMatch !== (now?.bar.version ?? 0)) throw new Refusal('stale')
  await refuseQuestion(tx, project.id, input.question)
  refuseSet(input, at, await panelAgreement(tx, project.id, input.question))
  const version = (kept[0]?.bar.version ?? 0) + 1
  const bar: Bar = { ...input, reviews: [...input.reviews].sort(), version }
  const { bar: table } = tx.tables
  await retire(tx, 'bar', seq, eq(table.project, project.id))
  await tx.insert(table).values({ project: project.id, body: bar, since: seq, until: null })
  return { facts: [{ kind: 'bar.set', bar }], subject: 'bar', answer: { version } }
}

async function refuseQuestion(read: Reader, project: string, question: string | null): Promise<void> {
  if (question === null) return
  const known = (await questionsOf(read, project)).some(({ key }) => key === question)
  if (!known) throw new Refusal('unknown-question', { question })
}

function refuseSet(input: Pick<Bar, 'bar' | 'reviews'>, at: number, agreement: Rate | null): void {
  refuse(refuseBar(input, { at, agreement }), {
    day: input.reviews.find((date) => dayOf(date) === undefined) ?? '',
    // Rounded down, so that what the sentence offers is taken.
    agreement: Math.floor((agreement?.share ?? 0) * 100),
    n: agreement?.n ?? 0,
  })
}

/** No bar from now on: what was proposed under it and is not yet imposed has lost its ground. */
export const endBar: Handler<'bar.end'> = async (tx, { reason }, asked) => {
  const { project, seq, actor } = asked
  if (!(await barNow(tx, project.id))) throw new Refusal('no-bar')
  await retire(tx, 'bar', seq, eq(tx.tables.bar.project, project.id))
  const ended: Fact = { kind: 'bar.ended' }
  const withdrawn = await withdrawSanctions(tx, asked, await openSanctions(tx, project.id))
  return {
    facts: [ended, ...withdrawn.facts],
    told: [{ to: everybody, event: ended }, ...withdrawn.told],
    texts: [{ author: actor.id, of: 'bar', words: reason }],
    subject: 'bar',
  }
}

/** The bar as everybody of the project may read it, with how far panelists agree beside it. */
export async function barView(read: Reader, project: string, now: number): Promise<BarView> {
  const kept = await barsOf(read, project)
  const current = kept.find(({ until }) => until === null)
  const { barReview } = read.tables
  const looks = await read.select().from(barReview).where(eq(barReview.project, project))
  const open = (current?.bar.reviews ?? []).filter(
    (date) => dayOf(date)! > current!.at && !looks.some((look) => look.date === date),
  )
  return {
    bar: current?.bar ?? null,
    history: historyOf(kept),
    agreement: await panelAgreement(read, project, current?.bar.question ?? null),
    next: open.find((date) => dayOf(date)! > now) ?? null,
    missed: open.filter((date) => dayOf(date)! <= now),
    reviews: looks
      .map(({ date, bar: version, looked, proposed }) => ({ date, bar: version, looked, proposed }))
      .sort((a, b) => (a.date < b.date ? 1 : -1)),
  }
}

/** A bar that none took the place of was ended. */
const historyOf = (kept: readonly KeptBar[]): BarView['history'] =>
  kept.flatMap(({ bar, at, until, endedAt }) => [
    ...(until === null || kept.some(({ since }) => since === until)
      ? []
      : [{ version: null, at: endedAt, body: null }]),
    { version: bar.version, at, body: bar },
  ])
