import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import {
  type CommandInput,
  type CommandName,
  type CommandSpec,
  commands,
  installationCommands,
} from '#shared/commands.ts'
import { type Envelope, everybody, type Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { type Actor, refuseAccess } from '#shared/member.ts'
import { hash } from '#shared/merkle.ts'
import { Refusal, type RefusalCode } from '#shared/refusals.ts'
import type { Stratum } from '#shared/sample.ts'
import { canonicalJson, unstorable } from '#shared/text.ts'
import { append, type Text } from './store/log.ts'
import type { Reader, Store, Writer } from './store/store.ts'

/** Who is at the door: a person by session or token, the machine's own hand, or nobody. */
export type Who =
  | { person: string; owner: boolean; session?: string; scopes?: readonly string[] }
  | { machine: 'host' | 'clock' }
  | null
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
}
export type Project = { id: string; key: string; seq: number }
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
/** What a command needs before its transaction because it takes long (a password hash). */
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
export type Answer = { seq: number; answer: Record<string, unknown>; again: boolean }

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

  const at = house.now()
  const bodyHash = hash(canonicalJson([name, { ...input, ...secretFields }]))
  try {
    const done = await house.store.transact(project.id, async (tx) => {
      const now = await projectOf(tx, project.id)
      const actor = await actorOf(tx, now, request.who)
      const before = await answered(tx, now, actor, request.key, bodyHash)
      if (before) return before
      refuseAsker(spec, actor, now)
      const asked = {
        project: now,
        actor: actor ?? nobody,
        who: request.who,
        at,
        seq: now.seq + 1,
        newId: house.newId,
        salt: house.salt,
        prepared: prepared as never,
        ifMatch: request.ifMatch,
      }
      const result = await handlers[name](tx, input, asked)
      return record(tx, request, asked, result, bodyHash)
    })
    if (done.told)
      house.publish({ project: project.id, seq: done.seq, at, told: done.told, facts: done.facts ?? [] })
    if (done.refused) throw done.refused
    return { seq: done.seq, answer: done.answer, again: !done.told }
  } catch (error) {
    if (error instanceof Refusal && !settled.has(error))
      await remember(house, project, request, error, bodyHash, at)
    throw error
  }
}

/** Never hashed with the rest: an unsalted hash of a password is a password to be guessed. */
const secretFields = { password: '', old: '' }

type Done = { seq: number; answer: Record<string, unknown>; told?: Told[]; facts?: Fact[]; refused?: Refusal }
/** Refusals whose answer is stored already. */
const settled = new WeakSet<Refusal>()
const nobody: Actor = { id: 'nobody', roles: [], owner: false, machine: null }

async function record(
  tx: Writer,
  request: Request,
  asked: Asked,
  result: Result,
  bodyHash: string,
): Promise<Done> {
  const { project, seq, at, actor } = asked
  const told = result.told ?? result.facts.map((event) => ({ to: everybody, event }))
  await append(
    tx,
    project.id,
    seq,
    {
      kind: request.name,
      at,
      actor: actor.id,
      subject: result.subject ?? '',
      round: result.round ?? 0,
      key: request.key,
      facts: result.facts,
      texts: result.texts ?? [],
    },
    asked.salt,
  )
  const { project: projects, event } = tx.tables
  await tx.update(projects).set({ seq }).where(eq(projects.id, project.id))
  if (told.length > 0)
    await tx
      .insert(event)
      .values(
        told.map(({ to, event }, n) => ({ project: project.id, seq, n, at, audience: to, body: event })),
      )
  const answer = { seq, ...result.answer }
  await store(tx, project.id, actor.id, request.key, bodyHash, at, result.refused ?? answer)
  if (result.refused) settled.add(result.refused)
  return {
    seq,
    answer: { ...answer, ...result.secret },
    told,
    facts: result.facts,
    ...(result.refused ? { refused: result.refused } : {}),
  }
}

async function store(
  tx: Writer,
  project: string,
  actor: string,
  key: string,
  bodyHash: string,
  at: number,
  answer: Record<string, unknown> | Refusal,
) {
  const refusal = answer instanceof Refusal
  const text = JSON.stringify(refusal ? { code: answer.code, params: answer.params } : answer)
  await tx
    .insert(tx.tables.idempotency)
    .values({ project, actor, key, hash: bodyHash, status: refusal ? 400 : 200, answer: text, at })
}

/** Same key, same answer, refusals too; another body under the same key is a mistake worth saying. */
async function answered(
  tx: Writer,
  project: Project,
  actor: Actor | null,
  key: string,
  bodyHash: string,
): Promise<Done | undefined> {
  const { idempotency } = tx.tables
  const [row] = await tx
    .select()
    .from(idempotency)
    .where(
      and(
        eq(idempotency.project, project.id),
        eq(idempotency.actor, (actor ?? nobody).id),
        eq(idempotency.key, key),
      ),
    )
  if (!row) return
  if (row.hash !== bodyHash) throw new Refusal('key-reused')
  const answer = JSON.parse(row.answer)
  if (row.status === 200) return { seq: answer.seq, answer }
  const refusal = new Refusal(answer.code as RefusalCode, answer.params)
  settled.add(refusal)
  throw refusal
}

/** A refusal writes nothing but its own answer, so that asking again hears the same. Strangers' tries are not kept. */
async function remember(
  house: House,
  project: Project,
  request: Request,
  refusal: Refusal,
  bodyHash: string,
  at: number,
) {
  if (request.who === null || ['key-reused', 'not-allowed', 'sign-in', 'stale'].includes(refusal.code)) return
  await house.store.transact(project.id, async (tx) => {
    const actor = await actorOf(tx, project, request.who)
    const { idempotency } = tx.tables
    const [row] = await tx
      .select({ key: idempotency.key })
      .from(idempotency)
      .where(
        and(
          eq(idempotency.project, project.id),
          eq(idempotency.actor, (actor ?? nobody).id),
          eq(idempotency.key, request.key),
        ),
      )
    if (!row) await store(tx, project.id, (actor ?? nobody).id, request.key, bodyHash, at, refusal)
  })
}

function refuseAsker(spec: CommandSpec, actor: Actor | null, project: Project) {
  const refusal = refuseAccess(spec.may, actor)
  // Strangers to a project hear the same as if it did not exist.
  if (refusal === 'not-allowed' && project.id !== '_' && actor && actor.roles.length === 0)
    throw new Refusal('not-found')
  if (refusal) throw new Refusal(refusal)
}

export async function projectOf(read: Reader, keyOrId: string): Promise<Project> {
  const { project } = read.tables
  const columns = { id: project.id, key: project.key, seq: project.seq }
  const [row] = await read.select(columns).from(project).where(eq(project.key, keyOrId))
  const [byId] = row ? [row] : await read.select(columns).from(project).where(eq(project.id, keyOrId))
  if (!byId) throw new Refusal('not-found')
  return byId
}

/** Who somebody is in a project, read afresh: roles are never remembered from an earlier request. */
export async function actorOf(read: Reader, project: Project, who: Who): Promise<Actor | null> {
  if (!who) return null
  if ('machine' in who) return { id: who.machine, roles: [], owner: true, machine: who.machine }
  const { member, person } = read.tables
  const [me] = await read.select({ owner: person.owner }).from(person).where(eq(person.id, who.person))
  if (!me) return null
  const owner = me.owner === 1
  const [row] = await read
    .select()
    .from(member)
    .where(and(eq(member.project, project.id), eq(member.person, who.person), isNull(member.until)))
  // Outside a membership an owner acts under the installation's own pseudonym for them.
  return row
    ? { id: row.id, roles: row.roles, owner, machine: null }
    : { id: who.person, roles: [], owner, machine: null }
}

/** What was told after `seq`, for one hearer: one envelope for each entry, empty ones too. */
export async function envelopesSince(
  read: Reader,
  project: Project,
  since: number,
  hear: (told: Told) => boolean,
  limit = 500,
): Promise<Envelope[]> {
  const { event, logEntry } = read.tables
  const entries = await read
    .select({ seq: logEntry.seq })
    .from(logEntry)
    .where(and(eq(logEntry.project, project.id), gt(logEntry.seq, since)))
    .orderBy(asc(logEntry.seq))
    .limit(limit)
  const last = entries.at(-1)?.seq ?? since
  const rows = await read
    .select()
    .from(event)
    .where(and(eq(event.project, project.id), gt(event.seq, since)))
    .orderBy(asc(event.seq), asc(event.n))
  const bySeq = Map.groupBy(
    rows.filter((row) => row.seq <= last),
    (row) => row.seq,
  )
  return entries.map(({ seq }) => {
    const told = bySeq.get(seq) ?? []
    return {
      project: project.id,
      seq,
      at: told[0]?.at ?? 0,
      events: told
        .filter(({ audience, body }) => hear({ to: audience, event: body }))
        .map(({ body }) => body),
    }
  })
}
