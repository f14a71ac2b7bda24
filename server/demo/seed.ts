import { readFileSync } from 'node:fs'
import { defaultPolicy } from '#shared/policy.ts'
import type { Level } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import { liveSession } from '../domain/session.ts'
import { act } from '../handlers.ts'
import type { Demo, DemoTry } from '../http/demo.ts'
import { cookieName } from '../http/session.ts'
import { type Config, newSalt, type Serving, serve } from '../main.ts'
import { arrive } from './arrive.ts'
import { bring } from './bring.ts'
import { calendarOf } from './calendar.ts'
import type { PanelistKey } from './cases/shape.ts'
import { demoCases, demoProject } from './cases.ts'
import { writeDraft } from './draft.ts'
import { drawBatch, tellEarlier } from './earlier.ts'
import { tellBeside, tellReviews } from './fair.ts'
import type { TextDoor } from './pen.ts'
import { openCase, settle } from './settle.ts'
import type { Player } from './stage.ts'
import { as, ask, disputeId, host, openAppeal, projectId, type Telling, voteId } from './telling.ts'

const levels: Record<string, Level> = { single: 'nominal', multi: 'set', ordinal: 'ordinal', number: 'ratio' }
/** The case that waits for its panel when the demo opens, and those settled before. */
export const waiting = 'med-001'
const settled = ['answers-004', 'med-005', 'meaning-002', 'contract-010', 'contract-003']

/** A house with the story in it, told by the same commands as everything else. `tokens`: of the links, by person. */
export async function seedDemo(config: Config, demo: Demo, tokens: Map<string, string>) {
  const serving = await serve(config, { demo })
  const texts = textDoor(config, serving)
  const { data } = config
  const telling: Telling = { demo, serving, texts, data, project: demoProject.key, people: new Map() }
  try {
    await tell(telling, tokens)
  } catch (error) {
    // Half a story is not served on.
    await serving.close()
    throw error
  }
  return { serving, texts, players: playersOf(telling) }
}

/** From within the machine, whatever stands before the server. */
function textDoor({ host, port }: Config, { url, installation: { house } }: Serving): TextDoor {
  const { origin, protocol, port: named } = new URL(url)
  const door = { origin, secure: protocol === 'https:', port: protocol === 'https:' ? port : Number(named) }
  return {
    origin,
    address: `ws://${host}:${door.port}`,
    cookie: (session) => `${cookieName(door)}=${session}`,
    async leave(token) {
      const session = await liveSession(house.store.read, token, house.now())
      if (!session) return
      const who = { person: session.person, owner: session.owner, session: session.id }
      await act(house, { name: 'session.end', project: '_', who, input: {}, key: newSalt() })
    },
  }
}

async function tell(telling: Telling, tokens: Map<string, string>) {
  const { demo, serving } = telling
  const calendar = calendarOf(serving.installation.house)
  calendar.ago(42)
  await setUp(telling)
  await drawBatch(telling)
  for (const person of demoProject.people) await arrive(telling, person, tokens)
  await tellEarlier(telling, calendar)
  calendar.today()
  await bring(telling, 'votes', demoCases)
  await tellBeside(telling)
  for (const { note, ...cast } of demoProject.stands)
    await ask(telling, as(telling, 'rater'), 'vote.stand', { vote: await voteId(telling, cast), note })
  for (const item of [...settled, waiting]) await openCase(telling, item)
  for (const item of settled) await settle(telling, item)
  await tellReviews(telling)
  await writeDraft(telling)
  await setSample(telling, 3, defaultPolicy.version + 1)
  // The week's sample, which the clock would draw a moment later under the eyes of whoever comes first.
  await ask(telling, host, 'sample.draw', {}).catch((error) => {
    // On a slow machine the clock was first after all.
    if (!(error instanceof Refusal && error.code === 'drawn-already')) throw error
  })
  await serving.installation.queues.freshen(await projectId(telling))
  demo.tries.push(...(await worthTrying(telling)))
}

async function setUp(telling: Telling) {
  const { key, name, questions, guideline } = demoProject
  await ask(telling, host, 'project.create', { key, name }, { of: '_' })
  for (const question of questions)
    await ask(telling, host, 'question.save', { question: { ...question, level: levels[question.type]! } })
  // No week's sample of its own until the story is told.
  await setSample(telling, 0, defaultPolicy.version)
  const readGuideline = (language: 'en' | 'ja') =>
    readFileSync(new URL(guideline.files[language], import.meta.url), 'utf8')
  const published = {
    texts: { en: readGuideline('en'), ja: readGuideline('ja') },
    authoritative: guideline.authoritative,
    note: 'First version.',
    bindsFrom: Date.parse(guideline.bindsFrom),
  }
  await ask(telling, host, 'guideline.publish', published, { ifMatch: 0 })
}

async function setSample(telling: Telling, sample: number, ifMatch: number) {
  const { version: _first, ...policy } = defaultPolicy
  await ask(telling, host, 'policy.set', { ...policy, sample }, { ifMatch })
}

/** The short list in the demo's bar, in the order of the story. */
async function worthTrying(telling: Telling): Promise<DemoTry[]> {
  const at = `/projects/${telling.project}`
  const mine = `${at}/votes/${await voteId(telling, { item: waiting, rater: 'r17', question: 'safe' })}`
  const erred = await voteId(telling, { item: 'answers-004', rater: 'r17', question: 'better' })
  const room = async (item: string) => `${at}/disputes/${await disputeId(telling, item)}`
  return [
    { key: 'wait', as: 'rater', to: mine },
    { key: 'ballot', as: 'panelist1', to: await room(waiting) },
    { key: 'flip', as: 'rater', to: mine },
    { key: 'tie', as: 'lead', to: await room('meaning-002') },
    { key: 'error', as: 'lead', to: await room('answers-004') },
    { key: 'sensitive', as: 'panelist2', to: await room('med-005') },
    { key: 'publish', as: 'lead', to: `${at}/guideline/publish` },
    { key: 'appeal', as: 'rater', to: `${at}/votes/${erred}` },
    { key: 'admit', as: 'lead', to: `${at}/appeals/${await openAppeal(telling)}` },
    { key: 'bar', as: 'lead', to: `${at}/bar` },
  ]
}

const playersOf = ({ people }: Telling): Player[] =>
  (['panelist1', 'panelist2', 'panelist3', 'panelist4'] satisfies PanelistKey[]).map((key) => ({
    key,
    ...people.get(key)!,
  }))
