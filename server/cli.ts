#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { build } from './app.ts'
import { type Client, Exit, openClient } from './cli/client.ts'
import { importCommand } from './cli/import.ts'
import { peopleCommands } from './cli/people.ts'
import { queueCommand } from './cli/queue.ts'
import { readCommands } from './cli/reads.ts'
import { serveCommands } from './cli/serve.ts'
import { holdData } from './host.ts'
import { assemble, configFrom, openStore } from './main.ts'

const config = configFrom(process.env)

/** A running server's own socket, or a house opened for this one command. */
async function open(): Promise<Client> {
  return openClient(config.data, async () => {
    const release = await holdData(config.data)
    const installation = assemble(await openStore(config), config.data, Date.now)
    const app = await build(installation.house, installation, {
      origin: config.origin ?? 'http://127.0.0.1',
      secure: false,
      port: config.port,
      machine: 'host',
    })
    return {
      app,
      async close() {
        await app.close()
        await installation.close()
        await release()
      },
    }
  })
}

const program = new Command('gogi')
  .description('Gogi: a panel of experts settles labels that raters disagree on.')
  .version('0.1.0')
  .exitOverride()
  .showHelpAfterError()
program.configureOutput({ outputError: (text, write) => write(text) })
serveCommands(program, config)
importCommand(program, open)
queueCommand(program, open)
readCommands(program, open)
peopleCommands(program, open)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = codeOf(error)
}

/** 0 done, 1 refused or found wrong, 2 bad input. */
function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)

  return error instanceof Exit ? error.code : 1
}
