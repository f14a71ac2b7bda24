import * as Y from 'yjs'
import { FOLLOWS, followsKey, textHash, textRoot } from '#shared/draft.ts'
import type { ClauseHead } from '#shared/guideline.ts'
import { languages } from '#shared/text.ts'
import { guidelineHeads } from '../domain/guideline.ts'
import { proposalFrom } from '../domain/proposal/case.ts'
import { actorOf, projectOf } from '../domain/who.ts'
import type { DemoClauseThread, DemoEdit, Language } from './cases/shape.ts'
import { demoProject } from './cases.ts'
import { clauseOf, inBoth, languageOf } from './lines.ts'
import { type Pen, takePen } from './pen.ts'
import { as, ask, disputeId, itemId, projectId, reader, type Telling } from './telling.ts'

/** The second version in the making: people write in the draft and speak of it, and a decided case asks for a clause. */
export async function writeDraft(telling: Telling) {
  const project = await projectId(telling)
  const { clauses } = (await guidelineHeads(reader(telling), project)).at(-1)!
  const { edits, clauseThreads } = demoProject
  const said = (thread: DemoClauseThread) => thread.said[0]!.by
  for (const key of new Set([...edits.map(({ by }) => by), ...clauseThreads.map(said)])) {
    const pen = await takePen(telling.texts, await telling.people.get(key)!.start(), `guideline/${project}`)
    for (const edit of edits.filter(({ by }) => by === key)) await write(telling, pen, edit, clauses)
    await pen.saved()
    for (const thread of clauseThreads.filter((one) => said(one) === key))
      await speak(telling, pen, thread, clauses)
    await pen.putDown()
  }
  await propose(telling, clauses)
}

async function write(telling: Telling, { doc }: Pen, edit: DemoEdit, clauses: readonly ClauseHead[]) {
  const clause = clauseOf(edit.clause, clauses)!
  const { sentence, example } = edit
  const link = example && `[${example.item}](item:${await itemId(telling, example.item)})`
  const said = languages.filter((language) => sentence[language] !== undefined)
  doc.transact(() => {
    for (const language of said) {
      const body = doc.getText(textRoot(clause, language, 'body'))
      const words = example?.words[language]
      if (words) body.insert(body.length, `\n- ${example!.sign} ${words}${inBrackets(link!, language)}`)
      const paragraph = body.toString().indexOf('\n\n')
      body.insert(paragraph < 0 ? body.length : paragraph, sentence[language]!)
    }
    // Who writes both says with it that they say the same.
    const [first, ...others] = [demoProject.guideline.authoritative, ...said].filter(
      (language, at, all) => all.indexOf(language) === at,
    )
    const says = textHash({
      title: doc.getText(textRoot(clause, first!, 'title')).toString(),
      body: doc.getText(textRoot(clause, first!, 'body')).toString(),
    })
    for (const language of others) doc.getMap(FOLLOWS).set(followsKey(clause, language), says)
  })
}
const inBrackets = (link: string, language: Language) => (language === 'ja' ? `（${link}）` : ` (${link})`)

async function speak(
  telling: Telling,
  { doc }: Pen,
  thread: DemoClauseThread,
  clauses: readonly ClauseHead[],
) {
  const clause = clauseOf(thread.clause, clauses)!
  const { language, quote, said, resolvedBy } = thread
  const text = doc.getText(textRoot(clause, language, 'body'))
  const at = text.toString().indexOf(quote)
  const end = (index: number, clings: number) =>
    JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index, clings))
  const words = { language, field: 'body' as const, from: end(at, 0), to: end(at + quote.length, -1), quote }
  let id = ''
  for (const { by, text } of said) {
    const line = { text: inBoth(text, languageOf(by)), mentions: [] }
    if (id) await ask(telling, as(telling, by), 'clause.reply', { thread: id, ...line })
    else {
      const anchor = { clause, words }
      id = String(
        (await ask(telling, as(telling, by), 'clause.comment', { anchor, blocking: false, ...line })).thread,
      )
    }
  }
  if (resolvedBy) await ask(telling, as(telling, resolvedBy), 'clause.resolve', { thread: id })
}

/** Begun from the decision as the room does it: the case is told already, and what the clause says in English added. */
async function propose(telling: Telling, clauses: readonly ClauseHead[]) {
  const { by, item, after, level, title, body } = demoProject.proposal
  const read = reader(telling)
  const project = await projectOf(read, telling.project)
  const language = demoProject.guideline.authoritative
  const draft = await telling.serving.installation.house.draft.read(project.id)
  const viewer = (await actorOf(read, project, as(telling, by)))!
  const dispute = await disputeId(telling, item)
  const { reason } = await proposalFrom(read, project, viewer, { dispute, language, draft })
  await ask(telling, as(telling, by), 'proposal.make', {
    after: clauseOf(after, clauses)!,
    level,
    language,
    next: { title: title[language], body: body[language] },
    reason: `${title.en}: ${body.en}\n\n${reason}`,
    disputes: [dispute],
  })
}
