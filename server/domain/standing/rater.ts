import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Question } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import { RATE_FROM, type Rate } from '#shared/standing.ts'
import type { Book } from '#shared/standing-book.ts'
import { actedOn, againstBar, counted, howChosen, rateOfPart } from '#shared/standing-row.ts'
import { questionViews } from '#shared/standing-view.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { entryMoment, type Moment, momentAsked } from '../as-of.ts'
import { type DecisionBooks, decisionBooks } from '../decision-marks.ts'
import { type GoldBooks, goldBooks } from '../gold/marks.ts'
import { majorityBook } from '../majority-marks.ts'
import { reviewBook } from '../review/marks.ts'
import type { Project } from '../who.ts'
import { dissenting, dissentingOf } from './dissent.ts'
import { partOf } from './rates.ts'
import { groundOf } from './rows.ts'
import { basisIn, othersIn } from './standing.ts'
import { lawOf } from './votes.ts'

export type Asked = { now: number; at?: string | undefined; named: boolean }

/** Everything that the bases say of one rater, side by side, and what followed from it. */
export async function raterView(read: Reader, project: Project, id: string, { now, at, named }: Asked) {
  const who = await raterIn(read, project.id, id)
  const moment = await momentAsked(read, project, at, now)
  const books = {
    majority: await majorityBook(read, project.id, moment.seq),
    gold: await goldBooks(read, project.id, moment.seq),
    review: await reviewBook(read, project.id, [id], moment.seq),
    decision: await decisionBooks(read, project.id, { raters: [id], now: moment.at }, moment.seq),
  }
  const dissents = await dissenting(read, project.id, moment.seq)
  const { questions } = await lawOf(read, project.id, moment.seq)
  return {
    rater: id,
    external: who.external,
    kind: who.kind,
    member: named ? await memberBehind(read, project.id, id) : null,
    attributes: await attributesOf(read, project.id, id),
    ...dissents(id),
    bases: basesView(books, id, [...questions.values()]),
    bar: await barOn(read, project.id, id, { moment, gold: books.gold.sampled, decision: books.decision }),
    sanctions: await sanctionsOf(read, project.id, id),
    appeals: await appealsOf(read, project.id, id),
  }
}

type Books = { majority: Book; gold: GoldBooks; review: Book; decision: DecisionBooks }
function basesView({ majority, gold, review, decision }: Books, id: string, questions: readonly Question[]) {
  const viewed = (book: Book) => ({
    ...basisIn(book, id),
    questions: questionViews(book.get(id), questions),
  })
  return {
    majority: { ...viewed(majority), others: othersIn(majority, id), ...undrawn('majority') },
    gold: { ...viewed(gold.all), ...drawnOf('gold', gold, id), notBlind: null },
    review: { ...viewed(review), ...undrawn('review') },
    decision: {
      ...viewed(decision.all),
      ...drawnOf('decision', decision, id),
      notBlind: basisIn(decision.notBlind, id).tally,
      unheard: decision.unheard.get(id) ?? 0,
    },
  }
}

const none: Book = new Map()
const noGold: GoldBooks = { all: none, sampled: none, picked: none }
/** What somebody reads who has claimed no rater: nothing, in the same form. */
export const noRater = () => ({
  rater: '',
  external: '',
  kind: 'human',
  member: null,
  attributes: {},
  ...dissentingOf(0),
  bases: basesView(
    {
      majority: none,
      gold: noGold,
      review: none,
      decision: { ...noGold, notBlind: none, fits: none, unheard: new Map(), began: new Map() },
    },
    '',
    [],
  ),
  bar: null,
  sanctions: [],
  appeals: [],
})

/** Bases whose cases nobody drew or picked: all votes there are. */
const undrawn = (basis: 'majority' | 'review') => ({
  sampled: null,
  picked: null,
  notBlind: null,
  how: howChosen(basis, 0, 0),
})

function drawnOf(
  basis: 'gold' | 'decision',
  { all, sampled, picked }: { all: Book; sampled: Book; picked: Book },
  id: string,
) {
  const drawn = counted(basisIn(sampled, id).tally)
  return {
    sampled: basisIn(sampled, id),
    picked: basisIn(picked, id).tally,
    how: howChosen(basis, drawn, counted(basisIn(all, id).tally) - drawn),
  }
}

const WEEK = 7 * 86_400_000
type Feeding = { moment: Moment; gold: Book; decision: DecisionBooks }
/** Where the rater stands to the project's bar, and in how many weeks enough is known at the pace until now. */
async function barOn(read: Reader, project: string, id: string, { moment, gold, decision }: Feeding) {
  const { bar, sanctions } = await groundOf(read, project, moment)
  if (!bar) return null
  const on = (book: Book): Rate | null => rateOfPart(partOf(book, id, bar.question))
  const rate = on(bar.basis === 'gold' ? gold : decision.fits)
  const acts = (sanctions.get(id) ?? []).filter(
    ({ basis, question }) => basis === bar.basis && question === bar.question,
  )
  const minimum = Math.max(bar.minimum, RATE_FROM)
  const coming = bar.basis === 'gold' ? null : on(decision.sampled)
  const began = decision.began.get(id)
  const weeks =
    began === undefined ? 0 : Math.max(1, (moment.at - (await entryMoment(read, project, began))) / WEEK)
  const missing = minimum - (rate?.effective ?? 0)
  return {
    bar,
    rate,
    state: actedOn(acts) ?? againstBar(rate, bar),
    enoughBy: missing <= 0 ? 0 : coming && weeks > 0 ? Math.ceil(missing / (coming.effective / weeks)) : null,
  }
}

/** The rater, if a finished import brought one of that id to this project. */
export async function raterIn(read: Reader, project: string, id: string) {
  const { rater, imports } = read.tables
  const [row] = await read
    .select({ external: rater.external, kind: rater.kind })
    .from(rater)
    .innerJoin(imports, eq(imports.id, rater.import))
    .where(and(eq(rater.project, project), eq(rater.id, id), isNotNull(imports.seq)))
  if (!row) throw new Refusal('not-found')
  return row
}

async function memberBehind(read: Reader, project: string, id: string): Promise<string | null> {
  const { raterLink, member, person } = read.tables
  const [row] = await read
    .select({ name: person.name })
    .from(raterLink)
    .innerJoin(member, and(eq(member.id, raterLink.member), isNull(member.until)))
    .innerJoin(person, eq(person.id, member.person))
    .where(and(eq(raterLink.project, project), eq(raterLink.rater, id), isNull(raterLink.until)))
  return row?.name ?? null
}

async function attributesOf(read: Reader, project: string, id: string): Promise<Record<string, string>> {
  const { raterAttribute, imports } = read.tables
  const rows = await present(read, 'raterAttribute', project, eq(raterAttribute.rater, id))
  const brought = rows.flatMap((row) => row.import ?? [])
  const done = new Set(
    brought.length === 0
      ? []
      : (
          await read
            .select({ id: imports.id })
            .from(imports)
            .where(and(inArray(imports.id, brought), isNotNull(imports.seq), isNull(imports.until)))
        ).map((one) => one.id),
  )
  const seen = rows.filter((row) => row.import === null || done.has(row.import))
  return Object.fromEntries(seen.map(({ name, value }) => [name, value]))
}

async function sanctionsOf(read: Reader, project: string, id: string) {
  const rows = await present(read, 'sanction', project, eq(read.tables.sanction.rater, id))
  return rows
    .sort((a, b) => b.proposedAt - a.proposedAt)
    .map((row) => ({
      sanction: row.id,
      state: row.state,
      follows: row.follows,
      basis: row.basis,
      question: row.question,
      rate: row.rate,
      proposedAt: row.proposedAt,
      answerBy: row.answerBy,
      answeredAt: row.answeredAt,
    }))
}

async function appealsOf(read: Reader, project: string, id: string): Promise<string[]> {
  const rows = await present(read, 'appeal', project, eq(read.tables.appeal.rater, id))
  return rows.sort((a, b) => b.filedAt - a.filedAt).map((row) => row.id)
}
