import type { CommandInput } from '#shared/commands.ts'
import type { DraftChange } from '#shared/draft.ts'
import type { Said } from '#shared/publish.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler, House, Preparation, Result } from '../command.ts'
import type { Writer } from '../store/store.ts'
import { newestVersion, versionAt } from './guideline.ts'
import { drafting } from './proposal-record.ts'
import { clausesFrom } from './publish-markdown.ts'
import type { FrozenDraft } from './still.ts'
import type { Project, Who } from './who.ts'

type Frozen = Asked<FrozenDraft>
const freeze = (house: House, _input: unknown, _who: Who, project: Project) => house.draft.freeze(project.id)

/** The draft stands still while it is set; whoever writes in it sees what became of it. */
export const prepareImportDraft: Preparation<'draft.import'> = freeze
export const prepareRestoreDraft: Preparation<'draft.restore'> = freeze

/** Sets the draft from Markdown: clauses met again by their heading keep their ids, here or in any version. */
export const importDraft: Handler<'draft.import'> = async (tx, input, asked: Frozen) => {
  const { texts, authoritative } = input as CommandInput<'draft.import'>
  const { draft } = asked.prepared
  const newest = await versionAt(tx, asked.project.id, await newestVersion(tx, asked.project.id))
  const pools = [draft.clauses, newest?.clauses ?? []]
  const clauses = await clausesFrom(tx, asked, { texts, authoritative }, pools)
  return setDraft(tx, asked, null, { authoritative, clauses })
}

/** Sets the draft to what a version said; what stood in it leaves, and can be brought back the same way. */
export const restoreDraft: Handler<'draft.restore'> = async (tx, { version }, asked: Frozen) => {
  const found = await versionAt(tx, asked.project.id, version)
  if (!found) throw new Refusal('not-found')
  return setDraft(tx, asked, version, found)
}

async function setDraft(
  tx: Writer,
  asked: Frozen,
  version: number | null,
  {
    authoritative,
    clauses,
  }: { authoritative: DraftChange['authoritative'] & string; clauses: readonly Said[] },
): Promise<Result> {
  const from = new Map(asked.prepared.draft.clauses.map((clause) => [clause.id, clause.from]))
  const body: DraftChange = {
    authoritative,
    set: clauses.map(({ id, level, texts, follows }) => ({
      id,
      level,
      from: from.get(id) ?? null,
      texts,
      follows,
    })),
    whole: true,
  }
  await tx.insert(tx.tables.draftChange).values({ project: asked.project.id, since: asked.seq, body })
  const event = { kind: 'draft.set' as const, version, clauses: clauses.length }
  return {
    facts: [event],
    told: [{ to: drafting, event }],
    subject: 'draft',
    answer: { clauses: clauses.length },
  }
}
