import { and, eq } from 'drizzle-orm'
import { appealBases, writtenIn } from '#shared/appeal.ts'
import type { WhyAppeal } from '#shared/appeal-view.ts'
import type { Viewer } from '#shared/dispute-view.ts'
import { type Refusal, refusalWords } from '#shared/refusals.ts'
import type { Language } from '#shared/text.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { wordsOf } from '../answer-words.ts'
import type { VoteRow } from '../vote.ts'
import { basisView, type Ground, groundOf } from './ground.ts'
import { appealViews } from './view.ts'

type Asking = { viewer: Viewer; mine: boolean; now: number; language: Language }

/** Beside a vote's chain: what of it can be appealed and until when, and what became of the appeals there were. */
export async function appealsOfVote(
  read: Reader,
  project: string,
  vote: VoteRow,
  { viewer, mine, now, language }: Asking,
): Promise<WhyAppeal> {
  const may = mine || viewer.owner || viewer.roles.includes('lead')
  const grounds: Ground[] = []
  for (const basis of may ? appealBases : []) {
    const ground = await groundOf(read, project, vote, basis)
    if (ground) grounds.push(ground)
  }
  const said = ({ code, params }: Refusal) => refusalWords(code, params, language)
  const { appeal } = read.tables
  const own = (await present(read, 'appeal', project, eq(appeal.rater, vote.rater)))
    .filter(({ votes }) => votes.includes(vote.vote))
    .sort((a, b) => b.filedAt - a.filedAt)
  return {
    bases: grounds.map((ground) => basisView(ground, now, said)),
    own: await appealViews(read, project, own, viewer),
    needsTranslation: grounds.some(({ basis, window }) => basis === 'decision' && window?.opens === null),
    ...(await answerOf(read, project, vote)),
  }
}

/** The language the decision that holds was written in, and its translations. */
async function answerOf(read: Reader, project: string, vote: VoteRow) {
  const { decision, translation } = read.tables
  const on = and(eq(decision.item, vote.item), eq(decision.question, vote.question))
  const [signed] = await present(read, 'decision', project, and(on, eq(decision.state, 'signed')))
  if (!signed) return { language: null, translations: [] }
  const words = (await wordsOf(read, [signed])).get(signed.id) ?? ''
  const rows = await present(read, 'translation', project, eq(translation.decision, signed.id))
  return {
    language: writtenIn(words),
    translations: rows.map(({ language, text, at }) => ({ language, text, at })),
  }
}
