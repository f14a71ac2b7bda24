import { demoProject } from '../../server/demo/cases.ts'
import { seedDemo } from '../../server/demo/seed.ts'
import type { Demo } from '../../server/http/demo.ts'
import { newSalt } from '../../server/main.ts'
import { tempFolder } from './stores.ts'

/** The demo's house with its story told, and what its people read and do in it, as their pages would. */
export async function tellDemo() {
  const demo: Demo = {
    run: 'test',
    ready: true,
    links: [],
    tries: [],
    tried: new Set(),
    came: () => {},
    leave: async () => {},
    reset: () => {},
  }
  const config = { port: 0, host: '127.0.0.1', data: tempFolder(), database: null, origin: null }
  const told = await seedDemo(config, demo, new Map())
  return { demo, told, as: (key: string) => visitor(demo, told, key) }
}

async function visitor(demo: Demo, told: Awaited<ReturnType<typeof seedDemo>>, key: string) {
  const { url } = told.serving
  const { person, start } = demo.links.find((link) => link.key === key)!
  const session = await start()
  const at = `${url}/api/v1/projects/${demoProject.key}`
  const headers = { cookie: told.texts.cookie(session), origin: url }
  const json = async (reply: Response): Promise<any> => {
    if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`)
    return reply.json()
  }
  return {
    person,
    session,
    get: async (path: string) => json(await fetch(`${at}${path}`, { headers })),
    ask: async (name: string, input: object, ifMatch?: number) =>
      json(
        await fetch(`${at}/${name}`, {
          method: 'POST',
          body: JSON.stringify(input),
          headers: {
            ...headers,
            'content-type': 'application/json',
            'idempotency-key': newSalt(),
            ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
          },
        }),
      ),
  }
}
