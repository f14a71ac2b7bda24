import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { beginFile, endFile } from './estimate-file.ts'

/** The index of the words of a file of items stands beside it. */
export const wordsOf = (items: string): string => items.replace('items-', 'words-')

/** Writes the index: every three characters in a row, so that Japanese and parts of words are found too. */
export function indexWords(folder: string, items: string): void {
  const done = join(folder, wordsOf(items))
  const db = beginFile(`${done}.tmp`)
  db.exec('commit')
  db.prepare('attach ? as items').run(join(folder, items))
  db.exec(`begin;
    create virtual table words using fts5(text, content='', detail=none, tokenize='trigram');
    create virtual table trigram using fts5vocab(words, row)`)
  // Two blanks at the end, so that the last two characters begin a trigram as all others do.
  db.exec(`insert into words (rowid, text) select n, text || '  ' from items.searched order by n`)
  db.exec(`insert into words (words) values ('optimize')`)
  endFile(db)
  renameSync(`${done}.tmp`, done)
}
