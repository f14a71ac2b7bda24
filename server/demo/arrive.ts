import { newSalt } from '../main.ts'
import type { DemoPerson } from './cases/shape.ts'
import { as, ask, host, raterId, type Telling } from './telling.ts'

/** Everybody arrives by a link; the demo keeps their passwords to itself and signs visitors in by links of its own. */
export async function arrive(telling: Telling, person: DemoPerson, tokens: Map<string, string>) {
  const { key, role, language, name } = person
  const [own, login, password] = [name[language], `${key}@demo.example`, newSalt()]
  const token = await invited(telling, person)
  const door = { of: '_' }
  const used = { token, name: own, login, password, locale: language }
  const { person: id } = await ask(telling, null, 'link.use', used, door)
  const owned = { person: String(id), owner: false }
  const member = role === 'owner' ? '' : (await ask(telling, owned, 'member.join', { token })).member
  const start = async () =>
    String((await ask(telling, null, 'session.start', { login, password }, door)).session)
  telling.people.set(key, { person: owned.person, member: String(member), start })
  if (role === 'panelist') await joinPanel(telling, person)
  // The third panelist and the fourth act by script alone.
  if (key === 'panelist3' || key === 'panelist4') return
  // After a reset, the links of before work still.
  const link = tokens.get(key) ?? newSalt().slice(0, 32)
  tokens.set(key, link)
  // What a rater wants to know is what became of their votes; everybody else finds their turn at home.
  const to = role === 'rater' ? `/projects/${telling.project}/votes` : '/'
  telling.demo.links.push({ name, role, key, token: link, person: owned.person, start, to })
}

async function invited(telling: Telling, { role, rater, name, language }: DemoPerson): Promise<string> {
  const own = name[language]
  if (role === 'owner') return tokenOf(await ask(telling, host, 'link.owner', { name: own }, { of: '_' }))
  const tied = rater === null ? {} : { rater: await raterId(telling, rater) }
  return tokenOf(await ask(telling, host, 'link.invite', { name: own, roles: [role], ...tied }))
}

const tokenOf = ({ url }: Record<string, unknown>): string => String(url).split('/').at(-1)!

/** What a panelist says before their first seat: what they read and know, how long they have, and which raters they are. */
async function joinPanel(telling: Telling, { key, reads, expertise, minutes }: DemoPerson) {
  await ask(telling, as(telling, key), 'panelist.describe', { languages: reads, expertise, minutes })
  await ask(telling, as(telling, key), 'panelist.declare', { raters: [] })
}
