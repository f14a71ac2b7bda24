import { and, eq } from 'drizzle-orm'
import { loginOf } from '#shared/account.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { Fact } from '#shared/facts.ts'
import { PASSWORD_MIN } from '#shared/password-length.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler, House, Preparation } from '../command.ts'
import type { Text } from '../store/log.ts'
import type { Reader, Writer } from '../store/store.ts'
import { type LinkRow, openLink } from './link.ts'
import { newPassword, passwordFits } from './password.ts'
import { beginSession, endSessions, personOf, renewSession, sessionOf, tellLeads } from './session.ts'
import { countTries, type Tries } from './tries.ts'

const signIns = new WeakMap<House, Tries>()
function triesOf(house: House): Tries {
  const tries = signIns.get(house) ?? countTries()
  signIns.set(house, tries)
  return tries
}

function take(house: House, name: string): void {
  const seconds = triesOf(house).take(name, house.now())
  if (seconds > 0) throw new Refusal('too-many-tries', { seconds })
}

/**
 * Hashes take long, so they are computed before the transaction and bound to what they were checked against. A no found
 * there is said inside it: the answer to a command sent twice comes first.
 */
async function held<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
function ready<T>(prepared: T | Refusal): T {
  if (prepared instanceof Refusal) throw prepared
  return prepared
}

type SignIn = { person: string; password: string | null }
export const prepareStartSession: Preparation<'session.start'> = (house, { login, password }) => {
  const name = loginOf(login)
  take(house, name)
  return held(async (): Promise<SignIn> => {
    const { person } = house.store.read.tables
    const [row] = await house.store.read.select().from(person).where(eq(person.login, name))
    const fits = await passwordFits(row?.password ?? null, password)
    if (!row || !fits) throw new Refusal('wrong-password')
    triesOf(house).giveBack(name)
    return { person: row.id, password: row.password }
  })
}

export const startSession: Handler<'session.start'> = async (tx, _input, asked) => {
  const prepared = ready(asked.prepared as SignIn | Refusal)
  const row = await personRow(tx, prepared.person)
  if (row?.password !== prepared.password) throw new Refusal('wrong-password')
  const { token, facts } = await renewSession(tx, asked, row.id)
  return {
    facts,
    told: tellLeads(facts, [row.id]),
    subject: row.id,
    answer: { person: row.id },
    secret: { session: token },
  }
}

/** Signs out, here or on another device of the same person. */
export const endSession: Handler<'session.end'> = async (tx, input, asked) => {
  const person = personOf(asked)
  const id = input.session ?? sessionOf(asked)
  const { session } = tx.tables
  const [row] = await tx
    .select()
    .from(session)
    .where(and(eq(session.id, id ?? ''), eq(session.person, person)))
  if (!row || row.endedAt !== null) throw new Refusal('not-found')
  await tx.update(session).set({ endedAt: asked.at }).where(eq(session.id, row.id))
  const facts: Fact[] = [{ kind: 'session.ended', person, session: row.id }]
  return { facts, told: tellLeads(facts, [person]), subject: person }
}

type Change = { old: string | null; password: string }
export const prepareChangePassword: Preparation<'password.change'> = async (
  house,
  { old, password },
  who,
) => {
  if (!who || !('person' in who)) throw new Refusal('not-allowed')
  const id = who.person
  take(house, id)
  return held(async (): Promise<Change> => {
    const row = await personRow(house.store.read, id)
    if (!row || !(await passwordFits(row.password, old))) throw new Refusal('wrong-password')
    triesOf(house).giveBack(id)
    return { old: row.password, password: await newPassword(password, row.login ?? '') }
  })
}

/** A new password ends every session of the person; whoever changed it goes on with a new one. */
export const changePassword: Handler<'password.change'> = async (tx, _input, asked) => {
  const prepared = ready(asked.prepared as Change | Refusal)
  const person = personOf(asked)
  if ((await personRow(tx, person))?.password !== prepared.old) throw new Refusal('wrong-password')
  const { token, facts } = await setPassword(tx, asked, person, prepared.password)
  return { facts, told: tellLeads(facts, [person]), subject: person, secret: { session: token } }
}

async function setPassword(tx: Writer, asked: Asked, id: string, password: string) {
  const { person } = tx.tables
  await tx.update(person).set({ password }).where(eq(person.id, id))
  const ended = await endSessions(tx, asked, id)
  const begun = await beginSession(tx, asked, id)
  const facts: Fact[] = [{ kind: 'password.set', person: id }, ...ended, begun.fact]
  return { token: begun.token, facts }
}

type Arrival = { password: string } | null
export const prepareUseLink: Preparation<'link.use'> = (house, input, who) =>
  held(async (): Promise<Arrival> => {
    const link = await openLink(house.store.read, input.token, house.now())
    if (link.purpose === 'recover') {
      const row = await personRow(house.store.read, link.person ?? '')
      if (!row) throw new Refusal('link-unknown')
      return { password: await newPassword(input.password ?? '', row.login ?? '') }
    }
    if (who) return null
    if (link.person !== null) throw new Refusal('sign-in')
    const { login, password } = firstVisit(input)
    const [taken] = await withLogin(house.store.read, login)
    if (taken) throw new Refusal('login-taken', { login })
    return { password: await newPassword(password, login) }
  })

/**
 * A link is used: by somebody unknown, who becomes a person, or by a person who is signed in. Links to a project stay
 * open for this person alone until `member.join`, so that a crash between the two loses nobody.
 */
export const useLink: Handler<'link.use'> = async (tx, input, asked) => {
  ready(asked.prepared as Arrival | Refusal)
  const link = await openLink(tx, input.token, asked.at)
  const { texts, ...came } =
    link.purpose === 'recover' ? await recover(tx, asked, link) : await arrive(tx, asked, link, input)
  const done = link.project === '_'
  const { link: links, project } = tx.tables
  await tx
    .update(links)
    .set({ person: came.person, usedAt: done ? asked.at : null })
    .where(eq(links.id, link.id))
  const facts = done ? [...came.facts, { kind: 'link.used' as const, link: link.id }] : came.facts
  const [goal] = await tx.select({ key: project.key }).from(project).where(eq(project.id, link.project))
  return {
    facts,
    texts,
    told: tellLeads(facts, [came.person]),
    subject: came.person,
    answer: { person: came.person, project: done ? null : (goal?.key ?? null) },
    secret: { session: came.token },
  }
}

type Came = { person: string; token: string; facts: Fact[]; texts: Text[] }
async function recover(tx: Writer, asked: Asked<never>, link: LinkRow): Promise<Came> {
  const prepared = ready(asked.prepared as Arrival | Refusal)
  if (!prepared || !link.person) throw new Refusal('link-unknown')
  return { person: link.person, texts: [], ...(await setPassword(tx, asked, link.person, prepared.password)) }
}

async function arrive(
  tx: Writer,
  asked: Asked<never>,
  link: LinkRow,
  input: CommandInput<'link.use'>,
): Promise<Came> {
  const owner = link.purpose === 'owner'
  const { person } = tx.tables
  if (asked.who) {
    const id = personOf(asked)
    if (link.person !== null && link.person !== id) throw new Refusal('link-not-yours')
    if (owner) await tx.update(person).set({ owner: 1 }).where(eq(person.id, id))
    const { token, facts } = await renewSession(tx, asked, id)
    return {
      person: id,
      token,
      texts: [],
      facts: owner ? [{ kind: 'person.joined', person: id, owner }, ...facts] : facts,
    }
  }
  if (link.person !== null) throw new Refusal('sign-in')
  const prepared = ready(asked.prepared as Arrival | Refusal)
  const { name, login } = firstVisit(input)
  const [taken] = await withLogin(tx, login)
  if (taken || !prepared) throw new Refusal('login-taken', { login })
  const id = asked.newId()
  await tx.insert(person).values({
    id,
    name,
    login,
    password: prepared.password,
    owner: owner ? 1 : 0,
    locale: input.locale,
    createdAt: asked.at,
  })
  const begun = await beginSession(tx, asked, id)
  const texts = [{ author: id, of: 'name', words: name }]
  return {
    person: id,
    token: begun.token,
    texts,
    facts: [{ kind: 'person.joined', person: id, owner }, begun.fact],
  }
}

/** What a first visit must bring; the name may have been given by whoever invited, but it is theirs to say. */
function firstVisit({ name, login, password }: CommandInput<'link.use'>) {
  const said = { name: name?.trim() ?? '', login: loginOf(login ?? '') }
  if (said.name === '' || said.login.length < 2 || password === undefined) throw new Refusal('name-needed')
  if (password.length < PASSWORD_MIN) throw new Refusal('password-short', { min: PASSWORD_MIN })
  return { ...said, password }
}

const withLogin = (read: Reader, login: string) => {
  const { person } = read.tables
  return read.select({ id: person.id }).from(person).where(eq(person.login, login))
}

async function personRow(read: Reader, id: string) {
  const { person } = read.tables
  const [row] = await read.select().from(person).where(eq(person.id, id))
  return row
}
