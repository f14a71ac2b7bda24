import type { Block } from '#shared/content.ts'
import { canonicalJson } from '#shared/text.ts'
import type { Reader } from '../../store/store.ts'
import type { Batches } from './batches.ts'
import type { Ids } from './ids.ts'
import { type KnownItem, knownItems, knownRaters } from './known.ts'

/** Names read in NFC: two ways to write が are one rater. */
export const nfc = (external: string): string => external.normalize('NFC')

export interface Description {
  content: Block[] | null
  language: string | null
  tags: string[] | null
  expected: number | null
}

export interface Place {
  project: string
  import: string
  /** Null where nothing has been imported yet, so that nothing needs looking up. */
  read: Reader | null
  ids: Ids
  batches: Batches
}

export interface Register {
  /** Looks up those not met before; answers with the ids of those that are known. */
  meet(externals: Iterable<string>): Promise<string[]>
  place(external: string): number
  id(place: number): string
  counts: { added: number; known: number }
}

export interface ItemRegister extends Register {
  isDescribed(place: number): boolean
  /** Known items whose content this file changes. */
  replaced: string[]
  /** The first description of an item in an import is the one that counts; one that changes nothing adds nothing. */
  describe(place: number, external: string, given: Description): void
}

/** The items of a file: known ones by external id, new ones with an id of their own. */
export function registerItems(at: Place): ItemRegister {
  const places = new Map<string, number>()
  const ids: string[] = []
  const described: boolean[] = []
  const replaced: string[] = []
  const before = new Map<number, KnownItem['now']>()
  const counts = { added: 0, known: 0 }
  return {
    counts,
    replaced,
    async meet(externals) {
      const fresh = [...new Set(externals)].filter((external) => !places.has(external))
      const known = at.read ? await knownItems(at.read, at.project, fresh) : new Map<string, KnownItem>()
      for (const external of fresh) {
        const found = known.get(external)
        if (found?.now) counts.known += 1
        else counts.added += 1
        if (found) before.set(ids.length, found.now)
        places.set(external, ids.length)
        ids.push(found?.id ?? at.ids.item())
        described.push(false)
      }
      return [...known.values()].map(({ id }) => id)
    },
    place: (external) => places.get(external)!,
    id: (place) => ids[place]!,
    isDescribed: (place) => described[place]!,
    describe(place, external, given) {
      described[place] = true
      const now = before.get(place) ?? null
      before.delete(place)
      const next = {
        content: given.content ?? now?.content ?? [],
        language: given.language ?? now?.language ?? null,
        tags: given.tags ?? now?.tags ?? [],
        expected: given.expected ?? now?.expected ?? null,
      }
      if (now && canonicalJson(now) === canonicalJson(next)) return
      if (now) replaced.push(ids[place]!)
      const { content, language, tags, expected } = next
      at.batches.add('items', [
        at.project,
        ids[place]!,
        external,
        language,
        JSON.stringify(tags),
        expected,
        JSON.stringify(content),
        at.import,
        null,
      ])
    },
  }
}

export interface RaterRegister extends Register {
  /** Writes down a rater met for the first time. */
  introduce(place: number, external: string, kind: 'human' | 'model'): void
}

export function registerRaters(at: Place): RaterRegister {
  const places = new Map<string, number>()
  const ids: string[] = []
  const written: boolean[] = []
  const counts = { added: 0, known: 0 }
  return {
    counts,
    async meet(externals) {
      const fresh = [...new Set(externals)].filter((external) => !places.has(external))
      const known = at.read ? await knownRaters(at.read, at.project, fresh) : new Map<string, string>()
      for (const external of fresh) {
        const id = known.get(external)
        counts[id ? 'known' : 'added'] += 1
        places.set(external, ids.length)
        ids.push(id ?? at.ids.rater())
        written.push(id !== undefined)
      }
      return [...known.values()]
    },
    place: (external) => places.get(external)!,
    id: (place) => ids[place]!,
    introduce(place, external, kind) {
      if (written[place]) return
      written[place] = true
      at.batches.add('raters', [at.project, ids[place]!, external, kind, at.import])
    },
  }
}
