import { sql } from 'drizzle-orm'
import type { Block } from '#shared/content.ts'
import { snippetOf } from '#shared/snippet.ts'
import { beginFile, endFile, openFile, readColumn, writeColumn, writeWords } from './estimate-file.ts'
import { growing, numbering } from './estimate-growing.ts'
import { type EstimateSource, readJson, seenImports } from './estimate-source.ts'
import { searchedText } from './estimate-text.ts'

/** Writes every item as it reads now, numbered from 0 in the order of `item`, to a file of its own. */
export async function buildItems(source: EstimateSource, project: string, path: string): Promise<number> {
  const db = beginFile(path)
  db.exec(`create table item (n integer primary key, id text not null, external text not null, snippet text not null);
    create table searched (n integer primary key, text text not null)`)
  const put = db.prepare('insert into item values (?, ?, ?, ?)')
  const search = db.prepare('insert into searched values (?, ?)')
  const [language, expected, tagStart, tag] = [growing(), growing(), growing(), growing()]
  const [languages, tags] = [numbering(), numbering()]
  let n = 0
  const query = sql`select "id", "external", "language", "tags", "expected", "content" from "item"
    where "project" = ${project} and "until" is null and "import" in ${seenImports(project)}`
  await source.each(query, sql`"id"`, ([id, external, spoken, tagged, wanted, content]) => {
    const blocks = readJson<Block[]>(content)
    const words = readJson<string[]>(tagged)
    put.run(n, id, external, snippetOf({ content: blocks, tags: words }))
    search.run(n, searchedText(String(external), blocks))
    language.push(spoken === null ? -1 : languages.of(String(spoken)))
    expected.push(wanted === null ? -1 : Number(wanted))
    tagStart.push(tag.length)
    for (const word of words) tag.push(tags.of(word))
    n += 1
  })
  tagStart.push(tag.length)
  writeColumn(db, 'language', language.whole())
  writeColumn(db, 'expected', expected.whole())
  writeColumn(db, 'tagStart', tagStart.whole())
  writeColumn(db, 'tag', tag.whole())
  writeWords(db, 'languages', languages.words)
  writeWords(db, 'tags', tags.words)
  db.exec('create index item_id on item (id)')
  endFile(db)
  return n
}

/** The items' ids by their numbers, and how many votes each waits for (−1: not said). */
export function readItems(path: string) {
  const db = openFile(path)
  const numbers = new Map<string, number>()
  for (const id of db.prepare('select id from item order by n').pluck().iterate() as Iterable<string>)
    numbers.set(id, numbers.size)
  const expected = readColumn(db, 'expected', Int32Array)
  db.close()
  return { numbers, expected }
}
