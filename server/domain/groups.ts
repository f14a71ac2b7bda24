import { type GroupsView, groupTable, type JudgedVote } from '#shared/groups.ts'
import type { Reader } from '../store/store.ts'
import { decisionMarked } from './decision-marks.ts'
import { attributesOf } from './groups-attribute.ts'
import { majorityMarker } from './majority-marks.ts'
import { lawOf, votesByItem } from './standing/votes.ts'

export type GroupsAsked = { attribute: string | null; question: string | null; seed: number }

/** Whether the majority punishes a group: one attribute at a time, both bases on the same votes. */
export async function groupsView(
  read: Reader,
  project: string,
  { attribute, question, seed }: GroupsAsked,
): Promise<GroupsView> {
  const attributes = await attributesOf(read, project)
  const name = attribute ?? [...attributes.keys()][0] ?? null
  const values = (name === null ? undefined : attributes.get(name)) ?? new Map<string, string>()
  const votes = await judgedVotes(read, project, question)
  const table = (sampled: boolean) =>
    groupTable(
      votes.filter((vote) => vote.sampled === sampled),
      values,
      seed,
    )
  return {
    attributes: [...attributes].map(([key, said]) => ({
      name: key,
      values: new Set(said.values()).size,
      raters: said.size,
    })),
    attribute: name,
    question,
    sampled: table(true),
    picked: table(false),
  }
}

/** Every vote that a decision marks, with what the majority of its split says of it. */
async function judgedVotes(
  read: Reader,
  project: string,
  question: string | null,
): Promise<(JudgedVote & { sampled: boolean })[]> {
  const marked = (await decisionMarked(read, project, undefined, null)).filter(
    (one) => one.way !== 'unheard' && (question === null || one.question === question),
  )
  const majorities = new Map<string, JudgedVote['majority']>()
  const marks = majorityMarker(await lawOf(read, project, null))
  for await (const batch of votesByItem(read, new Set(marked.map(({ item }) => item)), null))
    for (const votes of batch) for (const { vote, mark } of marks(votes)) majorities.set(vote, mark)
  return marked.map(({ vote, rater, item, mark, weight, way }) => {
    const sampled = way === 'sampled'
    const majority = majorities.get(vote) ?? 'none'
    return { rater, item, majority, decision: mark, weight: sampled ? weight : 1, sampled }
  })
}
