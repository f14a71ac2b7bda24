import type { DraftChange } from '#shared/draft.ts'
import type { Said } from '#shared/publish.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler, Preparation } from '../command.ts'
import { readyOf, type Stilled, stillDraft } from './draft-stilled.ts'
import { newestVersion, versionAt } from './guideline.ts'
import { drafting } from './proposal/record.ts'
import { clausesFrom } from './publish/markdown.ts'

/** What the draft will say. */
type Ready = { version: number | null; body: DraftChange }
type Setting = Asked<Stilled<Ready>>

/** Sets the draft from Markdown: clauses met again by their heading keep their ids, here or in any version. */
export const prepareImportDraft: Preparation<'draft.import'> = (house, input, _who, { id: project }) =>
  stillDraft(house, project, async ({ draft }): Promise<Ready> => {
    const { read } = house.store
    const newest = await versionAt(read, project, await newestVersion(read, project))
    const place = { read, project, newId: house.newId }
    const clauses = await clausesFrom(place, input, [draft.clauses, newest?.clauses ?? []])
    return { version: null, body: changeTo(draft.clauses, { ...input, clauses }) }
  })

/** Sets the draft to what a version said; what stood in it leaves, and can be brought back the same way. */
export const prepareRestoreDraft: Preparation<'draft.restore'> = (
  house,
  { version },
  _who,
  { id: project },
) =>
  stillDraft(house, project, async ({ draft }): Promise<Ready> => {
    const found = await versionAt(house.store.read, project, version)
    if (!found) throw new Refusal('not-found')
    return { version, body: changeTo(draft.clauses, found) }
  })

/** The draft stands still until the act is stored; whoever writes in it sees what became of it. */
const setDraft = async (
  tx: Parameters<Handler<'draft.import'>>[0],
  _input: unknown,
  asked: Setting,
): ReturnType<Handler<'draft.import'>> => {
  const { version, body } = readyOf(asked.prepared)
  await tx.insert(tx.tables.draftChange).values({ project: asked.project.id, since: asked.seq, body })
  const event = { kind: 'draft.set' as const, version, clauses: body.set.length }
  return {
    facts: [event],
    told: [{ to: drafting, event }],
    subject: 'draft',
    answer: { clauses: body.set.length },
  }
}
export const importDraft: Handler<'draft.import'> = setDraft
export const restoreDraft: Handler<'draft.restore'> = setDraft

type Whole = { authoritative: DraftChange['authoritative'] & string; clauses: readonly Said[] }
/** The change that makes the draft say this and nothing else. What was split off a clause stays known as such. */
export function changeTo(
  now: readonly { id: string; from: string | null }[],
  { authoritative, clauses }: Whole,
): DraftChange {
  const from = new Map(now.map((clause) => [clause.id, clause.from]))
  const set = clauses.map(({ id, level, texts, follows }) => ({
    id,
    level,
    from: from.get(id) ?? null,
    texts,
    follows,
  }))
  return { authoritative, set, whole: true }
}
