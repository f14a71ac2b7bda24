import { and, eq, inArray } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { type MarkRecord, needsReason } from '#shared/mark.ts'
import type { DecisionRecord, DisputeRecord, RequirementName } from '#shared/record.ts'
import type { Asked } from '../../command.ts'
import { present, replace } from '../../store/rows.ts'
import type { Writer } from '../../store/store.ts'
import { writeManyMarks } from '../mark.ts'
import { dropGroundless } from '../sanction/ground.ts'
import { answerStands } from '../stand.ts'
import { tell } from '../told.ts'

/** Decisions in one statement; databases count their parameters. */
const AT_ONCE = 300
/** Of one dispute, the decisions that take the place of others, and the marks they make. */
export type Replacing = { dispute: DisputeRecord; next: DecisionRecord[]; marks: MarkRecord[] }

/** Writes decisions signed as they come, the marks they make and the stands they answer. */
export async function writeReplacing(
  tx: Writer,
  asked: Asked,
  all: readonly Replacing[],
  reason: string,
): Promise<{ facts: Fact[]; told: Told[] }> {
  const signed = all.flatMap((one) => {
    const overridden = missing(one)
    return one.next.map((decision) => ({ ...decision, overridden }))
  })
  for (let from = 0; from < signed.length; from += AT_ONCE)
    await writeDecisions(tx, asked, signed.slice(from, from + AT_ONCE), reason)
  await writeManyMarks(tx, asked, all)
  const stood = await stoodBy(
    tx,
    asked,
    all.flatMap(({ marks }) => marks.map(({ vote }) => vote)),
  )
  const facts: Fact[] = []
  const told: Told[] = []
  for (const one of all) {
    const own = one.marks.some(({ vote }) => stood.has(vote)) ? await answerStands(tx, asked, one.marks) : []
    const drafted = one.next.map(
      (decision): Extract<Fact, { kind: 'decision.drafted' }> => ({
        kind: 'decision.drafted',
        dispute: one.dispute.id,
        decision,
      }),
    )
    const rest = [...signing(asked, one), ...own]
    // The words are text, and so not among the facts.
    facts.push(
      ...drafted.map((fact) => ({ ...fact, decision: { ...fact.decision, rationale: '' } })),
      ...rest,
    )
    told.push(...(await tell(tx, asked.project.id, one.dispute, [...drafted, ...rest])))
  }
  const raters = new Set(all.flatMap(({ dispute }) => dispute.votes.map(({ rater }) => rater)))
  const ground = await dropGroundless(tx, asked, [...raters])
  return { facts: [...facts, ...ground.facts], told: [...told, ...ground.told] }
}

const signing = ({ actor, at }: Asked, one: Replacing): Fact[] => [
  {
    kind: 'decision.signed',
    dispute: one.dispute.id,
    decisions: one.next.map(({ id }) => id),
    by: actor.id,
    at,
    consent: false,
    overridden: missing(one),
  },
  { kind: 'votes.marked', dispute: one.dispute.id, marks: one.marks },
]

/** What such decisions lack of what one that is written up has; the reason given stands beside them. */
function missing({ dispute, next, marks }: Replacing): RequirementName[] {
  const uncited = next.some(
    ({ clauses, supersedes }) => clauses.length === 0 && dispute.decisions[supersedes!]!.clauses.length > 0,
  )
  const blamed = next.some(({ id }) => needsReason(marks.filter(({ decision }) => decision === id)))
  return [
    ...(uncited ? (['clause-cited'] as const) : []),
    ...(blamed ? (['majority-error-reasoned'] as const) : []),
  ]
}

/** First the old ones: at no moment are two signed on one question. */
async function writeDecisions(
  tx: Writer,
  { project, seq, actor, at }: Asked,
  signed: readonly DecisionRecord[],
  reason: string,
): Promise<void> {
  const { decision: table } = tx.tables
  const ids = signed.map(({ supersedes }) => supersedes!)
  const where = and(eq(table.project, project.id), inArray(table.id, ids))!
  const old = await present(tx, 'decision', project.id, where)
  const span = { since: seq, until: null }
  await replace(
    tx,
    'decision',
    seq,
    where,
    old.map((row) => ({ ...row, state: 'superseded' as const, ...span })),
  )
  const byId = new Map(old.map((row) => [row.id, row]))
  await tx.insert(table).values(
    signed.map((next) => ({
      ...byId.get(next.supersedes!)!,
      ...next,
      rationale: next.rationale ?? '',
      alike: next.alike ? 1 : 0,
      consent: 0,
      pulled: 0,
      state: 'signed' as const,
      signedBy: actor.id,
      signedAt: at,
      reason,
      ...span,
    })),
  )
}

/** Which of these votes a rater stands by; mostly none. */
async function stoodBy(tx: Writer, { project }: Asked, votes: readonly string[]): Promise<Set<string>> {
  const rows = votes.length === 0 ? [] : await present(tx, 'stand', project.id)
  const known = new Set(votes)
  return new Set(rows.map(({ vote }) => vote).filter((vote) => known.has(vote)))
}
