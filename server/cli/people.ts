import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { type Client, Exit, good } from './client.ts'

/** People and keys from the machine itself: the last way in when nobody can sign in. */
export function peopleCommands(program: Command, open: () => Promise<Client>, origin: string) {
  const print = (url: string) => void process.stdout.write(`${origin}${url}\n`)
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
    .action(async (name: string) => print((await post('/api/v1/projects/_/link.owner', { name })).url))
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
        const headers = { 'idempotency-key': randomUUID() }
        print(
          good(
            await client.request('POST', '/api/v1/projects/_/link.recover', { person: person.id }, headers),
          ).url,
        )
      } finally {
        await client.close()
      }
    })
}
