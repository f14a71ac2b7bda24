import { and, eq, inArray, isNull } from 'drizzle-orm'
import { windowOpens, writtenIn } from '#shared/appeal.ts'
import type { AwaitingTranslation } from '#shared/appeal-view.ts'
import type { Language } from '#shared/text.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'
import { wordsOf } from './answer-words.ts'
import { sealedItems } from './appeal/sealed.ts'
import { itemsOf } from './vote.ts'

/** Decisions in one list, the oldest signature first: whoever waits longest is answered first. */
const LIST = 200
type Decision = Schema['decision']['$inferSelect']
type Waiting = { decision: string; rater: string; languages: Language[] }

/** Decisions that a rater could appeal if they could read them. */
export async function awaitingTranslation(
  read: Reader,
  project: string,
  member: string,
): Promise<{ rows: AwaitingTranslation[] }> {
  const waiting = await readersOf(read, project)
  if (waiting.length === 0) return { rows: [] }
  const { decision, translation } = read.tables
  const ids = [...new Set(waiting.map((one) => one.decision))]
  const sealed = await sealedItems(read, project, member)
  const decisions = (
    await present(read, 'decision', project, and(inArray(decision.id, ids), eq(decision.state, 'signed')))
  ).filter(({ item }) => !sealed.has(item))
  const words = await wordsOf(read, decisions)
  const translated = Map.groupBy(
    await present(read, 'translation', project, inArray(translation.decision, ids)),
    (row) => row.decision,
  )
  const found = decisions.flatMap((row) => {
    const text = words.get(row.id) ?? ''
    const answer = {
      signedAt: row.signedAt!,
      language: writtenIn(text),
      translations: translated.get(row.id) ?? [],
    }
    const own = waiting
      .filter((one) => one.decision === row.id)
      .filter(({ languages }) => windowOpens({ ...answer, reads: languages }) === null)
    return own.length === 0 ? [] : [{ row, text, language: answer.language, own }]
  })
  found.sort((a, b) => a.row.signedAt! - b.row.signedAt! || (a.row.id < b.row.id ? -1 : 1))
  return { rows: await rowsOf(read, project, found.slice(0, LIST)) }
}

/** Raters who chose languages, with the decisions that do not mark them right. */
async function readersOf(read: Reader, project: string): Promise<Waiting[]> {
  const { raterLink, reads, mark } = read.tables
  const rows = await read
    .select({
      decision: mark.decision,
      rater: mark.rater,
      mark: mark.mark,
      because: mark.because,
      languages: reads.languages,
    })
    .from(mark)
    .innerJoin(
      raterLink,
      and(eq(raterLink.project, mark.project), eq(raterLink.rater, mark.rater), isNull(raterLink.until)),
    )
    .innerJoin(
      reads,
      and(eq(reads.project, mark.project), eq(reads.member, raterLink.member), isNull(reads.until)),
    )
    .where(and(eq(mark.project, project), eq(mark.basis, 'decision'), isNull(mark.until)))
  return rows.flatMap(({ decision, rater, mark, because, languages }) =>
    decision === null || languages.length === 0 || mark === 'right' || because === 'after-decision'
      ? []
      : [{ decision, rater, languages }],
  )
}

type Found = { row: Decision; text: string; language: Language; own: Waiting[] }
async function rowsOf(
  read: Reader,
  project: string,
  found: readonly Found[],
): Promise<AwaitingTranslation[]> {
  const items = await itemsOf(
    read,
    project,
    found.map(({ row }) => row.item),
  )
  return found.map(({ row, text, language, own }) => ({
    decision: row.id,
    dispute: row.dispute,
    item: row.item,
    external: items.get(row.item)?.external ?? '',
    question: row.question,
    language,
    wanted: [...new Set(own.flatMap(({ languages }) => languages))].sort(),
    raters: new Set(own.map(({ rater }) => rater)).size,
    text,
    signedAt: row.signedAt!,
  }))
}
