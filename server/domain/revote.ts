import { inArray } from 'drizzle-orm'
import type { RevoteRecord } from '#shared/recheck.ts'
import { Refusal } from '#shared/refusals.ts'
import { drawRevote } from '#shared/revote.ts'
import type { Asked, Frame, Handler, Preparation } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { guidelineHeads } from './guideline.ts'
import { touchedBy } from './recheck/open.ts'

/**
 * Draws items to vote on again: some that a version touched, and others to compare with. The seed is in the entry, so
 * anybody can see that nobody chose them.
 */
export const drawRevotes: Handler<'revote.draw'> = async (
  tx,
  { version, affected, control },
  asked: Asked<Frame>,
) => {
  const project = asked.project.id
  const touched = await itemsTouchedBy(tx, project, version)
  if (touched.size === 0) throw new Refusal('nothing-affected', { version })
  const voted = asked.prepared.map(({ item }) => item)
  const seed = asked.salt().slice(0, 8)
  const drawn = drawRevote(
    {
      affected: voted.filter((item) => touched.has(item)),
      others: voted.filter((item) => !touched.has(item)),
    },
    { affected, control },
    seed,
  )
  const revote: RevoteRecord = { id: asked.newId(), version, seed, ...drawn, at: asked.at }
  await tx.insert(tx.tables.revote).values({ ...revote, project, since: asked.seq })
  return {
    facts: [{ kind: 'revote.drawn', revote }],
    // Screens hear that it was drawn; ten thousand ids are read where they are needed.
    told: [
      {
        to: { roles: ['lead', 'auditor'] },
        event: { kind: 'revote.drawn', revote: { ...revote, affected: [], control: [] } },
      },
    ],
    subject: revote.id,
    answer: { revote: revote.id, affected: drawn.affected.length, control: drawn.control.length },
  }
}

/** Read before the transaction, as a sample's frame is. */
export const prepareRevote: Preparation<'revote.draw'> = (house, _input, _who, project) =>
  house.frame(project.id)

/** The items of decisions, superseded ones too, that cite a clause which a version changed in meaning or left out. */
async function itemsTouchedBy(read: Reader, project: string, version: number): Promise<Set<string>> {
  const head = (await guidelineHeads(read, project, [])).find((one) => one.version === version)
  if (!head) throw new Refusal('not-found')
  const touched = touchedBy(head)
  const { decision } = read.tables
  const rows = await present(read, 'decision', project, inArray(decision.state, ['signed', 'superseded']))
  return new Set(rows.filter(({ clauses }) => clauses.some((id) => touched.has(id))).map(({ item }) => item))
}
