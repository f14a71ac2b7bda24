import type { DraftView } from '#lib/guideline/views.ts'
import { mayPropose, ruleOf } from '#shared/clause.ts'
import { type DraftClause, LEVELS } from '#shared/draft.ts'
import type { Actor } from '#shared/member.ts'
import type { Language } from '#shared/text.ts'

/** The draft as far as a proposal needs it. */
export type WrittenDraft = Pick<DraftView, 'draft' | 'rules'>
type Place = { after: string | null; level: number }

/** A clause's title in the reader's language, or in the one it has. */
export function titleIn({ texts }: Pick<DraftClause, 'texts'>, language: Language): string {
  return texts[language]?.title || texts.en?.title || texts.ja?.title || ''
}

/** The clauses to choose from; those that whoever asks may not even propose to change are left out. */
export function proposable({ draft, rules }: WrittenDraft, asker: Pick<Actor, 'id' | 'roles' | 'owner'>) {
  const byClause = Object.fromEntries(rules.map((rule) => [rule.clause, rule]))
  return draft.clauses.filter(({ id }) => mayPropose(ruleOf(byClause, id), asker))
}

/** A new clause stands beside the one it follows, or one step below it. */
export function placeAfter(clauses: readonly DraftClause[], after: string | null, below: boolean): Place {
  const before = clauses.find(({ id }) => id === after)
  return { after, level: before ? Math.min(LEVELS, before.level + (below ? 1 : 0)) : 1 }
}
