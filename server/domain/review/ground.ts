import { and, asc, eq, gt, inArray, lte, notInArray } from 'drizzle-orm'
import { OWN_SOURCE } from '#shared/review.ts'
import type { ReviewGround } from '#shared/review-draw.ts'
import type { Reader } from '../../store/store.ts'
import { type AsOf, holding } from '../as-of.ts'
import { inHandfuls } from '../finality.ts'
import { giveTurn } from '../standing/kept.ts'

type Among = Set<string>
/** What keeps a member from a vote, whoever was asked about it before. */
export type FitGround = Pick<ReviewGround, 'behind' | 'hearing'>
export async function fitGround(read: Reader, project: string, as: AsOf): Promise<FitGround> {
  return { behind: await behindAsOf(read, project, as), hearing: await hearingAsOf(read, project, as) }
}

/** Reviews read at once. */
const PAGE = 1000
/** Who had been asked about which vote by then: of a whole project, so others get a turn of the loop between two pages. */
export async function askedBefore(read: Reader, project: string, as: AsOf): Promise<ReviewGround['asked']> {
  const { review } = read.tables
  const asked = new Map<string, Among>()
  for (let after = ''; ; ) {
    const rows = await read
      .select({ id: review.id, vote: review.vote, reviewer: review.reviewer })
      .from(review)
      .where(
        and(
          eq(review.project, project),
          gt(review.id, after),
          eq(review.source, OWN_SOURCE),
          holding(review, as),
        ),
      )
      .orderBy(asc(review.id))
      .limit(PAGE)
    for (const { vote, reviewer } of rows) add(asked, vote, reviewer)
    if (rows.length < PAGE) return asked
    after = rows.at(-1)!.id
    await giveTurn(read)
  }
}

/** Who is or was asked about these votes. */
export async function askedAbout(
  read: Reader,
  project: string,
  votes: readonly string[],
): Promise<ReviewGround['asked']> {
  const { review } = read.tables
  const own = and(eq(review.project, project), eq(review.source, OWN_SOURCE), holding(review, null))
  const rows = await inHandfuls([...new Set(votes)], (some) =>
    read
      .select({ vote: review.vote, reviewer: review.reviewer })
      .from(review)
      .where(and(own, inArray(review.vote, some))),
  )
  const asked = new Map<string, Among>()
  for (const { vote, reviewer } of rows) add(asked, vote, reviewer)
  return asked
}

function add(map: Map<string, Among>, key: string, one: string) {
  const known = map.get(key)
  if (known) known.add(one)
  else map.set(key, new Set([one]))
}

/** Members behind raters: linked, or declared by the id of their tool, known then or brought later. */
async function behindAsOf(read: Reader, project: string, as: AsOf) {
  const { raterLink, panelist, rater, imports } = read.tables
  const behind = new Map<string, Among>()
  for (const row of await read
    .select()
    .from(raterLink)
    .where(and(eq(raterLink.project, project), holding(raterLink, as))))
    add(behind, row.rater, row.member)
  for (const { member, raters, externals } of await read
    .select()
    .from(panelist)
    .where(and(eq(panelist.project, project), holding(panelist, as)))) {
    for (const one of raters) add(behind, one, member)
    const called =
      externals.length === 0
        ? []
        : await read
            .select({ id: rater.id })
            .from(rater)
            .innerJoin(imports, eq(imports.id, rater.import))
            .where(
              and(
                eq(rater.project, project),
                inArray(rater.external, externals),
                as === null ? undefined : lte(imports.seq, as),
              ),
            )
    for (const { id } of called) add(behind, id, member)
  }
  return behind
}

/** Who sits on an undecided panel must not meet the votes it hears (law 1). */
async function hearingAsOf(read: Reader, project: string, as: AsOf) {
  const { seat, dispute } = read.tables
  const rows = await read
    .select({ item: dispute.item, member: seat.member })
    .from(seat)
    .innerJoin(dispute, and(eq(dispute.id, seat.dispute), holding(dispute, as)))
    .where(
      and(
        eq(seat.project, project),
        eq(seat.state, 'seated'),
        notInArray(dispute.state, ['decided', 'withdrawn']),
        holding(seat, as),
      ),
    )
  const hearing = new Map<string, Among>()
  for (const { item, member } of rows) add(hearing, item, member)
  return hearing
}
