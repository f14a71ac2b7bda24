import * as Y from 'yjs'

/** Where something stands: the root it is in and, where that is a map, its key. */
export type Place = { root: string; key: string | null }

/** The names of a document's roots: Yjs itself looks through all of them each time. */
export function rootNames(doc: Y.Doc) {
  const names = new WeakMap<object, string>()
  /** Roots looked at; those that come stand behind them. */
  let seen = 0
  function look(from: number) {
    let at = 0
    for (const [name, root] of doc.share) if (at++ >= from) names.set(root, name)
    seen = at
  }
  function nameOf(type: object): string | null {
    const known = names.get(type)
    if (known !== undefined) return known
    look(seen)
    // An old root that is asked for as a text for the first time becomes another object.
    if (!names.has(type)) look(0)
    return names.get(type) ?? null
  }
  return {
    nameOf,
    /** Where an item says it stands; null where it says nothing, or stands inside another. */
    placeOf({ parent, parentSub }: Y.Item): Place | null {
      const written: unknown = parent
      if (typeof written === 'string') return { root: written, key: parentSub }
      const root = written instanceof Y.AbstractType ? nameOf(written) : null
      return root === null ? null : { root, key: parentSub }
    },
  }
}
export type RootNames = ReturnType<typeof rootNames>

/**
 * Yjs looks for the name of a root from the first on, once for every text that it writes out: a second for two thousand
 * clauses, each time somebody comes in. It writes texts in the order in which they came, so the search goes on where the
 * last one ended. Maps, to which it comes back all the time, are looked at first.
 */
export function searchInOrder(doc: Y.Doc, isText: (root: string) => boolean): void {
  const { share } = doc
  const [maps, texts]: [string[], string[]] = [[], []]
  let at = 0
  type Root = NonNullable<ReturnType<typeof share.get>>
  function* entries(): MapIterator<[string, Root]> {
    const known = maps.length + texts.length
    if (known !== share.size)
      for (const name of [...share.keys()].slice(known)) (isText(name) ? texts : maps).push(name)
    for (const name of maps) yield [name, share.get(name)!]
    for (let seen = 0; seen < texts.length; seen++) {
      yield [texts[at % texts.length]!, share.get(texts[at % texts.length]!)!]
      at = (at + 1) % texts.length
    }
  }
  share.entries = entries
}
