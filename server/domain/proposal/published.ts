import { eq } from 'drizzle-orm'
import { textHash } from '#shared/draft.ts'
import type { Fact } from '#shared/facts.ts'
import type { ClauseText } from '#shared/guideline.ts'
import type { Asked } from '../../command.ts'
import type { Writer } from '../../store/store.ts'
import { changeProposal, proposalsWhere } from './record.ts'

/** Accepted proposals of which a new version says what they proposed: they stand in it, and name it. */
export async function publishedBy(
  tx: Writer,
  asked: Asked,
  version: number,
  clauses: readonly { id: string; texts: Partial<Record<string, ClauseText>> }[],
): Promise<Fact[]> {
  const says = new Map(clauses.map(({ id, texts }) => [id, texts]))
  const accepted = await proposalsWhere(tx, asked.project.id, eq(tx.tables.proposal.state, 'accepted'))
  const proposals = accepted
    .map(({ record }) => record)
    .filter(({ clause, language, hash }) => textHash(says.get(clause)?.[language]) === hash)
    .map(({ id }) => id)
    .sort()
  for (const id of proposals) await changeProposal(tx, asked, id, { state: 'published', version })
  return proposals.length === 0 ? [] : [{ kind: 'proposals.published', proposals, version }]
}
