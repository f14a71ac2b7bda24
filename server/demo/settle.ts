import { disputeSeq } from '../domain/dispute-record.ts'
import { guidelineHeads } from '../domain/guideline.ts'
import { demoProject } from './cases.ts'
import { ballotOf, clauseOf, inBoth, languageOf, signatureOf } from './lines.ts'
import { as, ask, decisionId, disputeId, itemId, projectId, reader, type Telling } from './telling.ts'

const panel = ['panelist1', 'panelist2'] as const

/** The questions of a case on which the story has ballots. */
const questionsOf = (item: string) => [
  ...new Set(demoProject.ballots.filter((one) => one.item === item).map(({ question }) => question)),
]

export async function openCase(telling: Telling, item: string) {
  await ask(telling, as(telling, 'lead'), 'dispute.open', {
    items: [{ item: await itemId(telling, item), questions: questionsOf(item) }],
  })
}

/** A case that was settled before anybody visits: both cast, talk it over, write what they have to say, and a lead signs. */
export async function settle(telling: Telling, item: string) {
  const [project, dispute] = [await projectId(telling), await disputeId(telling, item)]
  const { clauses } = (await guidelineHeads(reader(telling), project)).at(-1)!
  for (const key of panel) {
    const ballot = ballotOf(key, item, { id: dispute, questions: questionsOf(item) }, 1, clauses)!
    await ask(telling, as(telling, key), 'ballot.cast', ballot)
  }
  await talkOver(telling, item, dispute, clauses)
  for (const { panelist, cited, signal, reason } of demoProject.citations.filter((one) => one.item === item))
    await ask(telling, as(telling, panelist), 'precedent.cite', {
      dispute,
      decision: await decisionId(telling, cited),
      signal,
      reason: inBoth(reason, languageOf(panelist)),
    })
  for (const { panelist, kind, text } of demoProject.opinions.filter((one) => one.item === item))
    await ask(telling, as(telling, panelist), 'opinion.write', {
      dispute,
      kind,
      text: inBoth(text, languageOf(panelist)),
    })
  const ifMatch = await disputeSeq(reader(telling), project, dispute)
  await ask(telling, as(telling, 'lead'), 'decision.sign', { dispute, ...signatureOf(item) }, { ifMatch })
}

/** One thread on the clause, answered and resolved. */
async function talkOver(
  telling: Telling,
  item: string,
  dispute: string,
  clauses: Parameters<typeof clauseOf>[1],
) {
  let thread: string | undefined
  for (const { panelist, clause, text } of demoProject.remarks.filter((one) => one.item === item)) {
    const said = { dispute, text: inBoth(text, languageOf(panelist)), mentions: [] }
    const by = as(telling, panelist)
    if (thread) await ask(telling, by, 'comment.add', { ...said, thread })
    else {
      const id = clauseOf(clause, clauses)
      const anchor = id ? { kind: 'clause' as const, clause: id } : { kind: 'case' as const }
      thread = String((await ask(telling, by, 'thread.open', { ...said, anchor })).thread)
    }
  }
  if (thread) await ask(telling, as(telling, panel[1]), 'thread.resolve', { dispute, thread })
}
