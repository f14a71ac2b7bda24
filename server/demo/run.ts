import { rmSync } from 'node:fs'
import { act } from '../handlers.ts'
import type { Demo, Visit } from '../http/demo.ts'
import { type Config, newSalt } from '../main.ts'
import { demoProject } from './cases.ts'
import { seedDemo } from './seed.ts'
import { openStage } from './stage.ts'
import { triedBy } from './tried.ts'
import { newVisitors } from './visitors.ts'

export type RunningDemo = {
  url: string
  /** Addresses that sign in, by person. */
  links: { key: string; role: string; name: string; url: string }[]
  close(): Promise<void>
}

/** The demo from its start to its end, whatever is reset in between: the port and the links stay. */
export async function runDemo(config: Config): Promise<RunningDemo> {
  const tokens = new Map<string, string>()
  let now = await tellStory(config, tokens, reset)
  const { url } = now
  const again = { ...config, port: Number(new URL(url).port) }
  let changing: Promise<void> | undefined
  function reset() {
    changing ??= (async () => {
      await now.close()
      now = await tellStory(again, tokens, reset)
      changing = undefined
    })()
    // Half a demo is none: it ends, and says why.
    changing.catch((error) => {
      console.error(error)
      process.exit(1)
    })
  }
  return {
    url,
    links: now.demo.links.map(({ key, role, name, token }) => ({
      key,
      role,
      name: name.en,
      url: `${url}/demo/${token}`,
    })),
    async close() {
      await changing
      await now.close()
    },
  }
}

/** One run on a folder of its own, wiped first. */
async function tellStory(config: Config, tokens: Map<string, string>, reset: () => void) {
  rmSync(config.data, { recursive: true, force: true })
  const visitors = newVisitors()
  const tried = new Set<string>()
  let came = (_visit: Visit) => {}
  let leave = async (_who: Visit['who']) => {}
  const demo: Demo = {
    run: newSalt().slice(0, 12),
    ready: false,
    links: [],
    tries: [],
    tried,
    came: (visit) => came(visit),
    leave: (who) => leave(who),
    reset,
  }
  const { serving, texts, players } = await seedDemo(config, demo, tokens)
  const { house } = serving.installation
  came = (visit) => {
    const session = visit.who.session!
    if (visit.command === 'session.end') visitors.left(session)
    else visitors.came(session, visit.who.person, house.now(), visit.place)
    triedBy(house.store.read, demo, visit).then(
      (keys) => keys.forEach((key) => void tried.add(key)),
      (error) => console.error(error),
    )
  }
  leave = async (who) => {
    visitors.left(who.session!)
    await act(house, { name: 'session.end', project: '_', who, input: {}, key: newSalt() })
  }
  const close = openStage({ house, project: demoProject.key, texts, players, visitors })
  demo.ready = true
  return {
    demo,
    url: serving.url,
    async close() {
      await close()
      await serving.close()
    },
  }
}
