import type { ClauseChange, ClauseText, GuidelineHead } from '#shared/guideline.ts'
import type { Role } from '#shared/member.ts'
import type { Policy } from '#shared/policy.ts'
import type { Question } from '#shared/question.ts'
import type { Columns } from './columns.ts'

/** People in a project, and how it works. */
export function projectTables({
  table,
  string,
  maybeString,
  number,
  maybeNumber,
  json,
  index,
  primaryKey,
  span,
}: Columns) {
  const member = table(
    'member',
    { project: string(), id: string(), person: string(), roles: json<Role[]>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('member_person').on(t.person)],
  )
  const raterLink = table(
    'rater_link',
    { project: string(), rater: string(), member: string(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.rater, t.since] })],
  )
  const panelist = table(
    'panelist',
    {
      project: string(),
      member: string(),
      languages: json<string[]>(),
      expertise: json<string[]>(),
      minutes: maybeNumber(),
      declared: number(),
      raters: json<string[]>(),
      externals: json<string[]>(),
      guest: maybeString(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.member, t.since] })],
  )
  const question = table(
    'question',
    { project: string(), key: string(), body: json<Question>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.key, t.since] })],
  )
  const policy = table('policy', { project: string(), body: json<Policy>(), ...span() }, (t) => [
    primaryKey({ columns: [t.project, t.since] }),
  ])
  const guideline = table(
    'guideline',
    {
      project: string(),
      version: number(),
      hash: string(),
      language: string(),
      note: string(),
      bindsFrom: maybeNumber(),
      publishedAt: number(),
      since: number(),
      changes: json<Record<string, ClauseChange>>(),
      gone: json<GuidelineHead['gone']>(),
      overridden: json<GuidelineHead['overridden']>(),
      publishedBy: string(),
      reason: maybeString(),
    },
    (t) => [primaryKey({ columns: [t.project, t.version] })],
  )
  const clause = table(
    'clause',
    {
      project: string(),
      version: number(),
      id: string(),
      position: number(),
      level: number(),
      number: string(),
      texts: json<Record<string, ClauseText>>(),
      hash: string(),
      meaning: string(),
      follows: json<Record<string, string>>(),
      authors: json<string[]>(),
    },
    (t) => [primaryKey({ columns: [t.project, t.version, t.id] })],
  )
  return { member, raterLink, panelist, question, policy, guideline, clause }
}
