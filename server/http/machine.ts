import { existsSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import type { Texts } from '../store/texts.ts'

const Backup = Type.Object(
  { file: Type.String({ minLength: 1, maxLength: 4096 }) },
  { additionalProperties: false },
)

/** Shared texts have a file of their own: `copy.db` comes with `copy.texts.db`. */
const textsBeside = (file: string) => `${file.replace(/\.db$/, '')}.texts.db`

/** What only the machine's own command line may do: these routes exist on its socket alone. */
export async function machineRoutes(
  app: FastifyInstance,
  { house, texts }: { house: House; texts: Pick<Texts, 'backup'> },
) {
  app.post<{ Body: Type.Static<typeof Backup> }>(
    '/backup',
    { config: { access: ['owner'] }, schema: { body: Backup, hide: true } },
    async (request) => {
      const { file } = request.body
      const files = [file, textsBeside(file)]
      for (const one of files)
        if (existsSync(one))
          throw new Refusal('malformed', { detail: `${one} exists already, and a backup overwrites nothing` })
      // Texts last: they may know more than the record, never less.
      await house.store.backup(file)
      await texts.backup(textsBeside(file))
      return { files }
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
