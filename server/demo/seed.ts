import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import { defaultPolicy } from '#shared/policy.ts'
import type { Level } from '#shared/question.ts'
import { openClient } from '../cli/client.ts'
import { runImport } from '../cli/import.ts'
import { disputeSeq } from '../domain/dispute-record.ts'
import { guidelineHeads } from '../domain/guideline.ts'
import type { Who } from '../domain/who.ts'
import { act } from '../handlers.ts'
import type { DemoLinks } from '../http/demo.ts'
import { type Config, newSalt, type Serving, serve } from '../main.ts'
import type { DemoBallot, DemoPerson } from './cases/shape.ts'
import { demoCases, demoProject } from './cases.ts'
import { itemLines, voteLines } from './files.ts'

const levels: Record<string, Level> = { single: 'nominal', multi: 'set', ordinal: 'ordinal', number: 'ratio' }
/** The case that waits for the two panelists when the demo opens, and those settled before. */
const waiting = 'med-001'
const settled = ['answers-004', 'med-005', 'meaning-002']

type Demo = {
  serving: Serving
  project: string
  people: Map<string, { person: string; member: string; login: string }>
}

/** A house with the story in it, told by the same commands as everything else. */
export async function seedDemo(config: Config): Promise<{ serving: Serving; links: DemoLinks }> {
  const links: DemoLinks = []
  const serving = await serve(config, { demo: links })
  const demo: Demo = { serving, project: demoProject.key, people: new Map() }
  await ask(demo, host, 'project.create', { key: demoProject.key, name: demoProject.name }, '_')
  for (const question of demoProject.questions)
    await ask(demo, host, 'question.save', { question: { ...question, level: levels[question.type]! } })
  const { version: _first, ...policy } = defaultPolicy
  await ask(demo, host, 'policy.set', { ...policy, sample: 3 }, demoProject.key, defaultPolicy.version)
  const texts = { en: readGuideline('en'), ja: readGuideline('ja') }
  await ask(
    demo,
    host,
    'guideline.publish',
    {
      texts,
      authoritative: demoProject.guideline.authoritative,
      note: 'First version.',
      bindsFrom: Date.parse(demoProject.guideline.bindsFrom),
    },
    demoProject.key,
    0,
  )
  await importVotes(serving, config.data)
  for (const person of demoProject.people) links.push(await arrive(demo, person))
  for (const stand of demoProject.stands) await standBy(demo, stand)
  for (const item of [...settled, waiting]) await openCase(demo, item)
  for (const item of settled) await settle(demo, item)
  // The week's sample, which the clock would draw a moment later under the eyes of whoever comes first.
  await ask(demo, host, 'sample.draw', {})
  await serving.installation.queues.freshen((await projectRow(demo)).id)
  return { serving, links }
}

const host: Who = { machine: 'host' }
const readGuideline = (language: 'en' | 'ja') =>
  readFileSync(new URL(demoProject.guideline.files[language], import.meta.url), 'utf8')

async function ask<Name extends CommandName>(
  { serving, project }: Demo,
  who: Who,
  name: Name,
  input: CommandInput<Name>,
  of = project,
  ifMatch?: number,
) {
  return (await act(serving.installation.house, { name, project: of, who, input, key: newSalt(), ifMatch }))
    .answer
}

/** The votes come in by the importer, as a lead's file would. */
async function importVotes({ host }: Serving, data: string) {
  const [votes, items] = [join(data, 'votes.jsonl'), join(data, 'items.jsonl')]
  writeFileSync(votes, voteLines())
  writeFileSync(items, itemLines())
  const client = await openClient(data, async () => ({ app: host, close: async () => {} }))
  await runImport(client, votes, {
    project: demoProject.key,
    items,
    map: 'item=item,rater=rater,question=question,value=value,note=note,at=at,version=version',
    itemsMap: 'item=item,language=language,tags=tags,expected=expected,blocks=content',
  })
}

/** Everybody arrives by a link; the demo keeps their passwords to itself and signs them in by its own links. */
async function arrive(demo: Demo, person: DemoPerson): Promise<DemoLinks[number]> {
  const [name, login, password] = [person.name[person.language], `${person.key}@demo.example`, newSalt()]
  const rater = person.rater === null ? null : await raterId(demo, person.rater)
  const url =
    person.role === 'owner'
      ? (await ask(demo, host, 'link.owner', { name }, '_')).url
      : (await ask(demo, host, 'link.invite', { name, roles: [person.role], ...(rater ? { rater } : {}) }))
          .url
  const token = String(url).split('/').at(-1)!
  const { person: id } = await ask(
    demo,
    null,
    'link.use',
    { token, name, login, password, locale: person.language },
    '_',
  )
  const member =
    person.role === 'owner'
      ? ''
      : (await ask(demo, { person: String(id), owner: false }, 'member.join', { token })).member
  demo.people.set(person.key, { person: String(id), member: String(member), login })
  const start = async () => String((await ask(demo, null, 'session.start', { login, password }, '_')).session)
  return {
    name: person.name,
    role: person.role,
    key: person.key,
    token: newSalt().slice(0, 32),
    start,
    to: '/',
  }
}

const as = (demo: Demo, key: string): Who => ({ person: demo.people.get(key)!.person, owner: false })

async function raterId({ serving }: Demo, external: string): Promise<string> {
  const { store } = serving.installation.house
  return (await store.read.select().from(store.read.tables.rater)).find((row) => row.external === external)!
    .id
}

async function standBy(demo: Demo, stand: { item: string; rater: string; question: string; note: string }) {
  const { read } = demo.serving.installation.house.store
  const [item, rater] = [await itemId(demo, stand.item), await raterId(demo, stand.rater)]
  const vote = (await read.select().from(read.tables.vote)).find(
    (row) => row.item === item && row.rater === rater && row.question === stand.question,
  )!
  await ask(demo, as(demo, 'rater'), 'vote.stand', { vote: vote.id, note: stand.note })
}

async function itemId({ serving }: Demo, external: string): Promise<string> {
  const { store } = serving.installation.house
  return (await store.read.select().from(store.read.tables.item)).find((row) => row.external === external)!.id
}

const questionsOf = (item: string) => [
  ...new Set(demoCases.find((one) => one.item.external === item)!.votes.map(({ question }) => question)),
]
async function openCase(demo: Demo, item: string) {
  await ask(demo, as(demo, 'lead'), 'dispute.open', {
    items: [{ item: await itemId(demo, item), questions: questionsOf(item) }],
  })
}

/** Both panelists cast what a reasonable panelist would, and the chair signs. */
async function settle(demo: Demo, item: string) {
  const { read } = demo.serving.installation.house.store
  const id = await itemId(demo, item)
  const dispute = (await read.select().from(read.tables.dispute)).find(
    (row) => row.item === id && row.until === null,
  )!
  const clauses = (await guidelineHeads(read, (await projectRow(demo)).id)).at(-1)!.clauses
  const ballots = demoProject.ballots.filter((ballot) => ballot.item === item)
  for (const key of ['panelist1', 'panelist2'])
    await ask(demo, as(demo, key), 'ballot.cast', {
      dispute: dispute.id,
      round: 1,
      answers: ballots.filter(({ panelist }) => panelist === key).map((ballot) => answerOf(ballot, clauses)),
      arguments: Object.fromEntries(
        ballots
          .filter(({ panelist }) => panelist === key)
          .map(({ question, argument }) => [question, argument[languageOf(key)]]),
      ),
    })
  const rationale = ballots.find(({ panelist }) => panelist === 'panelist1')!.argument
  const ifMatch = await disputeSeq(read, (await projectRow(demo)).id, dispute.id)
  await ask(
    demo,
    as(demo, 'lead'),
    'decision.sign',
    {
      dispute: dispute.id,
      rationale: `${rationale.en}\n\n${rationale.ja}`,
      reason: rationale[demoProject.guideline.authoritative],
    },
    demoProject.key,
    ifMatch,
  )
}

const languageOf = (key: string) => demoProject.people.find((person) => person.key === key)!.language

function answerOf(ballot: DemoBallot, clauses: { id: string; number: string }[]) {
  const cited = ballot.clauses.map((number) => clauses.find((clause) => clause.number === number)!.id)
  const weight = ballot.kind === 'several' ? Math.floor(100 / ballot.values.length) : 100
  return {
    question: ballot.question,
    kind: ballot.kind,
    values: ballot.values.map((value) => ({ value, weight })),
    cause: ballot.cause,
    confidence: ballot.confidence,
    clauses: cited,
    noClause: cited.length === 0,
  }
}

async function projectRow({ serving, project }: Demo) {
  const { read } = serving.installation.house.store
  return (await read.select().from(read.tables.project)).find(({ key }) => key === project)!
}
