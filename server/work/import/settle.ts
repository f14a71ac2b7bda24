import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import Value from 'typebox/value'
import { guessItemsMapping, guessMapping, type MappingGuess } from '#shared/import/guess.ts'
import { keyFrom } from '#shared/import/names.ts'
import { guessQuestion, questionFrom } from '#shared/import/question.ts'
import {
  bindQuestion,
  type Fault,
  fault,
  listed,
  lostColumns,
  Mapping,
  refuseMapping,
} from '#shared/import.ts'
import type { DeclaredQuestion } from '#shared/import-choices.ts'
import { type Question, questionFault, questionType } from '#shared/question.ts'
import type { Reader } from '../../store/store.ts'
import { decode, type Source } from './decode.ts'
import { findImporter } from './format.ts'
import { inspectFile, surveyAnswers } from './inspect.ts'
import { questionsNow, savedMappings } from './known.ts'
import type { FilePlan, Plan, Settled } from './plan.ts'
import { problemOf } from './problem.ts'
import type { Importer } from './row.ts'

export async function openFile(file: FilePlan, plan: Plan): Promise<{ source: Source; importer: Importer }> {
  const source = await decode(file.path, plan.encoding ?? undefined)
  // The upload's own name has no ending; what the file was called tells its format.
  const named = { ...source, name: file.name }
  return { source: named, importer: findImporter(named, plan.format ?? 'auto') }
}

/** Looks at the file and settles, from the lead's choices and its own guesses, how it would be read. Throws `Unreadable`. */
export async function settle(plan: Plan, read: Reader): Promise<Settled> {
  const { source, importer } = await openFile(plan.votes, plan)
  const { columns, samples } = await inspectFile(source, importer)
  const guess = guessMapping(columns, samples)
  const existing = await questionsNow(read, plan.project)
  const chosen = plan.choices.mapping ?? (await savedMapping(plan, read, columns)) ?? guess.mapping
  const { mapping, questions, added, wrong } = await settleQuestions(
    plan,
    existing,
    chosen,
    columns,
    (bound) => surveyAnswers(source, importer, bound),
  )
  const items = plan.items && (await settleItems(plan.items, plan))
  return {
    format: importer.name,
    encoding: source.encoding,
    sha256: await sha256Of(plan.votes.path),
    columns: guess.columns,
    allColumns: columns,
    mapping,
    itemsMapping: items?.mapping ?? null,
    itemsColumns: items?.columns ?? [],
    lost: [...lostColumns(mapping, columns), ...(items?.lost ?? [])],
    questions,
    added,
    problem: (wrong && problemOf(wrong, plan.language)) ?? items?.problem ?? null,
  }
}

type Survey = (mapping: Mapping) => Promise<Map<string, Map<string, number>>>

async function settleQuestions(
  plan: Plan,
  existing: readonly Question[],
  chosen: Mapping,
  columns: string[],
  survey: Survey,
) {
  const given: readonly DeclaredQuestion[] = plan.choices.questions
  const of = (key: string) => existing.find((question) => question.key === key)
  const known = given.length > 0 ? given.map(({ key }) => key) : existing.map(({ key }) => key)
  const mapping = nameAnswers(bindQuestion(chosen, known), known)
  const asked = mapping.values.flatMap(({ question }) => question ?? [])
  const unasked = asked.filter((key) => !known.includes(key)).map((key) => ({ key }))
  let fresh: DeclaredQuestion[] = given.length > 0 ? given.filter(({ key }) => !of(key)) : unasked
  const there = [...mapping.values.map(({ column }) => column), mapping.question ?? []].flat()
  const looks =
    there.every((column) => columns.includes(column)) &&
    (mapping.question !== undefined || fresh.some(needsAnswers))
  const answers = looks ? await survey(mapping) : new Map<string, Map<string, number>>()
  if (mapping.question && given.length === 0)
    fresh = [
      ...fresh,
      ...[...answers.keys()]
        .filter((key) => !of(key) && !fresh.some((one) => one.key === key))
        .map((key) => ({ key })),
    ]
  const added = fresh.map((one) => fillQuestion(worded(one, mapping), answers))
  const questions = [...known.flatMap((key) => of(key) ?? []), ...added]
  const named = mapping.question ? { named: [...answers.keys()] } : {}
  const wrong =
    refuseMapping(mapping, { columns, declared: questions.map(({ key }) => key), ...named }) ??
    added.map(refuseQuestion).find(Boolean) ??
    given.map((one) => refuseOther(one, of(one.key))).find(Boolean)
  return { mapping, questions, added, wrong }
}

/** A lone column of answers in a project without questions is a question of the column's name. */
function nameAnswers(mapping: Mapping, known: readonly string[]): Mapping {
  const [only] = mapping.values
  if (known.length > 0 || mapping.question || mapping.values.length !== 1 || !only || only.question)
    return mapping
  return { ...mapping, values: [{ column: only.column, question: keyFrom(only.column, 1) }] }
}

/** A heading that no key can hold, as 判定, is the question's wording until somebody writes one. */
function worded(declared: DeclaredQuestion, { values }: Mapping): DeclaredQuestion {
  const column = values.find(({ question }) => question === declared.key)?.column
  if (declared.wording || !column || /[a-z0-9]/.test(column.normalize('NFKC').toLowerCase())) return declared
  return { ...declared, wording: { en: column, ja: column } }
}

const needsAnswers = ({ type, options, scale }: DeclaredQuestion) =>
  !type || !(options?.length || (scale && type !== 'single' && type !== 'multi'))

/** What the lead left out is taken from the answers in the file. */
function fillQuestion(
  declared: DeclaredQuestion,
  answers: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Question {
  const { key, type, scale } = declared
  const own =
    answers.get(keyFrom(key, 1)) ??
    answers.get(key) ??
    (answers.size === 1 ? [...answers.values()][0]! : new Map())
  const guess = guessQuestion(own, type) ?? { type: type ?? 'single', options: [], scale: null }
  const said = Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== undefined))
  const filled = questionFrom(key, scale ? { ...guess, options: [], scale } : guess)
  return { ...filled, level: questionType(filled.type).levels[0]!, ...said, version: 1 } as Question
}

function refuseQuestion(question: Question): Fault | undefined {
  const code = questionFault(question)
  return code && fault('question-unfit', { question: question.key, code })
}

function refuseOther(
  { key, type, scale, options }: DeclaredQuestion,
  known: Question | undefined,
): Fault | undefined {
  if (!known) return
  if (type && type !== known.type)
    return fault('question-other', { question: key, found: type, known: known.type })
  const range = (one: { min: number; max: number } | null) => (one ? `${one.min}..${one.max}` : '–')
  if (scale && range(scale) !== range(known.scale))
    return fault('question-other', { question: key, found: range(scale), known: range(known.scale) })
  const values = (list: readonly { value: string }[]) => listed(list.map(({ value }) => value))
  if (options?.length && values(options) !== values(known.options))
    return fault('question-other', { question: key, found: values(options), known: values(known.options) })
}

/** What a lead saved for files with these columns. */
async function savedMapping(
  plan: Plan,
  read: Reader,
  columns: readonly string[],
): Promise<Mapping | undefined> {
  for (const body of await savedMappings(read, plan.project)) {
    const saved = (body as { mapping?: unknown }).mapping ?? body
    if (!Value.Check(Mapping, saved)) continue
    // One that lacks what every file needs, or names a column this file lacks, is no help.
    if (refuseMapping(saved, { columns, declared: saved.values.flatMap(({ question }) => question ?? []) }))
      continue
    const of = (body as { columns?: unknown }).columns
    if (!Array.isArray(of) || listed([...of].sort()) === listed([...columns].sort())) return saved
  }
}

async function settleItems(file: FilePlan, plan: Plan) {
  const { source, importer } = await openFile(file, { ...plan, format: null })
  const { columns, samples } = await inspectFile(source, importer)
  const mapping = plan.choices.itemsMapping ?? guessItemsMapping(columns, samples)
  const named: (string | undefined)[] = [
    mapping.item,
    mapping.language,
    mapping.tags,
    mapping.expected,
    ...mapping.content.map(({ column }) => column),
  ]
  const missing = named.find((column) => column !== undefined && !columns.includes(column))
  const wrong =
    missing !== undefined
      ? fault('column-missing', { column: missing, columns: listed(columns), role: 'items' })
      : mapping.item
        ? undefined
        : fault('item-unmapped', { columns: listed(columns) })
  const guess: MappingGuess = guessMapping(columns, samples)
  return {
    mapping,
    columns: guess.columns.map((column) => roleIn(mapping, column)),
    lost: lostColumns(mapping, columns),
    problem: wrong && problemOf(wrong, plan.language),
  }
}

/** The guess for an items file knows no votes: its columns play the parts of the mapping and no others. */
function roleIn(mapping: Mapping, column: MappingGuess['columns'][number]): MappingGuess['columns'][number] {
  const single = (['item', 'language', 'tags', 'expected'] as const).find(
    (role) => mapping[role] === column.column,
  )
  const block = mapping.content.find((one) => one.column === column.column)?.block
  return { ...column, role: single ?? block ?? null, tier: single || block ? column.tier : 'unmapped' }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part as Buffer)
  return hash.digest('hex')
}
