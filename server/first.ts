import { eq } from 'drizzle-orm'
import type { House } from './command.ts'
import { act } from './handlers.ts'

/** The first owner's one-time link, shown on the terminal; nothing once somebody owns the installation. */
export async function ownerLinkIfNone(house: House): Promise<string | null> {
  const { person } = house.store.read.tables
  const [owner] = await house.store.read
    .select({ id: person.id })
    .from(person)
    .where(eq(person.owner, 1))
    .limit(1)
  if (owner) return null
  const { answer } = await act(house, {
    name: 'link.owner',
    project: '_',
    who: { machine: 'host' },
    input: { name: 'Owner' },
    key: house.salt(),
  })
  return String(answer.url)
}
