import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readGraph } from './support/imports.ts'
import { literalWords, svelteImports, usesHtmlTag } from './support/markup.ts'
import { refuseImport } from './support/rooms.ts'
import { filesIn, read, top, withoutComments } from './support/tree.ts'

const rooms = ['server', 'shared', 'web/src', 'tests']
const code = rooms.flatMap(filesIn).filter((path) => /\.(ts|js|svelte)$/.test(path))
const components = code.filter((path) => path.endsWith('.svelte'))

describe('a room imports only what its row of the table allows', async () => {
  const graph = await readGraph()

  test('no file reaches into a room it may not know', () => {
    const refused = graph.imports.flatMap((edge) => {
      const why = refuseImport(edge)
      return why ? [`${edge.from}: ${why}`] : []
    })
    expect(refused).toEqual([])
  })

  test('no file depends on itself through others', () => {
    expect(graph.circles).toEqual([])
  })

  test('every import leads somewhere', () => {
    expect(graph.unresolved).toEqual([])
  })

  test.each([
    ['shared/ballot.ts', 'server/command.ts'],
    ['shared/ballot.ts', 'core:node:fs'],
    ['shared/ballot.ts', 'package:fastify'],
    ['server/store/sqlite.ts', 'server/domain/ballot.ts'],
    ['server/domain/ballot.ts', 'server/http/session.ts'],
    ['server/domain/ballot.ts', 'server/store/sqlite.ts'],
    ['server/domain/ballot.ts', 'package:better-sqlite3'],
    ['server/command.ts', 'server/live/sockets.ts'],
    ['server/http/session.ts', 'server/live/sockets.ts'],
    ['server/http/session.ts', 'package:drizzle-orm/node-postgres'],
    ['server/live/sockets.ts', 'server/app.ts'],
    ['server/work/import.ts', 'server/http/session.ts'],
    ['server/app.ts', 'web/src/lib/api.ts'],
    ['web/src/lib/api.ts', 'web/src/routes/+layout.ts'],
    ['web/src/lib/api.ts', 'core:fs'],
    ['web/src/routes/people/+page.svelte', 'web/src/routes/projects/Card.svelte'],
    ['web/src/routes/people/+page.svelte', 'server/app.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(refuseImport({ from, to, typeOnly: false })).toBeTypeOf('string')
  })

  test('a domain file knows the runner and the store by their types alone', () => {
    const edge = { from: 'server/domain/ballot.ts', to: 'server/command.ts' }
    expect(refuseImport({ ...edge, typeOnly: true })).toBeUndefined()
    expect(refuseImport({ ...edge, typeOnly: false })).toBe('server/domain may not import server/command.ts')
  })

  test('a component says what it imports, types too', () => {
    const source = `<script lang="ts">import type { A } from './a.ts'\nimport B from '#lib/B.svelte'</script><B />`
    expect(svelteImports(source)).toEqual([
      { source: './a.ts', typeOnly: true },
      { source: '#lib/B.svelte', typeOnly: false },
    ])
  })
})

describe('files stay small and well named', () => {
  const limit = 250
  // A file that must be longer stands here with its reason.
  const longer: Record<string, string> = {}

  const lines = (path: string) => read(path).trimEnd().split('\n').length

  test('a file past 250 lines has two nouns', () => {
    const tooLong = code.filter(
      (path) => !path.startsWith('tests/') && lines(path) > limit && !(path in longer),
    )
    expect(tooLong.map((path) => `${path}: ${lines(path)}`)).toEqual([])
  })

  test('no exception outlives its reason', () => {
    const needless = Object.keys(longer).filter(
      (path) => !existsSync(join(top, path)) || lines(path) <= limit,
    )
    expect(needless).toEqual([])
  })

  test('no file is called after what it is not', () => {
    expect(code.filter(isNameless)).toEqual([])
    expect(
      ['server/domain/BallotService.ts', 'shared/date-utils.ts', 'shared/database.ts'].filter(isNameless),
    ).toEqual(['server/domain/BallotService.ts', 'shared/date-utils.ts'])
  })

  function isNameless(path: string): boolean {
    const words = basename(path).split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/)
    return words.some((word) => /^(service|manager|helper|util|impl|base)s?$/i.test(word))
  }
})

describe('what is dead goes', () => {
  test('no file, export or dependency is unused, unlisted or missing', () => {
    const args = ['--config', 'tests/knip.json', '--no-progress', '--no-config-hints']
    const knip = spawnSync(process.execPath, [join(top, 'node_modules/knip/bin/knip.js'), ...args], {
      cwd: top,
      encoding: 'utf8',
    })
    expect(knip.stderr + knip.stdout.trim()).toBe('')
    expect(knip.status).toBe(0)
  }, 120_000)
})

describe('time, ids and chance are arguments in shared', () => {
  const reach =
    /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bperformance\.now\(|\bcrypto\.(random|getRandom)|\bsetTimeout\(/

  test('no rule looks at the clock or rolls a die', () => {
    expect(filesIn('shared').filter((path) => reach.test(withoutComments(read(path))))).toEqual([])
    expect(reach.test(withoutComments('const now = Date.now() // the clock'))).toBe(true)
    expect(reach.test(withoutComments('// never Date.now() here'))).toBe(false)
  })
})

describe('the screen speaks two languages', () => {
  type Messages = Record<string, unknown>
  const en = JSON.parse(read('web/src/messages/en.json')) as Messages
  const ja = JSON.parse(read('web/src/messages/ja.json')) as Messages
  const keys = Object.keys(en).filter((key) => key !== '$schema')

  test('English and Japanese have the same messages', () => {
    expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort())
    expect(
      keys.filter((key) => JSON.stringify(en[key]).length <= 2 || JSON.stringify(ja[key]).length <= 2),
    ).toEqual([])
  })

  test('a message takes the same values in both', () => {
    expect(keys.filter((key) => `${holes(en[key])}` !== `${holes(ja[key])}`)).toEqual([])
    expect(holes('{count} of {total}')).toEqual(['count', 'total'])
  })

  test('every message is said somewhere', () => {
    const source = code
      .filter((path) => path.startsWith('web/'))
      .map(read)
      .join('\n')
    const said = new Set([...source.matchAll(/\bm\.([A-Za-z0-9_]+)/g)].map(([, key]) => key))
    expect(keys.filter((key) => !said.has(key))).toEqual([])
  })

  test('no words stand in the markup itself', () => {
    const written = components.flatMap((path) => literalWords(read(path)).map((words) => `${path}: ${words}`))
    expect(written).toEqual([])
    const example = `<p title="Help">Votes: {n} {'many'} <code>id</code></p><b class="x" aria-label={on ? 'On' : m.off()}>·</b>`
    expect(literalWords(example)).toEqual(['Help', 'Votes:', 'many', 'On'])
  })

  test('only one component writes HTML', () => {
    expect(
      components.filter((path) => usesHtmlTag(read(path)) && path !== 'web/src/lib/Markdown.svelte'),
    ).toEqual([])
    expect(usesHtmlTag('{#if a}{@html a}{/if}')).toBe(true)
  })

  // Holes of a plain message or of all its plural forms; `input count` declares one too.
  function holes(message: unknown): string[] {
    const text = JSON.stringify(message)
    return [...new Set([...text.matchAll(/\{([a-zA-Z_]\w*)\}/g)].map(([, name]) => name ?? ''))].sort()
  }
})

describe('the house can be found and rebuilt', () => {
  const documented = [
    ...['server', 'server/http', 'server/live', 'server/store', 'server/domain', 'server/work'],
    ...['migrations', 'shared', 'web', 'tests'],
  ]

  test.each(documented)('%s has a README of at most 40 lines', (room) => {
    expect(existsSync(join(top, room, 'README.md'))).toBe(true)
    expect(read(join(room, 'README.md')).trimEnd().split('\n').length).toBeLessThanOrEqual(40)
  })

  test('every version is exact and the lockfile agrees', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'))
    const locked = JSON.parse(read('package-lock.json')).packages['']
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !isExact(version),
    )
    expect(loose).toEqual([])
    expect({ dependencies, devDependencies }).toEqual({
      dependencies: locked.dependencies,
      devDependencies: locked.devDependencies,
    })
    expect(['^1.0.0', '~1.0.0', '1', '*', 'latest', '1.0.0'].filter(isExact)).toEqual(['1.0.0'])
  })

  test('every migration has its number on both dialects', () => {
    const names = (dialect: string) => filesIn(`migrations/${dialect}`).map((path) => basename(path))
    expect(names('postgres')).toEqual(names('sqlite'))
    expect(names('sqlite').map((name) => Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]))).toEqual(
      names('sqlite').map((_, index) => index + 1),
    )
  })

  function isExact(version: unknown): boolean {
    return /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version))
  }
})
