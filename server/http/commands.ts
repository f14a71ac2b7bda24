import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import {
  type CommandInput,
  type CommandName,
  type CommandSpec,
  commands,
  installationCommands,
} from '#shared/commands.ts'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import { act } from '../handlers.ts'
import { openSession, shutSession } from './session.ts'

const Params = Type.Object({ project: Type.String({ maxLength: 63 }) })
/** Longest Idempotency-Key taken. */
const KEY_LENGTH = 200

/** One route for each command, from the table: there is no other way to write. */
export async function commandRoutes(app: FastifyInstance, { house }: { house: House }) {
  for (const name of Object.keys(commands) as CommandName[]) {
    const spec: CommandSpec = commands[name]
    const at = name in installationCommands ? '/projects/_' : '/projects/:project'
    app.post<{ Params: { project?: string } }>(
      `${at}/${name}`,
      {
        config: { access: spec.may, command: true },
        schema: {
          tags: [name.split('.')[0]!],
          summary: name,
          body: spec.input,
          ...(at.includes(':') ? { params: Params } : {}),
          headers: headersOf(spec),
        },
      },
      async (request, reply) => {
        const key = request.headers['idempotency-key']
        if (typeof key !== 'string' || key === '' || key.length > KEY_LENGTH) throw new Refusal('key-needed')
        const done = await act(house, {
          name,
          project: request.params.project ?? '_',
          who: request.who,
          input: request.body as never,
          key,
          ifMatch: ifMatchOf(request.headers['if-match']),
        })
        const { session, ...answer } = done.answer
        if (typeof session === 'string') openSession(request, reply, session)
        if (name === 'session.end' && endsOwn(request)) shutSession(request, reply)
        return answer
      },
    )
  }
}

/** Whether the session that was ended is the one that asked; another's end leaves this browser's cookie alone. */
function endsOwn({ who, body }: FastifyRequest): boolean {
  const { session } = body as CommandInput<'session.end'>
  return session === undefined || (who !== null && 'session' in who && who.session === session)
}

const headersOf = (spec: CommandSpec) =>
  Type.Object({
    'idempotency-key': Type.Optional(Type.String()),
    ...(spec.ifMatch ? { 'if-match': Type.Optional(Type.String()) } : {}),
  })

function ifMatchOf(header: string | undefined): number | undefined {
  const seq = /^(?:W\/)?"(\d+)"$/.exec(header ?? '')?.[1]
  return seq === undefined ? undefined : Number(seq)
}
