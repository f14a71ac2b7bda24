import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { DAY } from '#shared/account.ts'
import { Refusal } from '#shared/refusals.ts'
import { oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { openLink } from '../domain/link.ts'
import { raterSorts, ratersPage } from '../domain/rater.ts'
import type { Project, Who } from '../domain/who.ts'
import type { Reader } from '../store/store.ts'

/** Links shown at most. */
const LINKS = 5000
/** A link cut short is a link not known here, in those words. */
const Welcome = Type.Object({ token: Type.String({ maxLength: 300 }) })
const Raters = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 200 })),
    after: Type.Optional(Type.String({ maxLength: 1100 })),
    sort: Type.Optional(oneOf(raterSorts)),
  },
  { additionalProperties: false },
)
type Raters = Type.Static<typeof Raters>

export async function peopleRoutes(
  app: FastifyInstance,
  { house, demo = false }: { house: House; demo?: boolean },
) {
  const read = house.store.read
  app.get('/me', { config: { access: ['person'] } }, async ({ who }, reply) => {
    reply.header('cache-control', 'no-store')
    return { ...(await me(read, who)), demo }
  })
  app.get<{ Params: Type.Static<typeof Welcome> }>(
    '/welcome/:token',
    { config: { access: ['anyone'] }, schema: { params: Welcome } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
      return welcome(read, request.params.token, request.who, house.now())
    },
  )
  app.get(
    '/projects/:project/members',
    { config: { access: ['lead', 'owner'] } },
    async ({ project, actor }) => membersOf(read, project, actor.id, house.now()),
  )
  app.get<{ Querystring: Raters }>(
    '/projects/:project/raters',
    { config: { access: ['lead', 'owner'] }, schema: { querystring: Raters } },
    async ({ project, query }) => ratersPage(read, project.id, query),
  )
}

async function me(read: Reader, who: Who) {
  const { person, member, project, session } = read.tables
  const id = who && 'person' in who ? who.person : ''
  const [row] = await read
    .select({
      id: person.id,
      name: person.name,
      login: person.login,
      locale: person.locale,
      owner: person.owner,
    })
    .from(person)
    .where(eq(person.id, id))
  if (!row) throw new Refusal('sign-in')
  const rows = await read
    .select({ id: project.id, key: project.key, name: project.name, member: member.id, roles: member.roles })
    .from(member)
    .innerJoin(project, eq(project.id, member.project))
    .where(and(eq(member.person, id), isNull(member.until)))
    .orderBy(asc(project.key))
  const raters = await ratersBehind(
    read,
    rows.map(({ member }) => member),
  )
  const sessions = await read
    .select({
      session: session.id,
      agent: session.agent,
      createdAt: session.createdAt,
      seenAt: session.seenAt,
    })
    .from(session)
    .where(and(eq(session.person, id), isNull(session.endedAt)))
    .orderBy(asc(session.createdAt))
  const here = who && 'session' in who ? who.session : undefined
  return {
    person: { ...row, owner: row.owner === 1 },
    memberships: rows.map(({ id, key, name, member, roles }) => ({
      project: { id, key, name },
      member,
      roles,
      raters: (raters.get(member) ?? []).map(({ external }) => external),
    })),
    sessions: sessions.map((one) => ({ ...one, here: one.session === here })),
  }
}

/** What the page behind a link shows before anything is used up. */
async function welcome(read: Reader, token: string, who: Who, now: number) {
  const link = await openLink(read, token, now)
  const { project, rater, person } = read.tables
  const [goal] =
    link.project === '_'
      ? []
      : await read
          .select({ key: project.key, name: project.name })
          .from(project)
          .where(eq(project.id, link.project))
  const [named] =
    link.rater === null
      ? []
      : await read.select({ external: rater.external }).from(rater).where(eq(rater.id, link.rater))
  const id = link.purpose === 'recover' ? link.person : who && 'person' in who ? who.person : null
  const [known] =
    id === null ? [] : await read.select({ name: person.name }).from(person).where(eq(person.id, id))
  return {
    purpose: link.purpose,
    project: goal ?? null,
    roles: link.roles,
    rater: named?.external ?? null,
    name: known?.name ?? link.name,
    known: known !== undefined || link.person !== null,
    // Only the links of guests say so: a seat in one dispute, and nothing else of the project.
    ...(link.dispute !== null && { guest: true }),
  }
}

async function membersOf(read: Reader, project: Project, you: string, now: number) {
  const { member, person } = read.tables
  const rows = await read
    .select({
      member: member.id,
      person: person.id,
      name: person.name,
      login: person.login,
      roles: member.roles,
    })
    .from(member)
    .innerJoin(person, eq(person.id, member.person))
    .where(and(eq(member.project, project.id), isNull(member.until)))
    .orderBy(asc(person.name))
  const raters = await ratersBehind(
    read,
    rows.map(({ member }) => member),
  )
  const [links, tokens] = [await linksOf(read, project, now), await tokensOf(read, project)]
  return {
    members: rows.map((row) => ({ ...row, raters: raters.get(row.member) ?? [], you: row.member === you })),
    links,
    tokens,
  }
}

/** Open links, and for a month those used or run out. */
async function linksOf(read: Reader, project: Project, now: number) {
  const { link, rater } = read.tables
  const lately = now - 30 * DAY
  return read
    .select({
      link: link.id,
      purpose: link.purpose,
      name: link.name,
      roles: link.roles,
      rater: rater.external,
      expiresAt: link.expiresAt,
      usedAt: link.usedAt,
    })
    .from(link)
    .leftJoin(rater, eq(rater.id, link.rater))
    .where(
      and(
        eq(link.project, project.id),
        gt(link.expiresAt, lately),
        or(isNull(link.usedAt), gt(link.usedAt, lately)),
      ),
    )
    .orderBy(asc(link.expiresAt), asc(link.id))
    .limit(LINKS)
}

async function tokensOf(read: Reader, project: Project) {
  const { person, token } = read.tables
  return read
    .select({
      token: token.id,
      name: token.name,
      person: person.name,
      scopes: token.scopes,
      expiresAt: token.expiresAt,
      endedAt: token.endedAt,
    })
    .from(token)
    .innerJoin(person, eq(person.id, token.person))
    .where(and(eq(token.project, project.id), isNull(token.endedAt)))
    .orderBy(asc(token.expiresAt))
}

/** The rater ids linked to each member. */
async function ratersBehind(
  read: Reader,
  members: readonly string[],
): Promise<Map<string, { id: string; external: string }[]>> {
  if (members.length === 0) return new Map()
  const { raterLink, rater } = read.tables
  const rows = await read
    .select({ member: raterLink.member, id: rater.id, external: rater.external })
    .from(raterLink)
    .innerJoin(rater, eq(rater.id, raterLink.rater))
    .where(and(inArray(raterLink.member, [...members]), isNull(raterLink.until)))
    .orderBy(asc(rater.external))
  return new Map(
    [...Map.groupBy(rows, ({ member }) => member)].map(([member, own]) => [
      member,
      own.map(({ id, external }) => ({ id, external })),
    ]),
  )
}
