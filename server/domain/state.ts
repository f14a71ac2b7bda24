import { and, asc, eq, inArray } from 'drizzle-orm'
import type { ImportRecord } from '#shared/import-run.ts'
import type { Stratum } from '#shared/sample.ts'
import { emptyState, type ProjectState } from '#shared/state.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { citationsIn } from './citation-record.ts'
import { clauseTalk } from './clause-thread/record.ts'
import { disputeRecords } from './dispute-record.ts'
import { fairState } from './fair-state.ts'
import { acknowledgements, guidelineHeads } from './guideline.ts'
import { proposalsWhere } from './proposal/record.ts'
import { approvalsOf, rulesOf } from './publish/ground.ts'
import { rechecksIn, revotesIn } from './recheck/record.ts'
import { questionsOf } from './round.ts'
import type { Project } from './who.ts'

/** The whole record of a project as its tables have it now: what folding every entry must give too. */
export async function projectState(read: Reader, project: Project): Promise<ProjectState> {
  return {
    ...emptyState(),
    ...(await fairState(read, project.id)),
    seq: project.seq,
    ...(await peopleOf(read, project.id)),
    ...(await workOf(read, project.id)),
    policy: (await present(read, 'policy', project.id))[0]?.body ?? null,
    questions: entries(await questionsOf(read, project.id), (question) => [question.key, question]),
    guidelines: await guidelineHeads(read, project.id),
    acknowledged: entries(await acknowledgements(read, project.id), (one) => [
      `${one.rater}/${one.version}`,
      one,
    ]),
    clauseRules: await rulesOf(read, project.id),
    approvals: entries(await approvalsOf(read, project.id), (one) => [`${one.clause}/${one.by}`, one]),
    clauseThreads: entries(await clauseTalk(read, project.id), ({ thread }) => [thread.id, thread]),
    proposals: entries(await proposalsWhere(read, project.id), ({ record }) => [record.id, record]),
    rechecks: await rechecksIn(read, project.id),
    revotes: await revotesIn(read, project.id),
    citations: await citationsIn(read, project.id),
    mappings: entries(await present(read, 'mapping', project.id), ({ name, body }) => [name, body]),
    samples: await samplesOf(read, project.id),
    disputes: entries(await disputeRecords(read, project.id), (dispute) => [dispute.id, dispute]),
  }
}

const entries = <Row, Entry>(
  rows: readonly Row[],
  entry: (row: Row) => [string, Entry],
): Record<string, Entry> => Object.fromEntries(rows.map(entry))

async function peopleOf(read: Reader, project: string) {
  return {
    members: entries(await present(read, 'member', project), ({ id, roles }) => [id, roles]),
    panelists: entries(
      await present(read, 'panelist', project),
      ({ member, languages, expertise, minutes, declared, raters, guest }) => [
        member,
        { languages, expertise, minutes, declared: declared === 1, raters, guest },
      ],
    ),
    raterLinks: entries(await present(read, 'raterLink', project), ({ rater, member }) => [rater, member]),
  }
}

async function workOf(read: Reader, project: string) {
  const { imports } = read.tables
  const shown = and(eq(imports.project, project), inArray(imports.state, ['done', 'withdrawn']))
  return {
    imports: entries(
      await read.select().from(imports).where(shown),
      ({ id, source, sha256, counts, root, state }) => [
        id,
        { id, source, sha256, counts, root: root ?? '', state: state as ImportRecord['state'] },
      ],
    ),
    stands: entries(await present(read, 'stand', project), ({ id, vote, rater, item, question, upheld }) => [
      id,
      { id, vote, rater, item, question, upheld: upheld === null ? null : upheld === 1 },
    ]),
    closures: entries(await present(read, 'closure', project), ({ id, item, question }) => [
      id,
      { id, item, question },
    ]),
    marks: entries(
      await present(read, 'mark', project),
      ({ vote, basis, mark, cause, because, decision }) => [
        `${vote}/${basis}`,
        { vote, basis, mark, cause, because, decision },
      ],
    ),
  }
}

async function samplesOf(read: Reader, project: string): Promise<ProjectState['samples']> {
  const { sample } = read.tables
  const rows = await read.select().from(sample).where(eq(sample.project, project)).orderBy(asc(sample.item))
  return entries([...Map.groupBy(rows, ({ id }) => id)], ([id, drawn]) => [
    id,
    drawn.map(({ item, stratum }) => ({ item, stratum: stratum as Stratum })),
  ])
}
