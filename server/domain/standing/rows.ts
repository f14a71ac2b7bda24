import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import { type Basis, bases } from '#shared/mark.ts'
import { pseudonyms } from '#shared/pseudonym.ts'
import { emptyTally } from '#shared/standing.ts'
import type { Book } from '#shared/standing-book.ts'
import { actedOn, rateOfPart, type StandingRow, standingRow } from '#shared/standing-row.ts'
import type { Language } from '#shared/text.ts'
import type { Reader } from '../../store/store.ts'
import { type AsOf, holding, type Moment, momentAsked } from '../as-of.ts'
import { decisionBooks } from '../decision-marks.ts'
import type { ExportRow } from '../export.ts'
import { goldBooks } from '../gold/marks.ts'
import { majorityBook } from '../majority-marks.ts'
import { reviewBook } from '../review/marks.ts'
import type { Project } from '../who.ts'
import { partOf } from './rates.ts'

export type StandingQuery = { basis?: Basis; question?: string; rater?: string; at?: string }

/** One row for each rater and basis, as the record stands or as it could be read at a moment. */
export async function standingRows(
  read: Reader,
  project: Project,
  query: StandingQuery,
  { now, language, named }: { now: number; language: Language; named: boolean },
): Promise<StandingRow[]> {
  const moment = await momentAsked(read, project, query.at, now)
  const raters = await ratersThen(read, project.id, query.rater, moment.seq)
  const letters = named
    ? null
    : pseudonyms(
        project.id,
        raters.map(({ id }) => id),
      )
  const ground = await groundOf(read, project.id, moment)
  const rows: StandingRow[] = []
  for (const basis of query.basis ? [query.basis] : bases) {
    const some = query.rater === undefined ? undefined : raters.map(({ id }) => id)
    const books = await basisBooks(read, project.id, { basis, raters: some, moment })
    const question = query.question ?? null
    const on = ground.bar?.basis === basis && ground.bar.question === question
    for (const { id, external } of raters) {
      const about = on ? (ground.sanctions.get(id) ?? []).filter((one) => one.basis === basis) : []
      rows.push(
        standingRow(
          {
            rater: letters ? letters.get(id)! : external,
            basis,
            all: partOf(books.all, id, question),
            drawn: partOf(books.drawn, id, question)?.tally ?? emptyTally(),
            fits: rateOfPart(books.fits && partOf(books.fits, id, question)),
            bar: on ? ground.bar : null,
            acted: actedOn(about.filter((one) => one.question === question)),
          },
          language,
        ),
      )
    }
  }
  return rows
}

type Books = { all: Book; drawn: Book; fits: Book | undefined }
const nothing: Book = new Map()
async function basisBooks(
  read: Reader,
  project: string,
  { basis, raters, moment }: { basis: Basis; raters: string[] | undefined; moment: Moment },
): Promise<Books> {
  switch (basis) {
    case 'majority':
      return { all: await majorityBook(read, project, moment.seq), drawn: nothing, fits: undefined }
    case 'review':
      return { all: await reviewBook(read, project, raters, moment.seq), drawn: nothing, fits: undefined }
    case 'gold': {
      const { all, sampled } = await goldBooks(read, project, moment.seq)
      return { all, drawn: sampled, fits: sampled }
    }
    case 'decision': {
      const { all, sampled, fits } = await decisionBooks(
        read,
        project,
        { raters, now: moment.at },
        moment.seq,
      )
      return { all, drawn: sampled, fits }
    }
  }
}

/** Raters whom a finished import had brought by then, by the ids their tool gave them. */
async function ratersThen(read: Reader, project: string, external: string | undefined, as: AsOf) {
  const { rater, imports } = read.tables
  const rows = await read
    .select({ id: rater.id, external: rater.external, seq: imports.seq })
    .from(rater)
    .innerJoin(imports, eq(imports.id, rater.import))
    .where(
      and(
        eq(rater.project, project),
        isNotNull(imports.seq),
        external === undefined ? undefined : eq(rater.external, external),
      ),
    )
    .orderBy(asc(rater.external))
  return rows.filter(({ seq }) => as === null || seq! <= as)
}

/** The bar as it was then, and the acts proposed or done under it. */
export async function groundOf(read: Reader, project: string, { seq }: Pick<Moment, 'seq'>) {
  const { bar, sanction } = read.tables
  const [row] = await read
    .select({ body: bar.body })
    .from(bar)
    .where(and(eq(bar.project, project), holding(bar, seq)))
  const acts = await read
    .select({
      rater: sanction.rater,
      basis: sanction.basis,
      question: sanction.question,
      follows: sanction.follows,
      state: sanction.state,
    })
    .from(sanction)
    .where(
      and(
        eq(sanction.project, project),
        holding(sanction, seq),
        inArray(sanction.state, ['proposed', 'imposed']),
      ),
    )
    .orderBy(asc(sanction.since))
  return { bar: row?.body ?? null, sanctions: Map.groupBy(acts, ({ rater }) => rater) }
}

/** The same as a file's rows; an interval is two columns. */
export async function* standingExport(
  read: Reader,
  project: Project,
  asked: { now: number; language: Language; named: boolean },
): AsyncGenerator<ExportRow> {
  for (const { interval, sampled, ...row } of await standingRows(read, project, {}, asked))
    yield {
      ...row,
      low: interval?.[0] ?? null,
      high: interval?.[1] ?? null,
      sampled_share: sampled?.share ?? null,
      sampled_low: sampled?.low ?? null,
      sampled_high: sampled?.high ?? null,
      sampled_effective: sampled?.effective ?? null,
    }
}
