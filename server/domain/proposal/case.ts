import { inArray } from 'drizzle-orm'
import { readsRoom, type Viewer, viewDispute } from '#shared/dispute-view.ts'
import type { Draft } from '#shared/draft.ts'
import { type Case, sayCase } from '#shared/proposal-case.ts'
import { type Question, questionType } from '#shared/question.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { snippetOf } from '#shared/snippet.ts'
import { isSensitive } from '#shared/tag.ts'
import type { Language } from '#shared/text.ts'
import type { Reader } from '../../store/store.ts'
import { isSealed, sealedItems } from '../appeal/sealed.ts'
import { disputeRecords } from '../dispute-record.ts'
import { questionsOf } from '../round.ts'
import { itemsOf } from '../vote.ts'
import type { Project } from '../who.ts'

const signedIn = ({ decisions }: DisputeRecord): DecisionRecord[] =>
  Object.values(decisions).filter(({ state }) => state === 'signed')

/** Of these disputes, those that this member may point to: what was decided, and what was opened to them. */
export async function casesFor(
  read: Reader,
  project: string,
  viewer: Viewer,
  ids: readonly string[],
): Promise<DisputeRecord[]> {
  if (ids.length === 0) return []
  const records = await disputeRecords(read, project, inArray(read.tables.dispute.id, [...ids]))
  const sealed = await sealedItems(read, project, viewer.id)
  return records.filter(
    (record) =>
      record.state !== 'withdrawn' &&
      (signedIn(record).length > 0 || readsRoom(record, viewer)) &&
      !isSealed(sealed, record),
  )
}

/** What a proposal that comes from this case begins with: the clauses it cites as the draft has them, and the case in words. */
export async function proposalFrom(
  read: Reader,
  project: Project,
  viewer: Viewer,
  { dispute: id, language, draft }: { dispute: string; language: Language; draft: Draft },
) {
  const [record] = await casesFor(read, project.id, viewer, [id])
  if (!record) throw new Refusal('not-found')
  const dispute = viewDispute(record, viewer)
  const item = (await itemsOf(read, project.id, [dispute.item])).get(dispute.item)
  const signed = signedIn(dispute)
  const questions = (await questionsOf(read, project.id)).filter(({ key }) => dispute.questions.includes(key))
  const quoted = item !== undefined && !isSensitive(item.tags)
  const said = questions.map((question) => {
    const decision = signed.find((one) => one.question === question.key)
    const asked = ofQuestion(dispute, question, decision, language)
    return quoted ? asked : { ...asked, arguments: [] }
  })
  const about: Case = {
    external: item?.external ?? '',
    snippet: item ? snippetOf(item) : '',
    path: `/projects/${project.key}/disputes/${id}`,
    questions: said,
  }
  const clauses = citedIn(draft, signed)
  const uncovered = clauses.length === 0 || said.some(({ noClause }) => noClause)
  return {
    language,
    authoritative: draft.authoritative,
    clauses,
    suggestion: uncovered ? { after: draft.clauses.at(-1)?.id ?? null, level: 1 } : null,
    reason: sayCase(about, language),
  }
}

/** Cited clauses that stand in the draft; of one that left it, the one its words went into. */
function citedIn(draft: Draft, signed: readonly DecisionRecord[]) {
  const into = new Map(draft.gone.map((gone) => [gone.id, gone.into]))
  const cited = signed.flatMap(({ clauses }) => clauses).map((id) => into.get(id) ?? id)
  return draft.clauses
    .filter(({ id }) => cited.includes(id))
    .map(({ id, number, texts }) => ({ id, number, texts }))
}

/** The outcome with its causes, and what the ballots it rests on said, by seat letter; before a signature, the question alone. */
function ofQuestion(
  dispute: DisputeRecord,
  question: Question,
  decision: DecisionRecord | undefined,
  language: Language,
): Case['questions'][number] {
  const show = (value: DecisionRecord['values'][number]['value']) =>
    questionType(question.type).show(question, value, language)
  const ballots = Object.values(dispute.ballots)
    .filter(({ id }) => decision?.ballots.includes(id))
    .map(({ seat, answers, arguments: words }) => ({
      letter: dispute.seats[seat]?.letter ?? '',
      noClause: answers?.some((answer) => answer.question === question.key && answer.noClause) ?? false,
      text: words?.[question.key] ?? '',
    }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))
  return {
    wording: question.wording[language] || question.wording.en || question.key,
    outcome: decision
      ? {
          kind: decision.kind,
          values: decision.values.map(({ value, weight }) => ({ value: show(value), weight })),
        }
      : null,
    causes: (decision?.causes ?? []).map(({ camp, cause }) => ({ camp: show(camp), cause })),
    noClause: ballots.some(({ noClause }) => noClause),
    arguments: ballots.filter(({ text }) => text.trim() !== ''),
  }
}
