import { inArray } from 'drizzle-orm'
import type { SanctionCase } from '#shared/bar-view.ts'
import type { Because } from '#shared/mark.ts'
import type { Reader } from '../../store/store.ts'
import { decisionMarked } from '../decision-marks.ts'
import { finalMarks, inHandfuls } from '../finality.ts'
import { goldMarked, goldsOf } from '../gold/marks.ts'
import { lawOf, votesOfRater } from '../standing/votes.ts'
import { itemsOf } from '../vote.ts'
import type { SanctionRow } from './record.ts'

type Found = {
  vote: string
  item: string
  question: string
  mark: string
  because: Because
  decision: string | null
}

/** The marks that a rate rests on, the wrong ones first: every point of it opens the vote that made it. */
export async function casesBehind(
  read: Reader,
  project: string,
  { rater, basis, question }: Pick<SanctionRow, 'rater' | 'basis' | 'question'>,
  now: number,
): Promise<SanctionCase[]> {
  const found =
    basis === 'gold' ? await byGold(read, project, rater) : await byPanels(read, project, rater, now)
  const counted = found.filter(
    ({ mark, question: of }) =>
      (mark === 'right' || mark === 'wrong') && (question === null || of === question),
  )
  const names = new Map<string, string>()
  for (const [id, { external }] of await itemsIn(read, project, counted)) names.set(id, external)
  const signed = await signings(read, counted)
  return counted
    .map(({ decision, mark, ...one }): SanctionCase => {
      const { at = null, dispute = null } = signed.get(decision ?? '') ?? {}
      return {
        ...one,
        mark: mark === 'wrong' ? 'wrong' : 'right',
        external: names.get(one.item) ?? '',
        at,
        dispute,
      }
    })
    .sort((a, b) => (a.mark === b.mark ? (b.at ?? 0) - (a.at ?? 0) : a.mark === 'wrong' ? -1 : 1))
}

async function byPanels(read: Reader, project: string, rater: string, now: number): Promise<Found[]> {
  const marks = (await decisionMarked(read, project, [rater], null)).filter(({ way }) => way === 'sampled')
  const final = await finalMarks(read, project, marks, now)
  return marks.filter(({ vote }) => final.has(vote))
}

/** Votes read at once. */
const PAGE = 1000
async function byGold(read: Reader, project: string, rater: string): Promise<Found[]> {
  const [law, golds] = [await lawOf(read, project, null), await goldsOf(read, project, null)]
  const found: Found[] = []
  for (let after = ''; ; ) {
    const votes = await votesOfRater(read, rater, { after, limit: PAGE }, null)
    const itemOf = new Map(votes.map(({ id, item }) => [id, item]))
    const marks = goldMarked(law, golds, votes).filter(({ random }) => random)
    found.push(...marks.map((one) => ({ ...one, item: itemOf.get(one.vote)!, decision: null })))
    if (votes.length < PAGE) return found
    after = votes.at(-1)!.id
  }
}

async function itemsIn(read: Reader, project: string, found: readonly Found[]) {
  const ids = [...new Set(found.map(({ item }) => item))]
  return new Map(await inHandfuls(ids, async (some) => [...(await itemsOf(read, project, some))]))
}

async function signings(read: Reader, found: readonly Found[]) {
  const { decision } = read.tables
  const ids = [...new Set(found.flatMap((one) => one.decision ?? []))]
  const rows = await inHandfuls(ids, (some) =>
    read
      .select({ id: decision.id, at: decision.signedAt, dispute: decision.dispute })
      .from(decision)
      .where(inArray(decision.id, some)),
  )
  return new Map(rows.map(({ id, at, dispute }) => [id, { at, dispute }]))
}
