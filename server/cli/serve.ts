import type { Command } from 'commander'
import { runDemo } from '../demo/run.ts'
import { ownerLinkIfNone } from '../first.ts'
import { type Config, serve } from '../main.ts'

/** `gogi serve` and `gogi demo`: both end on SIGTERM, and with the npm that started them. */
export function serveCommands(program: Command, config: Config) {
  program
    .command('serve')
    .description('Serve this installation; on an empty data folder it prints a one-time owner link')
    .option('--port <n>', 'port', String(config.port))
    .action(async ({ port }: { port: string }) => {
      const serving = await serve({ ...config, port: Number(port) }, { log: true })
      const link = await ownerLinkIfNone(serving.installation.house)
      process.stdout.write(
        `Gogi serves ${serving.url}\n${link ? `Nobody owns this installation yet. Open this link once, within seven days:\n${serving.url}${link}\n` : ''}`,
      )
      await ended(serving)
    })
  program
    .command('demo')
    .description('A seeded bilingual demo; its data has a folder of its own, wiped at each start')
    .option('--port <n>', 'port', String(config.port))
    .option('--json', 'print one JSON line when ready')
    .action(async ({ port, json }: { port: string; json?: boolean }) => {
      const data = `${config.data.replace(/\/+$/, '')}-demo`
      const demo = await runDemo({ ...config, data, database: null, port: Number(port) })
      const urls = Object.fromEntries(demo.links.map(({ key, url }) => [key, url]))
      process.stdout.write(
        json
          ? `${JSON.stringify({ url: demo.url, links: urls })}\n`
          : `The demo runs at ${demo.url}. Sign in as:\n${demo.links.map(({ name, role, url }) => `  ${`${name}, ${role}`.padEnd(28)} ${url}`).join('\n')}\nIt ends with Ctrl+C, and its data with it at the next start.\n`,
      )
      await ended(demo)
    })
}

/**
 * Waits for SIGTERM or Ctrl+C. An npm that is killed tells its script nothing, so a server it started looks whether
 * it is still there; one that was started from a shell outlives the shell.
 */
async function ended(serving: { close(): Promise<void> }): Promise<void> {
  const parent = process.ppid
  const ofNpm = process.env.npm_command !== undefined
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve())
    if (ofNpm) setInterval(() => process.ppid !== parent && resolve(), 500).unref()
  })
  await serving.close()
  // Worker threads and keep-alive sockets of browsers must not hold the process.
  process.exit(0)
}
