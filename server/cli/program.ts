import { Command, CommanderError } from 'commander'
import { build, version } from '../app.ts'
import { holdData, ownFolder, runningFolder } from '../host.ts'
import { assemble, configFrom, openStore } from '../main.ts'
import { type Client, Exit, openClient } from './client.ts'
import { goldCommand } from './gold.ts'
import { guidelineCommand } from './guideline.ts'
import { importCommand } from './import.ts'
import { peopleCommands } from './people.ts'
import { queueCommand } from './queue.ts'
import { ratersCommand } from './raters.ts'
import { readCommands } from './reads.ts'
import { recordCommands } from './record.ts'
import { reviewsCommand } from './reviews.ts'
import { serveCommands } from './serve.ts'
import { simulateCommand } from './simulate.ts'
import { standingCommand } from './standing.ts'

const config = configFrom(process.env)

/** A running server's own socket, or a house opened for this one command. */
async function open(): Promise<Client> {
  const own = runningFolder(config) ?? ownFolder(config, 'cli')
  return openClient(own, async () => {
    const release = await holdData(own)
    const installation = assemble(await openStore(config), config.data, Date.now, own)
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

/** Reads the command line and does what it says; the exit code is set, not forced, so that output is written whole. */
export async function runProgram(): Promise<void> {
  const program = new Command('gogi')
    .description('Gogi: a panel of experts settles labels that raters disagree on.')
    .version(version)
    .exitOverride()
    .showHelpAfterError()
  serveCommands(program, config)
  importCommand(program, open)
  guidelineCommand(program, open)
  queueCommand(program, open)
  goldCommand(program, open)
  reviewsCommand(program, open)
  ratersCommand(program, open)
  readCommands(program, open)
  standingCommand(program, open)
  simulateCommand(program, open)
  recordCommands(program)
  peopleCommands(program, open, config.origin ?? `http://${config.host}:${config.port}`)
  try {
    await program.parseAsync()
  } catch (error) {
    process.exitCode = codeOf(error)
  }
}

/** 0 done, 1 refused or found wrong, 2 bad input. */
function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)

  return error instanceof Exit ? error.code : 1
}
