import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const top = fileURLToPath(new URL('../..', import.meta.url))

const generated = /(^|\/)(node_modules|\.svelte-kit|paraglide|test-results|playwright-report)(\/|$)/

/** Every file below a room that a person wrote, as a path from the top of the checkout. */
export function filesIn(room: string): string[] {
  return readdirSync(join(top, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(top, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !generated.test(path))
    .sort()
}

export function read(path: string): string {
  return readFileSync(join(top, path), 'utf8')
}

// Only a rough lexer, good enough for words that are forbidden outside comments.
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')
}
