import { and, eq } from 'drizzle-orm'
import { present } from '../store/rows.ts'
import { demoGold, demoReasons, demoReviews, languageName, workOf } from './cases/fair.ts'
import { demoProject } from './cases.ts'
import { as, ask, projectId, raterId, reader, type Telling } from './telling.ts'

// Not the lead, who must stay uninvolved to answer the appeals of the story.
const reviewers = ['panelist1', 'panelist2'] as const
/** Reviews each of them has given when the demo opens; the others wait. */
const GIVEN = 5
/** Cases each of the two is asked a second time. */
const AGAIN = 3

/** What stands beside the votes: what is known of raters, answers that came with the project, and what peers say. */
export async function tellBeside(telling: Telling) {
  const lead = as(telling, 'lead')
  await ask(telling, lead, 'rater.describe', { rows: described() })
  await ask(telling, lead, 'gold.import', { source: 'Reference desk', chosen: 'picked', rows: demoGold })
  const rows = demoReviews.map((one) => ({ ...one, rater: 'r17', question: questionOf(one.item) }))
  await ask(telling, lead, 'review.import', { source: 'Weekly peer check', rows })
  await ask(telling, lead, 'review.reasons', { reasons: demoReasons })
}

/**
 * Votes that peers are asked about: of the rater whom the bar proposes something against, most on decided cases, for whoever
 * has reviewed a vote of a case does not sit on it blind.
 */
export async function tellReviews(telling: Telling) {
  const members = reviewers.map((key) => telling.people.get(key)!.member)
  const rule = { share: 60, rater: await raterId(telling, 'r29'), stratified: true, reviewers: members }
  await ask(telling, as(telling, 'lead'), 'review.assign', rule)
  for (const key of reviewers) await giveSome(telling, key)
  await ask(telling, as(telling, 'lead'), 'blind.draw', { members, each: AGAIN })
  for (const key of reviewers) await answerAgain(telling, key)
}

/** Cases they decided weeks ago, put to them unseen: of one the first thinks otherwise by now. */
async function answerAgain(telling: Telling, key: (typeof reviewers)[number]) {
  const [read, project] = [reader(telling), await projectId(telling)]
  const { blindCase, decision } = read.tables
  const cases = await present(
    read,
    'blindCase',
    project,
    eq(blindCase.member, telling.people.get(key)!.member),
  )
  for (const [n, { id, dispute }] of cases.entries()) {
    const [row] = await present(read, 'decision', project, eq(decision.dispute, dispute))
    const { question, values, clauses } = row!
    const was = values[0]!.value
    const value = key === 'panelist1' && n === 0 ? (was === 'safe' ? 'unsafe' : 'safe') : was
    const answer = {
      ...{ question, kind: 'value' as const, values: [{ value, weight: 100 }], cause: null },
      ...{ confidence: 'high' as const, clauses, noClause: clauses.length === 0 },
    }
    await ask(telling, as(telling, key), 'blind.answer', { blind: id, answers: [answer] })
  }
}

const questionOf = (item: string) => (item.startsWith('answers') ? 'better' : 'safe')

const described = () =>
  demoProject.raters.map(({ external, language }) => {
    const work = workOf(external)
    return {
      rater: external,
      attributes: { language: languageName[language], ...(work ? { work } : {}) },
    }
  })

/** They say of a vote what its panel says of it: nobody of the story would know better. */
async function giveSome(telling: Telling, key: (typeof reviewers)[number]) {
  const [read, project] = [reader(telling), await projectId(telling)]
  const { review, mark } = read.tables
  const { member } = telling.people.get(key)!
  const asked = await present(
    read,
    'review',
    project,
    and(eq(review.reviewer, member), eq(review.state, 'asked'))!,
  )
  for (const { id, vote } of asked.slice(0, GIVEN)) {
    const marks = await present(read, 'mark', project, and(eq(mark.vote, vote), eq(mark.basis, 'decision'))!)
    const wrong = marks.some((one) => one.mark === 'wrong')
    const said = wrong ? { verdict: 'reject' as const, reason: 'facts' } : { verdict: 'accept' as const }
    await ask(telling, as(telling, key), 'review.give', { review: id, ...said })
  }
}
