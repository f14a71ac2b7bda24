import { and, eq, inArray, or } from 'drizzle-orm'
import type { Value } from '#shared/question.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { externalsOf } from '../external.ts'
import { standings } from '../standing/standing.ts'

type Mine = { member: string; raters: string[] }

/** What the project knows of somebody as a rater: votes, what each basis says of them, and what followed. */
export async function dataOfRater(read: Reader, project: string, { member, raters }: Mine) {
  const { rater, raterAttribute, stand, mark } = read.tables
  const named = await read
    .select({ rater: rater.id, external: rater.external, kind: rater.kind })
    .from(rater)
    .where(inArray(rater.id, raters))
  const described = await present(read, 'raterAttribute', project, inArray(raterAttribute.rater, raters))
  const stands = await present(read, 'stand', project, inArray(stand.rater, raters))
  const marks = await present(read, 'mark', project, inArray(mark.rater, raters))
  return {
    raters: named,
    attributes: described.map(({ rater, name, value }) => ({ rater, name, value })),
    votes: await votesOf(read, project, raters),
    stands: stands.map(({ vote, note, upheld }) => ({
      vote,
      note,
      upheld: upheld === 1,
      open: upheld === null,
    })),
    marks: marks.map(({ vote, basis, mark, because, cause, since }) => ({
      ...{ vote, basis, mark, because, cause },
      entry: since,
    })),
    standing: Object.fromEntries(await standings(read, project, raters)),
    reviews: await reviewsOf(read, project, raters),
    appeals: await appealsOf(read, project, { member, raters }),
    sanctions: await sanctionsOf(read, project, raters),
  }
}

/** Every vote, those that were superseded too, with the notes written to it since. */
async function votesOf(read: Reader, project: string, raters: readonly string[]) {
  const { vote, voteNote } = read.tables
  const rows = await read
    .select()
    .from(vote)
    .where(and(eq(vote.project, project), inArray(vote.rater, [...raters])))
  const externals = await externalsOf(
    read,
    rows.map(({ item }) => item),
  )
  const written = await read
    .select({ vote: voteNote.vote, text: voteNote.text, at: voteNote.at })
    .from(voteNote)
    .innerJoin(vote, eq(vote.id, voteNote.vote))
    .where(and(eq(voteNote.project, project), inArray(vote.rater, [...raters])))
  return rows.map(({ id, item, question, value, note, at, version, late, until }) => ({
    vote: id,
    item: externals.get(item) ?? '',
    question,
    value: JSON.parse(value) as Value,
    note,
    notes: written.filter((one) => one.vote === id).map(({ text, at }) => ({ text, at })),
    at,
    guideline: version,
    late: late === 1,
    superseded: until !== null,
  }))
}

/** What peers said of the votes, and not who. */
async function reviewsOf(read: Reader, project: string, raters: readonly string[]) {
  const { review } = read.tables
  const rows = await present(
    read,
    'review',
    project,
    and(inArray(review.rater, [...raters]), eq(review.state, 'given')),
  )
  return rows.map(({ vote, source, verdict, reason, value, words, at }) => ({
    ...{ vote, source, verdict, reason, words, at },
    value: value === null ? null : (JSON.parse(value) as Value),
  }))
}

async function appealsOf(read: Reader, project: string, { member, raters }: Mine) {
  const { appeal } = read.tables
  const rows = await present(
    read,
    'appeal',
    project,
    or(inArray(appeal.rater, raters), eq(appeal.by, member)),
  )
  return rows.map((one) => {
    const { id, basis, questions, votes, clause, state, filedAt, answeredAt, reason, answer } = one
    const said = { basis, questions, votes, clause, state, filedAt, answeredAt, reason, answer }
    return { appeal: id, ...said, filedByMe: one.by === member }
  })
}

async function sanctionsOf(read: Reader, project: string, raters: readonly string[]) {
  const { sanction } = read.tables
  const rows = await present(read, 'sanction', project, inArray(sanction.rater, [...raters]))
  return rows.map(
    ({ id, basis, question, follows, rate, state, proposedAt, answerBy, answer, signatures }) => ({
      sanction: id,
      ...{ basis, question, follows, rate, state, proposedAt, answerBy, answer },
      signatures: signatures.map(({ by: _who, ...signature }) => signature),
    }),
  )
}
