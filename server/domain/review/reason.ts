import { asc, eq } from 'drizzle-orm'
import { Refusal } from '#shared/refusals.ts'
import type { ReviewReason } from '#shared/review.ts'
import { defaultReasons } from '#shared/review-reasons.ts'
import type { Bilingual } from '#shared/text.ts'
import type { Handler } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'

/** The whole list in its order. What was said with an older list stays as it was worded then. */
export const setReasons: Handler<'review.reasons'> = async (tx, { reasons }, asked) => {
  if (new Set(reasons.map(({ key }) => key)).size < reasons.length) throw new Refusal('reasons-repeat')
  if (reasons.some(({ text }) => !text.en.trim() || !text.ja.trim())) throw new Refusal('reason-text')
  const { reviewReasons: table } = tx.tables
  const [old] = await present(tx, 'reviewReasons', asked.project.id)
  const where = eq(table.project, asked.project.id)
  if (old) await supersede(tx, 'reviewReasons', asked.seq, where, old, { body: reasons })
  else
    await tx.insert(table).values({ project: asked.project.id, body: reasons, since: asked.seq, until: null })
  return { facts: [{ kind: 'review.reasons', reasons }] }
}

/** The list reviewers choose from now; `set`: the project has one of its own. */
export async function reasonsOf(
  read: Reader,
  project: string,
): Promise<{ reasons: readonly ReviewReason[]; set: boolean }> {
  const [row] = await present(read, 'reviewReasons', project)
  return { reasons: row?.body ?? defaultReasons, set: row !== undefined }
}

/** How a reason read when an entry was written. */
export async function reasonsThen(
  read: Reader,
  project: string,
): Promise<(key: string | null, seq: number) => Bilingual | null> {
  const { reviewReasons: table } = read.tables
  const lists = await read.select().from(table).where(eq(table.project, project)).orderBy(asc(table.since))
  return (key, seq) => {
    const list = lists.findLast(({ since }) => since <= seq)?.body ?? defaultReasons
    return list.find((one) => one.key === key)?.text ?? null
  }
}
