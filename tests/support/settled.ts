import { and, eq, isNull } from 'drizzle-orm'
import { defaultPolicy } from '#shared/policy.ts'
import { canonical } from '#shared/question.ts'
import { newId } from '../../server/main.ts'
import type { TestHouse } from './house.ts'
import { projectId } from './story.ts'

export type ByScript = { item: string; value: string; chance: number | null }

/** Writes decisions straight into the tables, as a script that knows the answers would: all who said otherwise were wrong. */
export async function settleByScript(house: TestHouse, cases: readonly ByScript[]): Promise<void> {
  const project = await projectId(house)
  const { vote, item: items, dispute, decision, mark, project: projects } = house.store.read.tables
  const rows = await house.store.read
    .select({ id: items.id, external: items.external })
    .from(items)
    .where(eq(items.project, project))
  const ids = new Map(rows.map(({ id, external }) => [external, id]))
  const [now] = await house.store.read
    .select({ seq: projects.seq })
    .from(projects)
    .where(eq(projects.id, project))
  const votes = Map.groupBy(
    await house.store.read
      .select({ id: vote.id, item: vote.item, rater: vote.rater, value: vote.value })
      .from(vote)
      .where(and(eq(vote.project, project), isNull(vote.until))),
    ({ item }) => item,
  )
  const span = { project, since: now!.seq, until: null }
  await house.store.transact(project, async (tx) => {
    for (const { item: external, value, chance } of cases) {
      const item = ids.get(external)!
      const [id, of] = [newId(), newId()]
      await tx.insert(dispute).values({
        ...span,
        ...{ id: of, item, questions: ['safe'], chosen: chance === null ? 'queue' : 'random' },
        ...{
          probability: chance,
          state: 'decided',
          round: 1,
          policy: defaultPolicy,
          guideline: null,
          openedAt: house.clock.at,
        },
        ...{ openedBy: '', deadline: null, held: 0, revealedAt: house.clock.at, appeal: null, barred: [] },
      } as never)
      await tx.insert(decision).values({
        ...span,
        ...{ id, dispute: of, round: 1, item, question: 'safe', kind: 'new-answer' },
        ...{ values: [{ value, weight: 100 }], causes: [], clauses: [], guideline: null, ballots: [] },
        ...{ rationale: 'by script', state: 'signed', alike: 1, signedBy: '', signedAt: house.clock.at },
        ...{
          reason: null,
          supersedes: null,
          consent: 0,
          pulled: 0,
          voteCauses: [],
          overridden: [],
          follows: null,
        },
      } as never)
      await tx.insert(mark).values(
        votes.get(item)!.map((one) => {
          const right = one.value === canonical(value)
          return {
            ...span,
            ...{ vote: one.id, rater: one.rater, item, question: 'safe', basis: 'decision', decision: id },
            ...(right
              ? { mark: 'right', cause: null, because: 'agrees-with-decision' }
              : { mark: 'wrong', cause: 'rater-error', because: 'rater-error' }),
          }
        }) as never,
      )
    }
  })
}
