import { and, asc, eq } from 'drizzle-orm'
import { behind, type Draft, draftHash } from '#shared/draft.ts'
import type { Fact } from '#shared/facts.ts'
import { apply, emptyState, type ProjectState } from '#shared/state.ts'
import type { Language } from '#shared/text.ts'
import { projectState } from '../../server/domain/state.ts'
import { projectOf } from '../../server/domain/who.ts'
import { expectOk, type Person, type TestHouse } from './house.ts'
import { openPanel } from './panel.ts'
import type { Dialect } from './stores.ts'

/** A project with a guideline, one decided case, and people who work on its draft; Ben owns “Doctors”. */
export async function openDrafting(dialect: Dialect) {
  const panel = await openPanel(dialect, ['case-1', 'case-2', 'case-3'])
  const { house, project, lead } = panel
  const people = {
    ana: await house.person(['panelist'], 'Ana'),
    ben: await house.person(['panelist'], 'Ben'),
    cho: await house.person(['panelist'], 'Cho'),
    auditor: await house.person(['auditor'], 'Aud'),
    rater: await house.person(['rater'], 'Rae'),
  }
  const draft = () => house.house.draft.read(project)
  const clauses = (await draft()).clauses
  const [scope, safety, doctors, doses] = clauses.map(({ id }) => id) as [string, string, string, string]
  const protect = async (clause: string, protection: string, owners: readonly Person[]) =>
    expectOk(lead.call('clause.protect', { clause, protection, owners: owners.map(({ member }) => member) }))
  await protect(doctors, 'propose', [people.ben])
  const at = (path: string) => `/projects/${house.key}${path}`
  return {
    ...panel,
    ...people,
    scope,
    safety,
    doctors,
    doses,
    draft,
    protect,
    at,
    /** What the draft says of a clause now, as a proposal names it. */
    async says(clause: string, language: Language = 'en') {
      return (await draft()).clauses.find(({ id }) => id === clause)?.texts[language]
    },
    behind: async (clause: string) => {
      const now = await draft()
      return behind(now.clauses.find(({ id }) => id === clause)!, now.authoritative)
    },
    /** Decides the case with the outcome that its seats cast. */
    async decide(item: string, casts: Record<string, unknown> = {}): Promise<string> {
      const dispute = await panel.open(item)
      for (const member of await panel.seated(dispute)) {
        const seat = Object.values(people).find((one) => one.member === member)!
        const { round } = await panel.record(dispute)
        const answer = { question: 'safe', kind: 'value', values: [{ value: 'unsafe', weight: 100 }] }
        const rest = { cause: 'guideline-unclear', confidence: 'high', clauses: [doctors], noClause: false }
        await expectOk(
          seat.call('ballot.cast', {
            dispute,
            round,
            answers: [{ ...answer, ...rest, ...casts }],
            arguments: { safe: 'Aspirin adds to the bleeding risk.' },
          }),
        )
      }
      await expectOk(panel.sign(lead, dispute))
      return dispute
    },
    /** Publishes the draft as it is. */
    async publish(more: Record<string, unknown> = {}) {
      const now: Draft = await draft()
      const { version } = (await lead.get(at('/guideline'))).body
      const input = { draft: draftHash(now), note: 'Next.', ...more }
      return lead.call('guideline.publish', input, { ifMatch: version })
    },
  }
}
export type Drafting = Awaited<ReturnType<typeof openDrafting>>

/** What folding every entry of the project gives, beside what its tables say; words stand in neither. */
export async function foldedAndKept(house: TestHouse, project: string) {
  const { payload } = house.store.read.tables
  const rows = await house.store.read
    .select()
    .from(payload)
    .where(and(eq(payload.project, project), eq(payload.part, 'facts')))
    .orderBy(asc(payload.seq))
  const folded = rows.reduce(
    (state, { seq, bytes }) => apply(state, { seq }, JSON.parse(bytes!) as Fact[]),
    emptyState(),
  )
  const kept = await projectState(house.store.read, await projectOf(house.store.read, project))
  return { folded: talkOf(folded), kept: talkOf(kept) }
}

const talkOf = ({ seq, proposals, clauseThreads }: ProjectState) =>
  JSON.parse(
    JSON.stringify({
      seq,
      proposals,
      clauseThreads: Object.fromEntries(
        Object.entries(clauseThreads).map(([id, thread]) => [
          id,
          { ...thread, comments: thread.comments.map(({ text: _words, ...comment }) => comment) },
        ]),
      ),
    }),
  )
