import type { Block } from '#shared/content.ts'
import type { ImportCounts } from '#shared/import-run.ts'
import type { Columns } from './columns.ts'

/** What raters said, and which of it goes before a panel. */
export function votesTables({
  table,
  string,
  maybeString,
  number,
  maybeNumber,
  maybeReal,
  json,
  index,
  primaryKey,
  span,
}: Columns) {
  const mapping = table(
    'mapping',
    { project: string(), name: string(), body: json<unknown>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.name, t.since] })],
  )
  const imports = table(
    'import',
    {
      project: string(),
      id: string().primaryKey(),
      source: string(),
      file: string(),
      format: string(),
      sha256: string(),
      state: string(),
      counts: json<ImportCounts>(),
      root: maybeString(),
      startedAt: number(),
      endedAt: maybeNumber(),
      by: string(),
      seq: maybeNumber(),
      until: maybeNumber(),
    },
    (t) => [index('import_project').on(t.project)],
  )
  const item = table(
    'item',
    {
      project: string(),
      id: string(),
      external: string(),
      language: maybeString(),
      tags: json<string[]>(),
      expected: maybeNumber(),
      content: json<Block[]>(),
      import: string(),
      until: maybeNumber(),
    },
    (t) => [
      primaryKey({ columns: [t.id, t.import] }),
      index('item_external').on(t.project, t.external),
      index('item_import').on(t.import),
    ],
  )
  const rater = table(
    'rater',
    { project: string(), id: string().primaryKey(), external: string(), kind: string(), import: string() },
    (t) => [index('rater_external').on(t.project, t.external), index('rater_import').on(t.import)],
  )
  const vote = table(
    'vote',
    {
      project: string(),
      id: string().primaryKey(),
      item: string(),
      question: string(),
      rater: string(),
      ref: string(),
      value: string(),
      note: maybeString(),
      confidence: maybeReal(),
      at: maybeNumber(),
      seconds: maybeReal(),
      version: maybeNumber(),
      salt: maybeString(),
      import: string(),
      supersedes: maybeString(),
      late: number(),
      until: maybeNumber(),
    },
    (t) => [
      index('vote_item').on(t.item),
      index('vote_rater').on(t.rater),
      index('vote_import').on(t.import),
    ],
  )
  const stand = table(
    'stand',
    {
      project: string(),
      id: string(),
      vote: string(),
      rater: string(),
      item: string(),
      question: string(),
      note: string(),
      upheld: maybeNumber(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] })],
  )
  const closure = table(
    'closure',
    {
      project: string(),
      id: string(),
      item: string(),
      question: string(),
      reason: string(),
      by: string(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] })],
  )
  const sample = table(
    'sample',
    {
      project: string(),
      id: string(),
      item: string(),
      week: string(),
      seed: number(),
      stratum: string(),
      probability: maybeReal(),
      since: number(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.item] })],
  )
  return { mapping, imports, item, rater, vote, stand, closure, sample }
}
