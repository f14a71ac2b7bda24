import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { type Client, Exit, good } from './client.ts'

/** People and keys from the machine itself: the last way in when nobody can sign in. */
export function peopleCommands(program: Command, open: () => Promise<Client>) {
  const post = async (path: string, body: unknown) => {
    const client = await open()
    try {
      return good(await client.request('POST', path, body, { 'idempotency-key': randomUUID() }))
    } finally {
      await client.close()
    }
  }
  const user = program.command('user').description('People of this installation')
  user
    .command('owner')
    .description('A one-time link for a new owner')
    .argument('<name>', 'their name')
    .action(
      async (name: string) =>
        void process.stdout.write(`${(await post('/api/v1/projects/_/link.owner', { name })).url}\n`),
    )
  user
    .command('recover')
    .description('A one-time link with which somebody sets a new password')
    .argument('<login>', 'the name they sign in with')
    .action(async (login: string) => {
      const client = await open()
      try {
        const { people } = good(await client.request('GET', '/api/v1/people'))
        const person = people.find((one: { login: string | null }) => one.login === login)
        if (!person) throw new Exit(2, `Nobody signs in as “${login}”.`)
        process.stdout.write(
          `${good(await client.request('POST', '/api/v1/projects/_/link.recover', { person: person.id }, { 'idempotency-key': randomUUID() })).url}\n`,
        )
      } finally {
        await client.close()
      }
    })
}
