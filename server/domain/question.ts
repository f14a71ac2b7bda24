import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { type Question, questionFault, readValue, type Value } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'

export const saveQuestion: Handler<'question.save'> = async (tx, { question: input }, asked) => {
  const question = await writeQuestion(tx, asked, { ...input, version: 1 })
  return {
    facts: [{ kind: 'question.saved', question }],
    subject: question.key,
    answer: { version: question.version },
  }
}

/** A new wording, options or tolerance takes the old one's place; the version rises once votes exist. */
async function writeQuestion(tx: Writer, { project, seq }: Asked, input: Question): Promise<Question> {
  const fault = questionFault(input)
  if (fault) throw new Refusal(fault, { question: input.key, option: '' })
  const { question: table } = tx.tables
  const [old] = await present(tx, 'question', project.id, eq(table.key, input.key))
  const voted = old ? await valuesOf(tx, project.id, input.key) : []
  if (old && voted.length > 0) refuseChange(old.body, input, voted)
  const question = { ...input, version: old ? old.body.version + (voted.length > 0 ? 1 : 0) : 1 }
  if (old)
    await supersede(tx, 'question', seq, and(eq(table.project, project.id), eq(table.key, input.key))!, old, {
      body: question,
    })
  else
    await tx
      .insert(table)
      .values({ project: project.id, key: question.key, body: question, since: seq, until: null })
  return question
}

/** Every vote must still be an answer to the question. */
function refuseChange(old: Question, next: Question, voted: readonly Value[]) {
  if (old.type !== next.type) throw new Refusal('type-fixed', { question: next.key })
  const lost = voted.find((value) => 'code' in readValue(next, value))
  if (lost !== undefined)
    throw new Refusal('option-in-use', { option: Array.isArray(lost) ? lost.join(', ') : String(lost) })
}

async function valuesOf(read: Reader, project: string, key: string): Promise<Value[]> {
  const { vote, imports } = read.tables
  const rows = await read
    .select({ value: vote.value, n: sql<number>`count(*)` })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(
      and(eq(vote.project, project), eq(vote.question, key), isNotNull(imports.seq), isNull(imports.until)),
    )
    .groupBy(vote.value)
  return rows.map(({ value }) => JSON.parse(value) as Value)
}
