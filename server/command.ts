import { eq } from 'drizzle-orm'
import {
  type CommandInput,
  type CommandName,
  type CommandSpec,
  commands,
  installationCommands,
} from '#shared/commands.ts'
import { everybody, type Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { type Actor, refuseAccess } from '#shared/member.ts'
import { hash } from '#shared/merkle.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Stratum } from '#shared/sample.ts'
import { canonicalJson, unstorable } from '#shared/text.ts'
import type { DraftPort, Frozen } from './domain/still.ts'
import { actorOf, type Project, projectOf, type Who } from './domain/who.ts'
import { type Answered, type Asking, answerBefore, keepAnswer } from './store/answers.ts'
import { append, nextAt, type Text } from './store/log.ts'
import type { Store, Writer } from './store/store.ts'

/** Called after the commit, in the order of commits. */
export type Publish = (done: {
  project: string
  seq: number
  at: number
  told: Told[]
  facts: Fact[]
}) => void
/** Every item that has votes, with the stratum a sample draws it from. */
export type Frame = { item: string; stratum: Stratum }[]
export type House = {
  store: Store
  now: () => number
  newId: () => string
  /** 32 random bytes, hex. */
  salt: () => string
  publish: Publish
  frame: (project: string) => Promise<Frame>
  /** The data folder. */
  data: string
  /** Stills the shared rationale number `n` of a dispute while it is signed; null where nobody has opened one. */
  frozen?: (dispute: string, n: number) => Promise<Frozen | null>
  /** The guideline as it is being written; begun where nobody has. */
  draft: DraftPort
}
export type Asked<Prepared = unknown> = {
  project: Project
  actor: Actor
  who: Who
  at: number
  /** The entry number this command will have. */
  seq: number
  newId: () => string
  salt: () => string
  prepared: Prepared
  /** The entry number the asker had read, where the act depends on it. */
  ifMatch: number | undefined
}
export type Result = {
  facts: Fact[]
  texts?: Text[]
  told?: Told[]
  subject?: string
  round?: number
  answer?: Record<string, unknown>
  /** Shown once to the caller, never stored: a second asking with the same key does not get it again. */
  secret?: Record<string, unknown>
  /** A refusal that must be remembered: the entry is committed and the answer is no. */
  refused?: Refusal
}
export type Handler<Name extends CommandName> = (
  tx: Writer,
  input: CommandInput<Name>,
  asked: Asked<never>,
) => Promise<Result>
/** Before the transaction: what takes long, or has to stand still meanwhile (its `release` is called however the act ends). */
export type Preparation<Name extends CommandName> = (
  house: House,
  input: CommandInput<Name>,
  who: Who,
  project: Project,
) => Promise<unknown>
export type Handlers = { [Name in CommandName]: Handler<Name> }
export type Preparations = { [Name in CommandName]?: Preparation<Name> }

export type Request<Name extends CommandName = CommandName> = {
  name: Name
  project: string
  who: Who
  input: CommandInput<Name>
  key: string
  ifMatch?: number | undefined
}
export type Answer = { seq: number; answer: Record<string, unknown> }

/** The only way anything changes: rows and entry in one transaction, then the room is told. */
export async function run<Name extends CommandName>(
  house: House,
  handlers: Handlers,
  preparations: Preparations,
  request: Request<Name>,
): Promise<Answer> {
  const { name, input } = request
  const spec: CommandSpec = commands[name]
  if (unstorable(input)) throw new Refusal('unstorable')
  if (request.who === null && !spec.may.includes('anyone')) throw new Refusal('sign-in')
  const project = await projectOf(house.store.read, request.project)
  if (name in installationCommands !== (project.id === '_')) throw new Refusal('not-found')
  refuseAsker(spec, await actorOf(house.store.read, project, request.who), project)
  if (spec.ifMatch && request.ifMatch === undefined) throw new Refusal('if-match-needed')
  const prepared = await preparations[name]?.(house, input, request.who, project)
  let kept = false
  try {
    const done = await carryOut(house, handlers, request, project, prepared)
    if (done.published) house.publish(done.published)
    if (done.refused) throw done.refused
    kept = done.published !== undefined
    return { seq: done.seq, answer: done.answer }
  } finally {
    if (holds(prepared)) await prepared.release(kept)
  }
}

const holds = (prepared: unknown): prepared is Pick<Frozen, 'release'> =>
  typeof prepared === 'object' && prepared !== null && 'release' in prepared

/** The transaction, or the answer this key was given before; a refusal is remembered for the next asking. */
async function carryOut<Name extends CommandName>(
  house: House,
  handlers: Handlers,
  request: Request<Name>,
  project: Project,
  prepared: unknown,
): Promise<Carried> {
  const bodyHash = hash(canonicalJson([request.name, { ...request.input, ...secretFields }]))
  const { before, done } = await house.store
    .transact(project.id, (tx) => tried(tx, house, handlers, request, prepared, bodyHash))
    .catch(async (error) => {
      if (error instanceof Refusal) await remember(house, project, request, error, bodyHash)
      throw error
    })
  if (before instanceof Refusal) throw before
  return before ? { seq: Number(before.seq), answer: before } : { ...done, seq: done.published.seq }
}
/** Without `published` it is the answer to an earlier asking. */
type Carried = Pick<Answer, 'seq' | 'answer'> & Partial<Pick<Done, 'published' | 'refused'>>

type Done = {
  published: Parameters<Publish>[0]
  answer: Record<string, unknown>
  refused: Refusal | undefined
}
type Attempt = { before: Answered; done?: never } | { before?: never; done: Done }
const nobody: Actor = { id: 'nobody', roles: [], owner: false, machine: null }
/** Never hashed with the rest: an unsalted hash of a password is a password to be guessed. */
const secretFields = { password: '', old: '' }

/** Inside the transaction: who is asking now, whether this key was answered, and the act with its entry. */
async function tried<Name extends CommandName>(
  tx: Writer,
  house: House,
  handlers: Handlers,
  request: Request<Name>,
  prepared: unknown,
  bodyHash: string,
): Promise<Attempt> {
  const project = await projectOf(tx, request.project)
  const found = await actorOf(tx, project, request.who)
  const actor = found ?? nobody
  const asking = { project: project.id, actor: actor.id, key: request.key, hash: bodyHash }
  const before = await answerBefore(tx, asking)
  if (before) return { before }
  refuseAsker(commands[request.name], found, project)
  const asked: Asked<never> = {
    project,
    actor,
    who: request.who,
    at: await nextAt(tx, project, house.now()),
    seq: project.seq + 1,
    newId: house.newId,
    salt: house.salt,
    prepared: prepared as never,
    ifMatch: request.ifMatch,
  }
  return {
    done: await record(tx, request, asked, asking, await handlers[request.name](tx, request.input, asked)),
  }
}

/** The entry, the project's new number, the news and the answer, in the same transaction as the rows. */
async function record(
  tx: Writer,
  request: Request,
  asked: Asked,
  asking: Asking,
  result: Result,
): Promise<Done> {
  const { project, seq, at, actor } = asked
  const { facts, texts = [], subject = '', round = 0, refused } = result
  const told = result.told ?? facts.map((event) => ({ to: everybody, event }))
  const draft = { kind: request.name, at, actor: actor.id, subject, round, key: request.key, facts, texts }
  await append(tx, project.id, seq, draft, asked.salt)
  const { project: projects, event } = tx.tables
  await tx.update(projects).set({ seq }).where(eq(projects.id, project.id))
  const news = told.map(({ to, event }, n) => ({
    project: project.id,
    seq,
    n,
    at,
    audience: to,
    body: event,
  }))
  for (let n = 0; n < news.length; n += 1000) await tx.insert(event).values(news.slice(n, n + 1000))
  const answer = { seq, ...result.answer }
  await keepAnswer(tx, asking, at, refused ?? answer)
  return {
    published: { project: project.id, seq, at, told, facts },
    answer: { ...answer, ...result.secret },
    refused,
  }
}

/** Refusals that depend on who asks or on what was read may be answered otherwise next time, so they are not kept. */
const passing = ['key-reused', 'not-allowed', 'not-found', 'sign-in', 'stale', 'text-moved']

/** A refusal writes nothing but its own answer, so that asking again hears the same. Strangers' tries are not kept. */
async function remember(
  house: House,
  project: Project,
  request: Request,
  refusal: Refusal,
  bodyHash: string,
) {
  if (request.who === null || passing.includes(refusal.code)) return
  await house.store.transact(project.id, async (tx) => {
    const actor = (await actorOf(tx, project, request.who)) ?? nobody
    const asking = { project: project.id, actor: actor.id, key: request.key, hash: bodyHash }
    if (!(await answerBefore(tx, asking))) await keepAnswer(tx, asking, house.now(), refusal)
  })
}

function refuseAsker(spec: CommandSpec, actor: Actor | null, project: Project) {
  const refusal = refuseAccess(spec.may, actor)
  // Strangers to a project hear the same as if it did not exist.
  if (refusal === 'not-allowed' && project.id !== '_' && actor && !actor.owner && actor.roles.length === 0)
    throw new Refusal('not-found')
  if (refusal) throw new Refusal(refusal)
}
