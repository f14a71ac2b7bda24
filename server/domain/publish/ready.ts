import type { CommandInput } from '#shared/commands.ts'
import { type Draft, draftHash, textHash } from '#shared/draft.ts'
import type { ClauseHead } from '#shared/guideline.ts'
import {
  type Changes,
  changesBetween,
  goneFrom,
  headsOf,
  isUnchanged,
  type Said,
  type Text,
  versionHash,
} from '#shared/publish.ts'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../../command.ts'
import { newestVersion, type Version, versionAt } from '../guideline.ts'
import { pace } from '../pieces.ts'
import type { FrozenDraft } from '../still.ts'
import { clausesFrom } from './markdown.ts'

type Input = CommandInput<'guideline.publish'>
/** What a version will say, and how that differs from the one before. */
export type ReadyText = {
  before: Version | undefined
  text: Text
  changes: Changes
  hash: string
  heads: ClauseHead[]
  gone: { id: string; into: string | null }[]
}

/** Works out before the transaction, in pieces, what will be published: of long texts every hash is work. */
export async function readyText(
  { store, newId }: Pick<House, 'store' | 'newId'>,
  input: Input,
  project: string,
  { draft }: FrozenDraft,
): Promise<ReadyText> {
  const { read } = store
  const { texts, authoritative = 'en' } = input
  const before = await versionAt(read, project, await newestVersion(read, project))
  if (!texts && !input.draft) throw new Refusal('text-missing')
  const rest = pace()
  await hashAll([...draft.clauses, ...(before?.clauses ?? [])])
  const pools = [before?.clauses ?? [], draft.clauses]
  const text: Text = texts
    ? {
        authoritative,
        clauses: await clausesFrom({ read, project, newId }, { texts, authoritative }, pools),
      }
    : textOfDraft(input, draft, before)
  await rest()
  await hashAll(text.clauses)
  const changes = changesBetween(before, text, input.wording)
  await rest()
  const hash = versionHash(text)
  await rest()
  return {
    before,
    text,
    changes,
    hash,
    heads: headsOf(before, text, changes),
    gone: goneFrom(changes, text.clauses, draft.gone),
  }
}

/** What of a draft becomes a version: exactly what its publisher had before them. */
function textOfDraft(input: Input, draft: Draft, before: Version | undefined): Text {
  if (input.draft !== draftHash(draft)) throw new Refusal('text-moved')
  const { authoritative, clauses } = draft
  if (clauses.length === 0) throw new Refusal('no-headings')
  if (before?.authoritative === authoritative && isUnchanged(before, draft))
    throw new Refusal('draft-unchanged', { version: before.version })
  for (const { number, texts } of clauses)
    if (!texts[authoritative]?.title) throw new Refusal('title-missing', { clause: number })
  return { authoritative, clauses: clauses.map(({ from: _from, ...clause }): Said => clause) }
}

/** Each text is hashed once and then known: whatever asks next for the hashes of thousands has them at hand. */
export async function hashAll(clauses: readonly Pick<Said, 'texts'>[]): Promise<void> {
  const rest = pace()
  for (const { texts } of clauses) {
    for (const text of Object.values(texts)) textHash(text)
    await rest()
  }
}
