import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { CommandInput } from '#shared/commands.ts'
import type { Fact } from '#shared/facts.ts'
import { type LeftRow, leftRow } from '#shared/left-row.ts'
import { ATTRIBUTES, type RaterAttribute } from '#shared/rater-note.ts'
import type { Handler } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { handfuls, plain, ratersNamed } from './named.ts'
import { answerOf, refuseLeft, type Sorted } from './rows-left.ts'

export const toThoseAllowed = { roles: ['lead', 'auditor'] as ('lead' | 'auditor')[] }
export const attributeColumns = ['project', 'rater', 'name', 'value', 'import', 'since', 'until'] as const

/** Attributes of raters, by the ids their tool gave them; an empty value takes one away. */
export const describeRaters: Handler<'rater.describe'> = async (tx, { rows, leaveOut }, asked) => {
  const { id: project } = asked.project
  const sorted = await sortAttributes(tx, project, rows)
  refuseLeft(sorted.left, rows.length, leaveOut)
  const attributes = [...sorted.fresh, ...sorted.changed]
  await endAttributes(tx, project, asked.seq, sorted.changed)
  const kept = attributes.filter(({ value }) => value !== '')
  for (const some of handfuls(kept))
    await tx.bulk(
      'raterAttribute',
      attributeColumns,
      some.map(({ rater, name, value }) => [project, rater, name, value, null, asked.seq, null]),
    )
  const facts: Fact[] = attributes.length > 0 ? [{ kind: 'raters.described', attributes }] : []
  return {
    facts,
    told: facts.map((event) => ({ to: toThoseAllowed, event })),
    answer: { ...answerOf(sorted) },
  }
}

type Rows = CommandInput<'rater.describe'>['rows']
/** What of a list is new, changes something, or names nobody. Counted are attributes, not raters. */
export async function sortAttributes(
  read: Reader,
  project: string,
  rows: Rows,
): Promise<Sorted<RaterAttribute>> {
  const { known, example } = await ratersNamed(
    read,
    project,
    rows.map(({ rater }) => rater),
  )
  const left: LeftRow[] = []
  const said = new Map<string, RaterAttribute & { row: number }>()
  for (const [n, { rater: external, attributes }] of rows.entries()) {
    const rater = known.get(plain(external))
    if (!rater) {
      left.push(leftRow(n + 1, 'rater-unknown', { found: external, expected: example }))
      continue
    }
    for (const [given, text] of Object.entries(attributes)) {
      const [name, value] = [plain(given), plain(text)]
      const first = said.get(`${rater}/${name}`)
      if (name === '') left.push(leftRow(n + 1, 'cell-empty', { found: given }))
      else if (!first) said.set(`${rater}/${name}`, { rater, name, value, row: n + 1 })
      else if (first.value !== value)
        left.push(leftRow(n + 1, 'said-otherwise', { found: String(first.row) }))
    }
  }
  const { before, names } = await attributesOf(read, project, [...known.values()])
  const sorted: Sorted<RaterAttribute> = { fresh: [], changed: [], same: 0, left }
  for (const [key, { row, ...one }] of said) {
    const old = before.get(key) ?? ''
    if (old === one.value) sorted.same += 1
    else if (!names.has(one.name) && names.size >= ATTRIBUTES)
      left.push(leftRow(row, 'attributes-many', { found: one.name, expected: String(ATTRIBUTES) }))
    else {
      names.add(one.name)
      sorted[old === '' ? 'fresh' : 'changed'].push(one)
    }
  }
  return sorted
}

/** What is known of raters now, and the names of all attributes of the project. */
async function attributesOf(read: Reader, project: string, raters: readonly string[]) {
  const { raterAttribute: table } = read.tables
  const before = new Map<string, string>()
  for (const some of handfuls(raters))
    for (const { rater, name, value } of await present(
      read,
      'raterAttribute',
      project,
      inArray(table.rater, some),
    ))
      before.set(`${rater}/${name}`, value)
  const named = await read
    .selectDistinct({ name: table.name })
    .from(table)
    .where(and(eq(table.project, project), isNull(table.until)))
  return { before, names: new Set(named.map(({ name }) => name)) }
}

/** Ends what is known of raters now under these names. */
export async function endAttributes(
  tx: Writer,
  project: string,
  seq: number,
  ended: readonly Pick<RaterAttribute, 'rater' | 'name'>[],
) {
  const { raterAttribute: table } = tx.tables
  for (const [name, own] of Map.groupBy(ended, (one) => one.name))
    for (const some of handfuls(own))
      await tx
        .update(table)
        .set({ until: seq })
        .where(
          and(
            eq(table.project, project),
            eq(table.name, name),
            isNull(table.until),
            inArray(
              table.rater,
              some.map(({ rater }) => rater),
            ),
          ),
        )
}
