import { and, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { Ending, ImportCounts, ImportRecord, StagedCounts } from '#shared/import-run.ts'
import type { Value } from '#shared/question.ts'
import type { DisputeRecord, DisputeVote } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'
import { finishAttributes, withdrawAttributes } from './attribute-import.ts'
import { disputeRecords } from './dispute-record.ts'
import { bringBack } from './import-withdraw.ts'
import { newestOn } from './newest.ts'
import { tell } from './told.ts'
import { leaveForVotes } from './vacate.ts'

const toLeads = { roles: ['lead', 'auditor'] as ('lead' | 'auditor')[] }
/** Ids in one statement. */
const AT_ONCE = 1_000

/** The last short step of an import: what its batches wrote is seen from this entry on. */
export const finishImport: Handler<'import.finish'> = async (tx, { import: id }, asked) => {
  const row = await importOf(tx, asked.project.id, id)
  if (row.state !== 'staged') throw new Refusal('import-not-ready', { detail: row.state })
  const { ending = { gone: [], votes: [], items: [] }, ...counts } = row.counts as StagedCounts
  const disputes = await disputeRecords(tx, asked.project.id, ne(tx.tables.dispute.state, 'withdrawn'))
  const heard = Map.groupBy(disputes, ({ item }) => item)
  await endReplaced(tx, asked, id, ending)
  const withdrawn = await endGone(tx, asked, ending.gone, new Set(heard.keys()))
  const late = await arriveLate(tx, asked, id, heard)
  const said = await finishAttributes(tx, asked, id)
  const final: ImportCounts = { ...counts, votes: { ...counts.votes, withdrawn, late: late.n } }
  const { imports } = tx.tables
  await tx
    .update(imports)
    .set({ state: 'done', seq: asked.seq, endedAt: asked.at, counts: final })
    .where(eq(imports.id, id))
  const record: ImportRecord = {
    id,
    source: row.source,
    sha256: row.sha256,
    counts: final,
    root: row.root!,
    state: 'done',
  }
  const done: Fact = { kind: 'import.done', import: record }
  return {
    facts: [done, ...late.facts, ...said.facts],
    told: [{ to: toLeads, event: done }, ...late.told, ...said.told],
    subject: id,
    answer: { counts: final },
  }
}

async function importOf(tx: Writer, project: string, id: string) {
  const { imports } = tx.tables
  const [row] = await tx
    .select()
    .from(imports)
    .where(and(eq(imports.project, project), eq(imports.id, id)))
  if (!row) throw new Refusal('not-found')
  return row
}

/** Ids in handfuls that one statement takes. */
function* handfuls<One>(all: readonly One[]): Generator<One[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE)
}

/** Votes and items in whose place this import puts others end here. */
async function endReplaced(tx: Writer, { project, seq }: Asked, id: string, ending: Ending) {
  const { vote, item } = tx.tables
  for (const some of handfuls(ending.votes))
    await tx
      .update(vote)
      .set({ until: seq })
      .where(and(eq(vote.project, project.id), isNull(vote.until), inArray(vote.id, some)))
  for (const some of handfuls(ending.items))
    await tx
      .update(item)
      .set({ until: seq })
      .where(
        and(eq(item.project, project.id), ne(item.import, id), isNull(item.until), inArray(item.id, some)),
      )
}

/** Votes that the file no longer has; one that came before a panel meanwhile stays. */
async function endGone(
  tx: Writer,
  { project, seq }: Asked,
  gone: readonly string[],
  heard: ReadonlySet<string>,
): Promise<number> {
  const { vote } = tx.tables
  let ended = 0
  for (const some of handfuls(gone)) {
    const rows = await tx
      .select({ id: vote.id, item: vote.item })
      .from(vote)
      .where(and(eq(vote.project, project.id), isNull(vote.until), inArray(vote.id, some)))
    const free = rows.filter(({ item }) => !heard.has(item)).map(({ id }) => id)
    if (free.length > 0) await tx.update(vote).set({ until: seq }).where(inArray(vote.id, free))
    ended += free.length
  }
  return ended
}

/** New votes on items in dispute or decided: kept and marked late; the dispute goes on with the votes it was opened with. */
export async function arriveLate(
  tx: Writer,
  asked: Asked,
  id: string,
  heard: ReadonlyMap<string, readonly DisputeRecord[]>,
): Promise<{ n: number; facts: Fact[]; told: Told[] }> {
  const { vote, disputeVote } = tx.tables
  const columns = {
    item: vote.item,
    vote: vote.id,
    rater: vote.rater,
    question: vote.question,
    value: vote.value,
    version: vote.version,
    at: vote.at,
  }
  const late = { n: 0, facts: [] as Fact[], told: [] as Told[] }
  for (const items of handfuls([...heard.keys()])) {
    const rows = await tx
      .select(columns)
      .from(vote)
      .where(and(inArray(vote.item, items), eq(vote.import, id), isNull(vote.until)))
      .orderBy(vote.id)
    // Of several hearings of an item the newest that is about the question takes them.
    const rooms = Map.groupBy(rows, ({ item, question }) => newestOn(heard.get(item)!, item, question))
    for (const [dispute, arrived] of rooms) {
      if (!dispute) continue
      await tx
        .update(vote)
        .set({ late: 1 })
        .where(
          inArray(
            vote.id,
            arrived.map((one) => one.vote),
          ),
        )
      await tx.insert(disputeVote).values(
        arrived.map(({ item: _item, ...one }) => ({
          ...one,
          project: asked.project.id,
          dispute: dispute.id,
          late: 1,
          since: asked.seq,
        })),
      )
      const votes: DisputeVote[] = arrived.map(({ item: _item, ...one }) => ({
        ...one,
        value: JSON.parse(one.value) as Value,
        late: true,
      }))
      const fact: Fact = { kind: 'votes.arrived', dispute: dispute.id, votes }
      late.n += votes.length
      late.facts.push(fact)
      late.told.push(...(await tell(tx, asked.project.id, dispute, [fact])))
    }
  }
  const raters = late.facts.flatMap((fact) =>
    fact.kind === 'votes.arrived' ? fact.votes.map(({ rater }) => rater) : [],
  )
  const left = await leaveForVotes(tx, asked, raters)
  return { n: late.n, facts: [...late.facts, ...left.facts], told: [...late.told, ...left.told] }
}

export const saveMapping: Handler<'mapping.save'> = async (tx, { name, mapping }, { project, seq }) => {
  const { mapping: table } = tx.tables
  const where = and(eq(table.project, project.id), eq(table.name, name))!
  const [old] = await present(tx, 'mapping', project.id, where)
  if (old) await supersede(tx, 'mapping', seq, where, old, { body: mapping })
  else await tx.insert(table).values({ project: project.id, name, body: mapping, since: seq, until: null })
  const fact: Fact = { kind: 'mapping.saved', name, mapping }
  return { facts: [fact], told: [{ to: toLeads, event: fact }], subject: name }
}

/** Takes an import back: its votes end here, and those it had put an end to come back. */
export const withdrawImport: Handler<'import.withdraw'> = async (tx, { import: id, reason }, asked) => {
  const project = asked.project.id
  const row = await importOf(tx, project, id)
  if (row.until !== null) throw new Refusal('import-withdrawn')
  if (row.seq === null) throw new Refusal('import-not-ready', { detail: row.state })
  const { imports, vote, dispute, disputeVote } = tx.tables
  const busy = await tx
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.project, project), inArray(imports.state, ['running', 'staged'])))
  if (busy.length > 0) throw new Refusal('import-running')
  const heard = await tx
    .selectDistinct({ vote: disputeVote.vote })
    .from(disputeVote)
    .innerJoin(vote, eq(vote.id, disputeVote.vote))
    .innerJoin(dispute, and(eq(dispute.id, disputeVote.dispute), isNull(dispute.until)))
    .where(and(eq(dispute.project, project), eq(vote.import, id), ne(dispute.state, 'withdrawn')))
  if (heard.length > 0) throw new Refusal('import-decided', { n: heard.length })
  const returned = await bringBack(tx, asked, row)
  const unsaid = await withdrawAttributes(tx, asked, row)
  await tx.update(imports).set({ until: asked.seq }).where(eq(imports.id, id))
  const facts: Fact[] = [
    { kind: 'import.withdrawn', import: id },
    ...returned.map((record): Fact => ({ kind: 'import.done', import: record })),
  ]
  return {
    facts: [...facts, ...unsaid.facts],
    told: [...facts.map((event) => ({ to: toLeads, event })), ...unsaid.told],
    texts: [{ author: asked.actor.id, of: id, words: reason }],
    subject: id,
    answer: { returned: returned.map(({ id: one }) => one) },
  }
}
