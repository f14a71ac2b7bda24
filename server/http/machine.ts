import { existsSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'

const Backup = Type.Object(
  { file: Type.String({ minLength: 1, maxLength: 4096 }) },
  { additionalProperties: false },
)

/** What only the machine's own command line may do: these routes exist on its socket alone. */
export async function machineRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.post<{ Body: Type.Static<typeof Backup> }>(
    '/backup',
    { config: { access: ['owner'] }, schema: { body: Backup, hide: true } },
    async (request) => {
      const { file } = request.body
      if (existsSync(file))
        throw new Refusal('malformed', { detail: `${file} exists already, and a backup overwrites nothing` })
      await house.store.backup(file)
      return { file }
    },
  )
  app.get('/people', { config: { access: ['owner'] }, schema: { hide: true } }, async () => {
    const { person } = house.store.read.tables
    return {
      people: await house.store.read
        .select({ id: person.id, name: person.name, login: person.login, owner: person.owner })
        .from(person),
    }
  })
}
