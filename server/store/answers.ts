import { and, eq } from 'drizzle-orm'
import { Refusal, type RefusalCode } from '#shared/refusals.ts'
import type { Writer } from './store.ts'

/** One asking: in which project, by whom, under which Idempotency-Key, with which body (its hash). */
export type Asking = { project: string; actor: string; key: string; hash: string }
export type Answered = Record<string, unknown> | Refusal

/** Keeps the answer, a refusal too, so that the same key hears the same again. */
export async function keepAnswer(tx: Writer, asking: Asking, at: number, answer: Answered): Promise<void> {
  const refused = answer instanceof Refusal
  const text = JSON.stringify(
    refused ? { code: answer.code, params: answer.params, errors: answer.errors } : answer,
  )
  await tx.insert(tx.tables.idempotency).values({ ...asking, status: refused ? 400 : 200, answer: text, at })
}

/** What this key was answered before; another body under the same key is a mistake worth saying. */
export async function answerBefore(
  tx: Writer,
  { project, actor, key, hash }: Asking,
): Promise<Answered | undefined> {
  const { idempotency } = tx.tables
  const same = and(eq(idempotency.project, project), eq(idempotency.actor, actor), eq(idempotency.key, key))
  const [row] = await tx.select().from(idempotency).where(same)
  if (!row) return
  if (row.hash !== hash) throw new Refusal('key-reused')
  const answer = JSON.parse(row.answer)
  return row.status === 200 ? answer : new Refusal(answer.code as RefusalCode, answer.params, answer.errors)
}
