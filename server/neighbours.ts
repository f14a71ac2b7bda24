import type { Publish } from './command.ts'
import { recordedAfter } from './store/log.ts'
import type { Store } from './store/store.ts'

/** Entries read at once. */
const PAGE = 100

type Done = Parameters<Publish>[0]
/** How far a project is told here and how far it is known to be; what was done here and waits for its turn. */
type Line = { told: number; known: number; own: Map<number, Done>; reading: boolean }

type Telling = {
  /** Everybody here learns of it; `own`: it was done here. */
  tell(done: Done, own: boolean): void
  /** Whether anybody here wants to learn what others do in a project; where nobody does it is not read. */
  wants(project: string): boolean
  /** Something was done elsewhere that nobody here wanted to learn. */
  passed(project: string): void
  failed(error: unknown): void
}

/**
 * Tells here what other server processes of the same database did, and what was done here in its place among it: each entry
 * once, in the order of the record. What a broken line or a failed reading left out is told as soon as it is known again.
 */
export function openNeighbours(store: Store, { tell, wants, passed, failed }: Telling) {
  const lines = new Map<string, Line>()
  /** Once every project was counted, one that is not known was made since. */
  let counted = false

  function lineOf(project: string, unknown: number): Line {
    const line = lines.get(project) ?? { told: unknown, known: unknown, own: new Map(), reading: false }
    lines.set(project, line)
    return line
  }
  function give(line: Line, done: Done) {
    if (done.seq <= line.told) return
    const own = line.own.get(done.seq)
    line.own.delete(done.seq)
    line.told = done.seq
    tell(own ?? done, own !== undefined)
  }
  /** No further than is known: what was done here is told as such, when it is handed in. */
  async function missing(project: string, { told, known }: Line): Promise<Done[]> {
    const found = await recordedAfter(store.read, project, told, Math.min(PAGE, known - told))
    if (found.length === 0) throw new Error(`the log of ${project} lacks entry ${told + 1}`)
    return found
  }
  /** Until the first thing that has to be waited for this runs at once: what is done here is told without delay. */
  async function read(project: string, line: Line) {
    line.reading = true
    try {
      while (line.told < line.known) {
        const own = line.own.get(line.told + 1)
        if (own) give(line, own)
        else if (wants(project)) for (const done of await missing(project, line)) give(line, done)
        else {
          line.told = Math.min(line.known, ...[...line.own.keys()].map((seq) => seq - 1))
          passed(project)
        }
      }
    } finally {
      line.reading = false
    }
  }
  function advance(project: string, line: Line, seq: number) {
    line.known = Math.max(line.known, seq)
    if (!line.reading) read(project, line).catch(failed)
  }
  return {
    publish(done: Done) {
      const line = lineOf(done.project, counted ? 0 : done.seq - 1)
      if (done.seq <= line.told) return
      line.own.set(done.seq, done)
      advance(done.project, line, done.seq)
    },
    heard(project: string, seq: number) {
      advance(project, lineOf(project, counted ? 0 : seq - 1), seq)
    },
    counted(projects: readonly { id: string; seq: number }[]) {
      for (const { id, seq } of projects) advance(id, lineOf(id, counted ? 0 : seq), seq)
      counted = true
    },
    /** The last number that was told here. */
    told: (project: string): number | undefined => lines.get(project)?.told,
  }
}
