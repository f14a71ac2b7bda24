import { and, asc, desc, eq, gt, isNotNull, isNull, lte } from 'drizzle-orm'
import type * as Y from 'yjs'
import { type ClauseRules, mayEdit, ruleOf } from '#shared/clause.ts'
import {
  CLAUSE_MAP,
  FOLLOWS,
  fields,
  followsKey,
  META,
  readDraft,
  readTextRoot,
  textHash,
  textRoot,
} from '#shared/draft.ts'
import type { ClauseText } from '#shared/guideline.ts'
import { writeClauses } from '#shared/guideline.ts'
import { MESSAGE_BYTES } from '#shared/live-text.ts'
import { type Language, languages } from '#shared/text.ts'
import { clausesAt } from '../domain/guideline.ts'
import { projectOf } from '../domain/who.ts'
import type { Reader } from '../store/store.ts'
import { between } from './clause-places.ts'
import { applyChange } from './draft-change.ts'
import { judgeDraft } from './draft-judge.ts'
import type { Kind } from './kind.ts'

/** How long all the comparing of words may take that a command's change to the draft needs, ms. */
const COMPARING_MS = 300

/** The guideline as it is being written: one text a project, by the project's id. */
export const guideline: Kind = {
  async place(read, id) {
    const { project } = read.tables
    const [row] = await read.select({ id: project.id }).from(project).where(eq(project.id, id))
    // Strangers hear the same of a project that is not theirs as of one that is not.
    return row && id !== '_' ? row.id : null
  },
  async rights(read, { id }) {
    const rules = await rulesOf(read, id)
    const taken = await proposedIn(read, id)
    return (actor) => {
      const leads = actor.owner || actor.roles.includes('lead')
      const writes = leads || actor.roles.includes('panelist')
      const reads = actor.roles.includes('auditor')
      return {
        may: writes ? 'write' : reads ? 'read' : null,
        seat: '',
        named: leads || !reads,
        touches: (clause) => mayEdit(ruleOf(rules, clause), actor),
        begins: (clause) => !taken.has(clause),
      }
    }
  },
  first: async (read, { id, seq }) => {
    const content = await newestContent(read, id, seq)
    return (doc) => begin(doc, content, seq)
  },
  async pending(read, id, doc) {
    const { draftChange } = read.tables
    const held = Number(doc.getMap(META).get('seq') ?? 0)
    // After a restore the texts may be a little younger than the record: what they are ahead of it comes anew.
    const seq = Math.min(held, (await projectOf(read, id)).seq)
    const rows = await read
      .select({ since: draftChange.since, body: draftChange.body })
      .from(draftChange)
      .where(and(eq(draftChange.project, id), gt(draftChange.since, seq)))
      .orderBy(asc(draftChange.since))
    if (rows.length === 0 && seq === held) return null
    return function* (doc) {
      const patience = { left: COMPARING_MS }
      if (seq < held) doc.getMap(META).set('seq', seq)
      for (const { since, body } of rows) yield* applyChange(doc, body, since, patience)
    }
  },
  judge: judgeDraft,
  isText: (root) => readTextRoot(root) !== null,
  shuts: false,
  bytes: MESSAGE_BYTES,
  text(doc) {
    const { clauses, authoritative } = readDraft(doc)
    return writeClauses(
      clauses.map(({ level, texts }) => ({ level, ...(texts[authoritative] ?? { title: '', body: '' }) })),
    )
  },
}

async function rulesOf(read: Reader, project: string): Promise<ClauseRules> {
  const { clauseRule } = read.tables
  const rows = await read
    .select({ clause: clauseRule.clause, protection: clauseRule.protection, owners: clauseRule.owners })
    .from(clauseRule)
    .where(and(eq(clauseRule.project, project), isNull(clauseRule.until)))
  return Object.fromEntries(rows.map((rule) => [rule.clause, rule]))
}

/** Ids of clauses that somebody proposes: they are not free for another to begin. */
async function proposedIn(read: Reader, project: string): Promise<Set<string>> {
  const { proposal } = read.tables
  const rows = await read
    .selectDistinct({ clause: proposal.clause })
    .from(proposal)
    .where(and(eq(proposal.project, project), isNotNull(proposal.after)))
  return new Set(rows.map(({ clause }) => clause))
}

type Content = {
  authoritative: Language
  clauses: Awaited<ReturnType<typeof clausesAt>>
  /** Clauses of earlier versions that are no longer in the text: their ids are never given again. */
  gone: { id: string; into: string | null }[]
}

/** What the newest version of that moment says, and what was in any before it. */
async function newestContent(read: Reader, project: string, seq: number): Promise<Content> {
  const { guideline, clause } = read.tables
  const versions = await read
    .select({ version: guideline.version, language: guideline.language, gone: guideline.gone })
    .from(guideline)
    .where(and(eq(guideline.project, project), lte(guideline.since, seq)))
    .orderBy(desc(guideline.version))
  const newest = versions[0]
  if (!newest) return { authoritative: 'en', clauses: [], gone: [] }
  const clauses = await clausesAt(read, project, newest.version)
  const ids = await read
    .selectDistinct({ id: clause.id })
    .from(clause)
    .where(and(eq(clause.project, project), lte(clause.version, newest.version)))
  const here = new Set(clauses.map(({ id }) => id))
  const into = new Map(versions.toReversed().flatMap(({ gone }) => gone.map((one) => [one.id, one.into])))
  return {
    authoritative: newest.language === 'ja' ? 'ja' : 'en',
    clauses,
    gone: ids.filter(({ id }) => !here.has(id)).map(({ id }) => ({ id, into: into.get(id) ?? null })),
  }
}

function begin(doc: Y.Doc, { authoritative, clauses, gone }: Content, seq: number): void {
  doc.getMap<unknown>(META).set('authoritative', authoritative)
  doc.getMap<unknown>(META).set('seq', seq)
  const places = between(null, null, clauses.length + gone.length)
  const entries = doc.getMap(CLAUSE_MAP)
  for (const [i, { id, level, texts, follows }] of clauses.entries()) {
    entries.set(id, { pos: places[i]!, level })
    const now = textHash(texts[authoritative])
    for (const language of languages) {
      const text: ClauseText | undefined = texts[language]
      if (!text) continue
      for (const field of fields)
        if (text[field]) doc.getText(textRoot(id, language, field)).insert(0, text[field])
      if (language !== authoritative)
        doc.getMap(FOLLOWS).set(followsKey(id, language), follows[language] ?? now)
    }
  }
  for (const [i, { id, into }] of gone.entries())
    entries.set(id, { pos: places[clauses.length + i]!, level: 1, into })
}
