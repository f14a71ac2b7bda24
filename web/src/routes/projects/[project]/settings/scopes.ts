import { m } from '#lib/paraglide/messages.js'

export const scopes = ['read', 'import', 'export'] as const
export type Scope = (typeof scopes)[number]

const words: Record<Scope, () => string> = {
  read: m.tokens_scope_read,
  import: m.tokens_scope_import,
  export: m.tokens_scope_export,
}
export const scopeWord = (scope: string): string => words[scope as Scope]?.() ?? scope
