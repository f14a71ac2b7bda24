import { and, eq, inArray, isNull, like, ne } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { type ImportRecord, noCounts, type VoteLeaf, voteLeaf } from '#shared/import-run.ts'
import { questionType, type Value } from '#shared/question.ts'
import { FIX_SOURCE } from '#shared/review.ts'
import type { ReviewGround } from '#shared/review-draw.ts'
import type { Asked } from '../../command.ts'
import type { Writer } from '../../store/store.ts'
import { disputeRecords } from '../dispute-record.ts'
import { arriveLate } from '../import.ts'
import { questionsOf } from '../round.ts'
import { type VoteRow, votesOfItems } from '../vote.ts'

/** Of raters that stand for a member who reviews. */
const CALLED = 'review:'

/**
 * The answer a review names is a vote of its own, brought by an import of one: so splits, the queue and every past moment
 * know it as they know any other. Whoever has voted here already, as a rater of their own, has their vote and gets no second.
 */
export async function addFix(
  tx: Writer,
  asked: Asked,
  vote: VoteRow,
  value: Value,
  { behind }: Pick<ReviewGround, 'behind'>,
): Promise<{ facts: Fact[]; told: Told[] }> {
  const [question] = await questionsOf(tx, asked.project.id, vote.question)
  const mine = (await votesOfItems(tx, [vote.item])).filter(
    (one) => one.question === vote.question && behind.get(one.rater)?.has(asked.actor.id),
  )
  const known = await standIn(tx, asked)
  const before = mine.find(({ rater }) => rater === known)
  const same = before && questionType(question!.type).agrees(question!, before.value, value)
  if (same || mine.some(({ rater }) => rater !== known)) return { facts: [], told: [] }
  const id = asked.newId()
  const rater = known ?? asked.newId()
  const own: VoteLeaf = {
    ...{ id: asked.newId(), item: vote.item, question: vote.question, rater, ref: id },
    ...{ value: JSON.stringify(value), note: null, confidence: null },
    ...{ at: asked.at, seconds: null, version: null, salt: asked.salt().slice(0, 32) },
  }
  const { vote: votes } = tx.tables
  if (before)
    await tx
      .update(votes)
      .set({ until: asked.seq })
      .where(and(eq(votes.id, before.vote), isNull(votes.until)))
  const linked = known ? [] : await makeStandIn(tx, asked, rater, id)
  const record = await bring(tx, asked, { id, own, supersedes: before?.vote ?? null, fresh: !known })
  const late = await tellDispute(tx, asked, id, vote.item)
  // Nobody is told of the link: beside a review just given it would name the reviewer.
  return { facts: [{ kind: 'import.done', import: record }, ...linked, ...late.facts], told: late.told }
}

/** The rater that stands for the asker; null before their first fix. */
async function standIn(tx: Writer, asked: Asked): Promise<string | null> {
  const { raterLink, rater } = tx.tables
  const [row] = await tx
    .select({ rater: rater.id })
    .from(raterLink)
    .innerJoin(rater, eq(rater.id, raterLink.rater))
    .where(
      and(
        eq(raterLink.project, asked.project.id),
        eq(raterLink.member, asked.actor.id),
        isNull(raterLink.until),
        like(rater.external, `${CALLED}%`),
      ),
    )
  return row?.rater ?? null
}

async function makeStandIn(tx: Writer, asked: Asked, id: string, from: string): Promise<Fact[]> {
  const { rater, raterLink } = tx.tables
  const project = asked.project.id
  const external = `${CALLED}${asked.newId().slice(0, 8)}`
  await tx.insert(rater).values({ project, id, external, kind: 'human', import: from })
  await tx
    .insert(raterLink)
    .values({ project, rater: id, member: asked.actor.id, since: asked.seq, until: null })
  return [{ kind: 'rater.linked', rater: id, member: asked.actor.id }]
}

type Brought = { id: string; own: VoteLeaf; supersedes: string | null; fresh: boolean }
async function bring(tx: Writer, asked: Asked, brought: Brought): Promise<ImportRecord> {
  const { id, own, supersedes, fresh } = brought
  const project = asked.project.id
  const none = noCounts()
  const counts = {
    ...none,
    rows: 1,
    items: { added: 0, known: 1 },
    raters: { added: fresh ? 1 : 0, known: fresh ? 0 : 1 },
    votes: { ...none.votes, added: supersedes ? 0 : 1, superseding: supersedes ? 1 : 0 },
  }
  const record: ImportRecord = {
    ...{ id, source: FIX_SOURCE, sha256: '', counts, root: voteLeaf(own), state: 'done' },
  }
  const { imports, vote } = tx.tables
  await tx.insert(imports).values({
    ...record,
    ...{ project, file: '', format: 'review', by: asked.actor.id, seq: asked.seq, until: null },
    ...{ startedAt: asked.at, endedAt: asked.at },
  })
  await tx.insert(vote).values({ ...own, project, import: id, supersedes, late: 0, until: null })
  return record
}

/** On an item in dispute or decided it comes late, to the newest of its disputes. */
async function tellDispute(tx: Writer, asked: Asked, id: string, item: string) {
  const { dispute } = tx.tables
  const heard = await disputeRecords(
    tx,
    asked.project.id,
    and(inArray(dispute.item, [item]), ne(dispute.state, 'withdrawn')),
  )
  return heard.length > 0 ? arriveLate(tx, asked, id, new Map([[item, heard]])) : { facts: [], told: [] }
}
