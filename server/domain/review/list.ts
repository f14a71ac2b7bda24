import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import type { Actor } from '#shared/member.ts'
import type { Value } from '#shared/question.ts'
import { OWN_SOURCE, type ReviewState } from '#shared/review.ts'
import { snippetOf } from '#shared/snippet.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { namesOf } from '../name.ts'
import { itemsOf, votesOfItems } from '../vote.ts'
import { fitGround } from './ground.ts'
import { externalsIn } from './names.ts'
import { reasonsThen } from './reason.ts'

/** Reviews on one page. */
const PAGE = 50
type Row = Schema['review']['$inferSelect']
const leads = ({ owner, roles }: Actor) => owner || roles.includes('lead')

/** All reviews, the newest change first. Whoever asks stays blind to their own: as rater to the reviewer, and the other way round. */
export async function reviewsPage(
  read: Reader,
  project: string,
  actor: Actor,
  { state, after }: { state?: ReviewState | undefined; after?: string | undefined },
) {
  const { review } = read.tables
  const [since, id] = after?.split('.') ?? []
  const page = await read
    .select()
    .from(review)
    .where(
      and(
        eq(review.project, project),
        isNull(review.until),
        state && eq(review.state, state),
        since === undefined
          ? undefined
          : or(
              lt(review.since, Number(since)),
              and(eq(review.since, Number(since)), lt(review.id, id ?? '')),
            ),
      ),
    )
    .orderBy(desc(review.since), desc(review.id))
    .limit(PAGE + 1)
  const shown = page.slice(0, PAGE)
  const last = shown.at(-1)
  return {
    rows: await rowsOf(read, project, actor, shown),
    next: page.length > PAGE && last ? `${last.since}.${last.id}` : null,
  }
}

async function rowsOf(read: Reader, project: string, actor: Actor, rows: readonly Row[]) {
  const ids = [...new Set(rows.map(({ item }) => item))]
  const items = await itemsOf(read, project, ids)
  const votes = new Map((await votesOfItems(read, ids)).map((one) => [one.vote, one]))
  const own = rows.filter(({ source }) => source === OWN_SOURCE).map(({ reviewer }) => reviewer)
  const names = leads(actor) ? await namesOf(read, own) : {}
  const raters = leads(actor)
    ? await externalsIn(
        read,
        rows.map(({ rater }) => rater),
      )
    : new Map<string, string>()
  const { behind } = await fitGround(read, project, null)
  const reasonOf = await reasonsThen(read, project)
  return rows.map((row) => {
    const item = items.get(row.item)
    const mine = row.reviewer === actor.id
    const aboutMe = behind.get(row.rater)?.has(actor.id) ?? false
    const reviewer = row.source === OWN_SOURCE ? (names[row.reviewer] ?? null) : row.reviewer
    return {
      id: row.id,
      state: row.state,
      ...{ item: row.item, external: item?.external ?? '', snippet: item ? snippetOf(item) : '' },
      ...{ question: row.question, value: votes.get(row.vote)?.value ?? null },
      vote: mine ? null : row.vote,
      rater: mine ? null : (raters.get(row.rater) ?? null),
      reviewer: aboutMe || !leads(actor) ? null : reviewer,
      ...{ mine, source: row.source, batch: row.batch, repeat: !mine && row.repeats !== null },
      ...{ verdict: row.verdict, words: row.words, at: row.at },
      fix: row.value === null ? null : (JSON.parse(row.value) as Value),
      reason: reasonOf(row.reason, row.since),
    }
  })
}
