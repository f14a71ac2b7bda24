import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openFile, readWords } from './estimate-file.ts'
import { isOfForm } from './estimate-stamp.ts'
import { wordsOf } from './estimate-words.ts'
import type { Built } from './estimates.ts'

/** The newest estimates of today's form that a project has on disk. */
export function newestBuilt(folder: string): { n: number; built: Built } | null {
  for (const n of numbersIn(folder)) {
    const db = openFile(join(folder, `queue-${n}.db`))
    try {
      const built = readWords<Built>(db, 'built')
      if (isOfForm(built.stamp)) return { n, built }
    } finally {
      db.close()
    }
  }
  return null
}

/** Removes what no reader needs: all but this build, its items and their words. */
export function sweep(folder: string, n: number, built: Built): void {
  const kept = [`queue-${n}.db`, built.items, wordsOf(built.items)]
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name) && !name.startsWith(`${wordsOf(built.items)}.tmp`))
      rmSync(join(folder, name), { force: true })
  }
}

/** The numbers of the estimates there are, newest first. */
function numbersIn(folder: string): number[] {
  const found = readdirSync(folder).map((name) => Number(/^queue-(\d+)\.db$/.exec(name)?.[1] ?? Number.NaN))
  return found.filter((n) => !Number.isNaN(n)).sort((a, b) => b - a)
}
