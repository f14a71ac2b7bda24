import { rmSync } from 'node:fs'
import type { Command } from 'commander'
import { seedDemo } from '../demo/seed.ts'
import { ownerLinkIfNone } from '../first.ts'
import { type Config, type Serving, serve } from '../main.ts'

/** `gogi serve` and `gogi demo`: both end on SIGTERM, and when the process that started them goes. */
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
      rmSync(data, { recursive: true, force: true })
      const { serving, links } = await seedDemo({ ...config, data, database: null, port: Number(port) })
      const urls = Object.fromEntries(links.map(({ key, token }) => [key, `${serving.url}/demo/${token}`]))
      process.stdout.write(
        json
          ? `${JSON.stringify({ url: serving.url, links: urls })}\n`
          : `The demo runs at ${serving.url}. Sign in as:\n${links.map(({ key, name, role }) => `  ${`${name.en}, ${role}`.padEnd(28)} ${urls[key]}`).join('\n')}\nIt ends with Ctrl+C, and its data with it at the next start.\n`,
      )
      await ended(serving)
    })
}

/** Waits for SIGTERM, Ctrl+C, or the end of whoever holds our standard input as a pipe or started us. */
async function ended(serving: Serving): Promise<void> {
  const parent = process.ppid
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve())
    setInterval(() => process.ppid !== parent && resolve(), 500).unref()
  })
  await serving.close()
  // Worker threads and keep-alive sockets of browsers must not hold the process.
  process.exit(0)
}
