/** Somebody whom a comment may call. */
export type Mentionable = { id: string; name: string }
/** Who speaks (a member's id), and whom they may call. */
export type Speaker = { readonly me: string | null; readonly people: readonly Mentionable[] }

/** What stands between an `@` and the caret; after a letter or digit an `@` belongs to an address, not to a name. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | undefined {
  const found = /(?:^|[^A-Za-z0-9._%+-])@([^\s@、。，．]{0,30})$/u.exec(text.slice(0, caret))
  return found ? { from: caret - found[1]!.length - 1, typed: found[1]! } : undefined
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase()

/** Those of whose name some word begins so; in Japanese a name may be typed without its space. */
export function findPeople(people: readonly Mentionable[], typed: string): Mentionable[] {
  const wanted = folded(typed)
  return people.filter(({ name }) => {
    const words = folded(name).split(/[\s・]+/)
    return [words.join(''), ...words].some((word) => word.startsWith(wanted))
  })
}

/** The text with `@name ` in place of what was typed since `from`, and where the caret goes. */
export function insertMention(text: string, from: number, caret: number, name: string) {
  const words = `@${name} `
  return { text: text.slice(0, from) + words + text.slice(caret), caret: from + words.length }
}

/**
 * A text in pieces, those that call somebody apart. A person is called by id, so that a reader who may not know names
 * sees none, or by name, as it is typed; of two names that begin alike the longer is meant.
 */
export function pieces(text: string, people: readonly Mentionable[]): { text: string; id: string | null }[] {
  const calls = people
    .flatMap(({ id, name }) => [id, name].filter((call) => call !== '').map((call) => ({ call, id, name })))
    .toSorted((a, b) => b.call.length - a.call.length)
  const found: { text: string; id: string | null }[] = []
  let plain = ''
  for (let at = 0; at < text.length; ) {
    const called = text[at] === '@' ? calls.find(({ call }) => text.startsWith(call, at + 1)) : undefined
    if (!called) {
      plain += text[at++]
      continue
    }
    if (plain) found.push({ text: plain, id: null })
    plain = ''
    found.push({ text: `@${called.name}`, id: called.id })
    at += called.call.length + 1
  }
  return plain ? [...found, { text: plain, id: null }] : found
}

/** What is sent of what was typed: names as ids, and whom they call. */
export function addressed(
  text: string,
  people: readonly Mentionable[],
): { text: string; mentions: string[] } {
  const found = pieces(text, people)
  return {
    text: found.map((piece) => (piece.id === null ? piece.text : `@${piece.id}`)).join(''),
    mentions: [...new Set(found.flatMap(({ id }) => id ?? []))],
  }
}
