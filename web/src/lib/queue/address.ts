import type { QueueLane, QueueSort, QueueState } from '#shared/queue.ts'

export const lanes = ['majority', 'lone', 'tie', 'sample', 'all'] as const satisfies readonly QueueLane[]
export const sorts = [
  ...(['majority-wrong', 'dissent', 'margin', 'entropy', 'votes'] as const),
] as const satisfies readonly QueueSort[]
export const states = [
  ...(['unanimous', 'majority', 'tie', 'incomplete'] as const),
  ...(['in-dispute', 'decided', 'reopened', 'closed'] as const),
] as const satisfies readonly QueueState[]

/** What the address of the screen says; '' is no filter. */
export type Asked = {
  lane: QueueLane
  sort: QueueSort
  state: QueueState | ''
  question: string
  language: string
  tag: string
  pair: string
  q: string
  /** Confusion pairs with their counts stand in place of the rows. */
  group: 'pair' | ''
}

const filters = ['state', 'question', 'language', 'tag', 'pair', 'q'] as const
const oneOf = <T extends string, Else>(words: readonly T[], word: string | null, otherwise: Else) =>
  words.find((one) => one === word) ?? otherwise

/** Reads an address leniently: a word nobody knows is as if it were not there. */
export function readAddress(search: URLSearchParams): Asked {
  const text = (name: string) => search.get(name) ?? ''
  return {
    lane: oneOf(lanes, search.get('lane'), 'majority'),
    sort: oneOf(sorts, search.get('sort'), 'majority-wrong'),
    state: oneOf(states, search.get('state'), ''),
    question: text('question'),
    language: text('language'),
    tag: text('tag'),
    pair: text('pair'),
    q: text('q').slice(0, 200),
    group: search.get('group') === 'pair' ? 'pair' : '',
  }
}

/** The address of a view; what is as it would be anyway is left out. */
export function addressOf({ lane, sort, group, ...asked }: Asked): string {
  const search = new URLSearchParams()
  if (lane !== 'majority') search.set('lane', lane)
  if (sort !== 'majority-wrong') search.set('sort', sort)
  for (const name of filters) if (asked[name]) search.set(name, asked[name])
  if (group) search.set('group', group)
  return search.size > 0 ? `?${search}` : '?'
}

/** What is asked of the server for the rows of a view. */
export function rowsQuery({ lane, sort, ...asked }: Asked, limit: number, after?: string | null): string {
  const query = new URLSearchParams({ lane, sort, limit: String(limit) })
  for (const name of filters) if (asked[name]) query.set(name, asked[name])
  if (after) query.set('after', after)
  return query.toString()
}

export function pairsQuery({ lane, ...asked }: Asked): string {
  const query = new URLSearchParams({ lane })
  for (const name of ['state', 'question', 'language', 'tag'] as const)
    if (asked[name]) query.set(name, asked[name])
  return query.toString()
}

export const filtersOf = (asked: Asked): number => filters.filter((name) => asked[name]).length
export const withoutFilters = (asked: Asked): Asked => ({
  ...asked,
  state: '',
  question: '',
  language: '',
  tag: '',
  pair: '',
  q: '',
})
