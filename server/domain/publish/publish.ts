import { inArray } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { DraftChange } from '#shared/draft.ts'
import { everybody, type Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { GuidelineHead } from '#shared/guideline.ts'
import { type Changes, publishChecks, type Text, unmetChecks } from '#shared/publish.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler, Preparation } from '../../command.ts'
import type { Writer } from '../../store/store.ts'
import { changeTo } from '../draft.ts'
import { readyOf, type Stilled, stillDraft } from '../draft-stilled.ts'
import { newestVersion, type Version } from '../guideline.ts'
import { policyOf } from '../policy.ts'
import { publishedBy } from '../proposal/published.ts'
import { drafting } from '../proposal/record.ts'
import { openRechecks } from '../recheck/open.ts'
import { publishGround } from './ground.ts'
import { type ReadyText, readyText } from './ready.ts'

type Input = CommandInput<'guideline.publish'>
type Publishing = Asked<Stilled<ReadyText>>

/** Nobody writes in the draft while it is made a version. */
export const preparePublish: Preparation<'guideline.publish'> = (house, input, _who, project) =>
  stillDraft(house, project.id, (frozen) => readyText(house, input, project.id, frozen))

/**
 * Makes a version of the draft, or of Markdown: immutable, with its hash in the log and the moment from which it binds.
 * What it sets off comes in the same entry: decisions to look at again, and proposals that now stand in it.
 */
export const publishGuideline: Handler<'guideline.publish'> = async (tx, input, asked: Publishing) => {
  if (!input.texts && !input.draft) throw new Refusal('text-missing')
  if (asked.ifMatch !== (await newestVersion(tx, asked.project.id))) throw new Refusal('stale')
  const ready = readyOf(asked.prepared)
  const { before, text, changes, hash, heads, gone } = ready
  // The draft was held by somebody else in between, for this took too long.
  if (asked.ifMatch !== (before?.version ?? 0)) throw new Refusal('stale')
  const overridden = await refuseUnmet(tx, input, asked, { text, changes })
  const head: GuidelineHead = {
    version: (before?.version ?? 0) + 1,
    hash,
    bindsFrom: await refuseBinding(tx, asked, before?.version, input.bindsFrom),
    publishedAt: asked.at,
    clauses: heads,
    changes,
    gone,
    overridden,
  }
  await write(tx, asked, input, { before, text, head })
  if (input.texts) await changeDraft(tx, asked, text, before)
  const facts: Fact[] = [
    { kind: 'guideline.published', guideline: head },
    ...(await openRechecks(tx, asked, head)),
    ...(await publishedBy(tx, asked, head.version, text.clauses)),
  ]
  return {
    facts,
    told: facts.map(toldOf),
    texts: wordsOf(input, asked.actor.id, text, changes),
    subject: `v${head.version}`,
    answer: answerOf(head, facts),
  }
}

/** That there is a version, everybody hears; its clauses, thousands perhaps, are read by whoever opens it. */
function toldOf(fact: Fact): Told {
  if (fact.kind !== 'guideline.published') return { to: drafting, event: fact }
  const guideline = { ...fact.guideline, clauses: [], changes: {}, gone: [] }
  return { to: everybody, event: { kind: fact.kind, guideline } }
}

/** What is missing can be overridden with a reason, which stays with the version for ever. */
async function refuseUnmet(
  tx: Writer,
  { reason }: Input,
  asked: Publishing,
  next: { text: Text; changes: Changes },
) {
  const missing = unmetChecks(publishChecks(await publishGround(tx, asked.project.id, asked.actor.id, next)))
  if (missing.length > 0 && !reason?.trim())
    throw new Refusal('reason-needed', { n: missing.length, requirements: missing.join(', ') })
  return missing
}

/** The first version binds from the first vote; a later one never before its publication plus the project's grace (law 5). */
async function refuseBinding(
  tx: Writer,
  asked: Publishing,
  before: number | undefined,
  bindsFrom: number | null | undefined,
): Promise<number | null> {
  if (before === undefined) return bindsFrom ?? null
  const { graceDays } = await policyOf(tx, asked.project.id)
  const earliest = asked.at + graceDays * DAY
  const binds = bindsFrom ?? earliest
  if (binds < earliest)
    throw new Refusal('binds-too-early', {
      date: new Date(earliest).toISOString().slice(0, 10),
      days: graceDays,
    })
  return binds
}

async function write(
  tx: Writer,
  asked: Publishing,
  input: Input,
  { before, text, head }: { before: Version | undefined; text: Text; head: GuidelineHead },
) {
  const project = asked.project.id
  const { clauses: heads, ...version } = head
  await tx.insert(tx.tables.guideline).values({
    ...version,
    project,
    language: text.authoritative,
    note: input.note,
    since: asked.seq,
    publishedBy: asked.actor.id,
    reason: head.overridden.length > 0 ? (input.reason ?? null) : null,
  })
  const authors = await authorsOf(tx, asked, input, { before, changes: head.changes })
  const rows = text.clauses.map(({ id, texts, follows }, position) => {
    const { number, level, hash, meaning } = heads[position]!
    const written = [texts, follows, authors(id)].map((cell) => JSON.stringify(cell))
    return [project, head.version, position, id, number, level, hash, meaning, ...written]
  })
  await tx.bulk('clause', clauseColumns, rows)
}
const clauseColumns = 'project version position id number level hash meaning texts follows authors'.split(' ')

/** Who wrote what is new in each changed clause: of Markdown its publisher, of the draft whoever wrote in it since. */
async function authorsOf(
  tx: Writer,
  asked: Publishing,
  input: Input,
  { before, changes }: { before: Version | undefined; changes: Changes },
): Promise<(clause: string) => string[]> {
  if (input.texts) return (clause) => (changes[clause] ? [asked.actor.id] : [])
  const wrote = asked.prepared.authors.filter(({ at }) => at > (before?.publishedAt ?? 0))
  const { member } = tx.tables
  const people = [...new Set(wrote.map(({ person }) => person))]
  const rows =
    people.length === 0
      ? []
      : await tx
          .select({ id: member.id, person: member.person, project: member.project })
          .from(member)
          .where(inArray(member.person, people))
  const memberOf = new Map(
    rows.filter(({ project }) => project === asked.project.id).map(({ id, person }) => [person, id]),
  )
  const byClause = Map.groupBy(wrote, ({ clause }) => clause)
  return (clause) =>
    changes[clause]
      ? [...new Set((byClause.get(clause) ?? []).flatMap(({ person }) => memberOf.get(person) ?? []))]
      : []
}

/** The draft follows what was published past it; what somebody has written there and not published stays. */
async function changeDraft(tx: Writer, asked: Publishing, text: Text, before: Version | undefined) {
  const change: DraftChange = {
    ...changeTo(asked.prepared.draft.clauses, text),
    unless: Object.fromEntries((before?.clauses ?? []).map(({ id, texts }) => [id, texts])),
  }
  await tx.insert(tx.tables.draftChange).values({ project: asked.project.id, since: asked.seq, body: change })
}

/** The words that are new: those of unchanged clauses stand in the entries that brought them. */
function wordsOf({ note, reason }: Input, author: string, { clauses }: Text, changes: Changes) {
  const changed = clauses.filter(({ id }) => changes[id])
  return [
    { author, of: 'note', words: note },
    ...(reason ? [{ author, of: 'reason', words: reason }] : []),
    ...changed.flatMap(({ id, texts }) =>
      Object.entries(texts).map(([language, { title, body }]) => ({
        author,
        of: `${id}/${language}`,
        words: `${title}\n\n${body}`,
      })),
    ),
  ]
}

function answerOf({ version, hash, bindsFrom, changes }: GuidelineHead, facts: readonly Fact[]) {
  const counts: Record<string, number> = {}
  for (const change of Object.values(changes)) counts[change] = (counts[change] ?? 0) + 1
  const opened = facts.flatMap((fact) => (fact.kind === 'rechecks.opened' ? fact.rechecks : []))
  return { version, hash, bindsFrom, changes: counts, rechecks: opened.length }
}
