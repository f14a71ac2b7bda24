import { act, Problem } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import type { QueueRow } from '#lib/queue/answers.ts'
import { isOpen } from '#lib/queue/fold.ts'
import type { Items } from '#lib/queue/items.ts'
import { locale } from '#lib/words.ts'
import type { Closure } from '#shared/closure.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { refusalWords } from '#shared/refusals.ts'

/** How many items one act may open. */
export const AT_ONCE = 100
/** How many items are read side by side. */
const SIDE_BY_SIDE = 6

export type Opening = { item: string; external: string; questions: string[] }
export type Refused = { external: string; why: string }
export type Opened = { opened: { dispute: string; item: string }[]; refused: Refused[] }

/**
 * One dispute per item over all its disputed questions: the rows', and whatever else of the item is split and was not
 * closed. A panel settles an item once.
 */
export async function openings(
  rows: readonly QueueRow[],
  items: Items,
  severalQuestions: boolean,
): Promise<Opening[]> {
  const byItem = new Map<string, Opening>()
  for (const { item, external, question } of rows.filter(isOpen)) {
    const known = byItem.get(item) ?? { item, external, questions: [] }
    if (!known.questions.includes(question)) known.questions.push(question)
    byItem.set(item, known)
  }
  const all = [...byItem.values()]
  if (!severalQuestions) return all
  const rest = [...all]
  const work = async () => {
    for (let one = rest.shift(); one; one = rest.shift()) {
      const { splits } = await items.get(one.item)
      const closed = (question: string) =>
        rows.some((row) => row.item === one!.item && row.question === question && !isOpen(row))
      const split = splits.filter(({ camps }) => camps.length > 1).map(({ question }) => question)
      one.questions.push(
        ...split.filter((question) => !one!.questions.includes(question) && !closed(question)),
      )
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return all
}

export async function openDisputes(project: string, wanted: readonly Opening[]): Promise<Opened> {
  const name = (item: string) => wanted.find((one) => one.item === item)?.external ?? item
  const input = { items: wanted.map(({ item, questions }) => ({ item, questions })) }
  const { opened, refused } = await act(project, 'dispute.open', input)
  const why = ({ item, code }: { item: string; code: string }) => {
    const questions = wanted.find((one) => one.item === item)?.questions.join(', ') ?? ''
    return {
      external: name(item),
      why: refusalWords(code as RefusalCode, { item: name(item), question: questions }, locale()),
    }
  }
  return { opened, refused: refused.map(why) }
}

/** Taken back by a second command; the log keeps both. */
export const withdraw = (project: string, dispute: string) =>
  act(project, 'dispute.withdraw', { dispute, reason: m.queue_undo_reason() })

export type Closed = { closures: Closure[]; refused: Refused[] }

/** Closes rows one by one with the same reason; what is refused does not keep the others open. */
export async function closeRows(project: string, rows: readonly QueueRow[], reason: string): Promise<Closed> {
  const done: Closed = { closures: [], refused: [] }
  for (const { item, question, external } of rows) {
    try {
      const answer = (await act(project, 'split.close', { item, question, reason })) as { closure?: string }
      if (answer.closure) done.closures.push({ id: answer.closure, item, question })
    } catch (error) {
      if (!(error instanceof Problem) || rows.length === 1) throw error
      done.refused.push({ external, why: error.message })
    }
  }
  return done
}

export async function reopenRows(project: string, closures: readonly Closure[]): Promise<void> {
  for (const { id } of closures) await act(project, 'split.reopen', { closure: id })
}
