import type { GuidelineHead } from '#shared/guideline.ts'
import { type MarkRecord, marksOf } from '#shared/mark.ts'
import type { Question } from '#shared/question.ts'
import type { DecisionRecord, DisputeVote } from '#shared/record.ts'
import type { Reader } from '../../store/store.ts'
import { acknowledgements, guidelineHeads } from '../guideline.ts'

/** What a decision says of each of these votes, under the versions and acknowledgements it was read with. */
export type Marking = (
  question: Question,
  decision: DecisionRecord,
  votes: readonly DisputeVote[],
) => MarkRecord[]

export async function markingOf(
  read: Reader,
  project: string,
  versions: readonly GuidelineHead[],
): Promise<Marking> {
  const acknowledged = Map.groupBy(await acknowledgements(read, project), ({ rater }) => rater)
  return (question, decision, votes) => {
    const own = votes.flatMap(({ rater }) => acknowledged.get(rater) ?? [])
    return marksOf(question, decision, votes, versions, own)
  }
}

/** All versions with the heads of these clauses, and of those their words went into when they left the text. */
export async function versionsWith(
  read: Reader,
  project: string,
  clauses: readonly string[],
): Promise<GuidelineHead[]> {
  const gone = (await guidelineHeads(read, project, [])).flatMap((version) => version.gone)
  const all = new Set(clauses)
  // A clause that took words in may have left later itself.
  for (let before = -1; before !== all.size; ) {
    before = all.size
    for (const { id, into } of gone) if (into !== null && all.has(id)) all.add(into)
  }
  return guidelineHeads(read, project, [...all])
}
