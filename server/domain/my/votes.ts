import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { agrees } from '#shared/decision.ts'
import type { MarkRecord } from '#shared/mark.ts'
import { snippetOf } from '#shared/snippet.ts'
import { laneOf, split } from '#shared/split.ts'
import { standsLeft } from '#shared/stand.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { marksBeside } from '../marks-beside.ts'
import { newestOn } from '../newest.ts'
import { policyOf } from '../policy.ts'
import { questionsOf } from '../round.ts'
import { ratersOf, standsOf } from '../stand.ts'
import { itemsOf, type VoteRow, votesOfItems } from '../vote.ts'
import type { Project } from '../who.ts'

/** Votes on one page. */
const PAGE = 50

/** A rater's own votes: the newest marks first, then what is being heard or stood by, then the rest by time. */
export async function myVotes(read: Reader, project: Project, member: string, after = 0) {
  const raters = await ratersOf(read, project.id, member)
  const stands = await standsOf(read, project.id, raters)
  const left = standsLeft(stands, (await policyOf(read, project.id)).stands)
  if (raters.length === 0) return { rows: [], next: null, standsLeft: left }
  const { dispute, mark } = read.tables
  const own = await votesOfRaters(read, raters)
  const marks = await present(read, 'mark', project.id, inArray(mark.rater, raters))
  const open = (await present(read, 'dispute', project.id)).filter(({ state }) => state !== 'withdrawn')
  const heard = new Set(open.map(({ item }) => item))
  const urgency = new Map(
    own.map(({ id, item, at }) => {
      const marked = marks.find((one) => one.vote === id)?.since ?? 0
      const busy = heard.has(item) || stands.some((stand) => stand.vote === id) ? 1 : 0
      return [id, [marked, busy, at ?? 0]] as const
    }),
  )
  own.sort((a, b) => compare(urgency.get(b.id)!, urgency.get(a.id)!) || (a.id < b.id ? -1 : 1))
  const page = own.slice(after, after + PAGE)
  const ids = page.map(({ item }) => item)
  const disputes =
    ids.length === 0 ? [] : await present(read, 'dispute', project.id, inArray(dispute.item, ids))
  const votes = await votesOfItems(read, ids)
  const questions = await questionsOf(read, project.id)
  const shown = votes.filter(({ vote }) => page.some(({ id }) => id === vote))
  const ground = {
    items: await itemsOf(read, project.id, ids),
    votes,
    questions,
    beside: await marksBeside(read, project.id, shown, questions),
    disputes,
    marks,
    stands,
    left,
  }
  const rows = page.flatMap(({ id }) => rowOf(ground, id))
  return { rows, next: after + PAGE < own.length ? after + PAGE : null, standsLeft: left }
}

const compare = (a: readonly number[], b: readonly number[]): number =>
  a.map((one, i) => one - b[i]!).find((difference) => difference !== 0) ?? 0

async function votesOfRaters(read: Reader, raters: readonly string[]) {
  const { vote, imports } = read.tables
  const counted = and(
    inArray(vote.rater, [...raters]),
    isNull(vote.until),
    isNotNull(imports.seq),
    isNull(imports.until),
  )
  return read
    .select({ id: vote.id, item: vote.item, at: vote.at })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(counted)
}

type Ground = {
  items: Awaited<ReturnType<typeof itemsOf>>
  votes: VoteRow[]
  questions: Awaited<ReturnType<typeof questionsOf>>
  disputes: Awaited<ReturnType<typeof present<'dispute'>>>
  marks: Awaited<ReturnType<typeof present<'mark'>>>
  beside: MarkRecord[]
  stands: Awaited<ReturnType<typeof standsOf>>
  left: number
}

function rowOf({ items, votes, questions, disputes, marks, beside: said, stands, left }: Ground, id: string) {
  const own = votes.find((one) => one.vote === id)
  const question = questions.find(({ key }) => key === own?.question)
  if (!own || !question) return []
  const item = items.get(own.item)
  const beside = votes.filter((one) => one.item === own.item && one.question === own.question)
  const divided = split(
    question,
    beside.map(({ value }) => value),
  )
  const heard = newestOn(disputes, own.item, own.question)
  const stand = stands.find((one) => one.vote === id)
  const minority =
    laneOf(divided) !== null && (divided.majority === null || !agrees(question, divided.majority, own.value))
  return [
    {
      vote: id,
      item: own.item,
      external: item?.external ?? '',
      snippet: item ? snippetOf(item) : '',
      language: item?.language ?? null,
      tags: item?.tags ?? [],
      question: own.question,
      value: own.value,
      note: own.note,
      at: own.at,
      minority,
      state: heard?.state ?? null,
      dispute: heard ? { state: heard.state, round: heard.round } : null,
      marks: [...marks, ...said]
        .filter((one) => one.vote === id)
        .map(({ basis, mark, because, cause }) => ({ basis, mark, because, cause })),
      stand: stand ? { id: stand.id, upheld: stand.upheld } : null,
      mayStand: minority && !stand && heard?.state !== 'decided' && left > 0,
    },
  ]
}
