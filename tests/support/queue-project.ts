import { randomUUID } from 'node:crypto'
import type { Block } from '#shared/content.ts'
import { noCounts } from '#shared/import-run.ts'
import { defaultPolicy } from '#shared/policy.ts'
import { canonical, type Question, type Value } from '#shared/question.ts'
import type { DisputeState } from '#shared/record.ts'
import type { Store } from '../../server/store/store.ts'

/** One vote as a test writes it; items and raters are named by their external ids. */
export interface Cast {
  item: string
  rater: string
  value: Value
  question?: string
  note?: string
}
export interface Described {
  text?: string
  language?: string
  tags?: string[]
  expected?: number
}

const ROWS_AT_ONCE = 500
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / ROWS_AT_ONCE) }, (_, at) =>
    all.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE),
  )

/** Ids in the order they are made, as imports leave them. */
let made = 0
export const idOf = (n: number): string =>
  Array.from({ length: 10 }, (_, at) => String.fromCharCode(97 + (Math.floor(n / 26 ** (9 - at)) % 26))).join(
    '',
  )
const newId = () => idOf(++made * 7919 + 26 ** 9)

/** A project written straight into the tables, for tests of what is learned from them. */
export async function queueProject(store: Store, questions: readonly Question[]) {
  const project = newId()
  let seq = 1
  const { tables } = store.read
  const key = `q${randomUUID().slice(0, 8)}`
  const items = new Map<string, string>()
  const raters = new Map<string, string>()
  await store.transact(null, async (tx) => {
    await tx
      .insert(tables.project)
      .values({ id: project, key, name: { en: '', ja: '' }, seq, at: 0 } as never)
    for (const body of questions)
      await tx.insert(tables.question).values({ project, key: body.key, body, since: 1, until: null })
  })
  const within = (work: Parameters<Store['transact']>[1]) => store.transact(null, work)

  async function cast(
    votes: readonly Cast[],
    described: Record<string, Described> = {},
    done = true,
  ): Promise<string> {
    const id = newId()
    const at = seq + 1
    const fresh = { items: [] as string[], raters: [] as string[] }
    for (const one of [...Object.keys(described), ...votes.map(({ item }) => item)]) {
      if (!items.has(one)) fresh.items.push(one)
      if (!items.has(one)) items.set(one, newId())
    }
    for (const { rater } of votes) {
      if (!raters.has(rater)) fresh.raters.push(rater)
      if (!raters.has(rater)) raters.set(rater, newId())
    }
    await within(async (tx) => {
      await tx.insert(tables.imports).values({
        project,
        id,
        source: '',
        file: '',
        format: '',
        sha256: '',
        state: 'done',
        counts: noCounts(),
        root: null,
        startedAt: 0,
        endedAt: 0,
        by: '',
        seq: done ? at : null,
        until: null,
      } as never)
      for (const some of chunks(fresh.items)) {
        await tx.insert(tables.item).values(
          some.map((external) => {
            const {
              text = `About ${external}`,
              language = null,
              tags = [],
              expected = null,
            } = described[external] ?? {}
            const content: Block[] = [{ kind: 'text', text }]
            return {
              project,
              id: items.get(external)!,
              external,
              language,
              tags,
              expected,
              content,
              import: id,
              until: null,
            }
          }),
        )
      }
      for (const some of chunks(fresh.raters))
        await tx.insert(tables.rater).values(
          some.map((external) => ({
            project,
            id: raters.get(external)!,
            external,
            kind: 'human',
            import: id,
          })),
        )
      for (const some of chunks(votes)) {
        await tx.insert(tables.vote).values(
          some.map(({ item, rater, value, question = questions[0]!.key, note = null }) => ({
            project,
            id: newId(),
            item: items.get(item)!,
            question,
            rater: raters.get(rater)!,
            ref: '',
            value: canonical(value),
            note,
            confidence: null,
            at: null,
            seconds: null,
            version: null,
            salt: null,
            import: id,
            supersedes: null,
            follows: null,
            late: 0,
            until: null,
          })),
        )
      }
    })
    await advance()
    return id
  }

  async function advance(): Promise<void> {
    seq += 1
    await within((tx) => tx.update(tables.project).set({ seq }) as never)
  }
  return {
    project,
    key,
    items,
    raters,
    within,
    cast,
    advance,
    get seq() {
      return seq
    },
    dispute: (item: string, id: string, state: DisputeState, since: number) =>
      disputeRow(
        project,
        items.get(item)!,
        questions.map((question) => question.key),
        id,
        state,
        since,
      ),
    newId,
  }
}

function disputeRow(
  project: string,
  item: string,
  questions: string[],
  id: string,
  state: DisputeState,
  since: number,
) {
  return {
    project,
    id,
    item,
    questions,
    chosen: 'queue' as const,
    probability: null,
    state,
    round: 1,
    policy: defaultPolicy,
    guideline: null,
    openedAt: 0,
    openedBy: '',
    barred: [],
    deadline: null,
    held: 0,
    since,
    until: null,
  }
}
