import { Client } from 'pg'

/** The first half of the key of every such lock; migrations have one of their own. */
const HOLDING = 4707

/** Holds a name among all processes of a database until it is let go or this process ends; null where another holds it. */
export async function holdName(url: string, name: string): Promise<(() => Promise<void>) | null> {
  const line = new Client({ connectionString: url, application_name: 'gogi hold', keepAlive: true })
  line.on('error', () => {})
  await line.connect()
  const { rows } = await line.query<{ held: boolean }>(
    'select pg_try_advisory_lock($1, hashtext($2)) as held',
    [HOLDING, name],
  )
  const release = () => line.end().catch(() => {})
  if (rows[0]?.held) {
    // The types leave it out: it keeps no process alive.
    ;(line as Client & { unref(): void }).unref()
    return release
  }
  await release()
  return null
}
