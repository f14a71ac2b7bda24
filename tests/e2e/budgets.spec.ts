import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { screens } from './support/screens.ts'

// The build leaves behind which chunk asks for which, and which chunks each route is made of.
const left = 'web/.svelte-kit'
const client = `${left}/output/client`
type Chunk = { file: string; imports?: string[]; src?: string; css?: string[] }
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(`${client}/.vite/manifest.json`, 'utf8'))
const generated = 'generated/build/client-optimized'
const routes = readRoutes(readFileSync(`${left}/${generated}/app.js`, 'utf8'))

/** `"/projects/[project]/queue": [15,[2]]` names a page's node, then its layouts beyond the root's. */
function readRoutes(app: string): Map<string, number[]> {
  const lines = app.matchAll(/^\s*"(\/[^"]*)": \[(\d+)(?:,\[([\d,]*)\])?\]/gm)
  return new Map(
    [...lines].map(([, route, page, layouts]) => [
      route!,
      [0, Number(page), ...(layouts?.split(',').filter(Boolean).map(Number) ?? [])],
    ]),
  )
}

/** The chunks a browser fetches before the route stands: start, app, its nodes and all they import. */
function chunksOf(route: string): Chunk[] {
  const entries = Object.keys(manifest).filter(
    (key) =>
      /runtime\/client\/(entry|payload)\.js$/.test(key) ||
      key.endsWith(`${generated}/app.js`) ||
      routes.get(route)!.some((node) => key.endsWith(`${generated}/nodes/${node}.js`)),
  )
  const seen = new Set<string>()
  const follow = (key: string) => {
    if (seen.has(key)) return
    seen.add(key)
    for (const next of manifest[key]!.imports ?? []) follow(next)
  }
  entries.forEach(follow)
  return [...seen].map((key) => manifest[key]!)
}

const kilobytes = (files: readonly string[]) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(`${client}/${file}`)).length, 0) / 1024

for (const [route, budget] of new Map(
  screens.flatMap(({ route, budget }) => (route === null ? [] : [[route, budget] as const])),
))
  test(`${route} asks for no more than ${budget} KB of JavaScript`, () => {
    const size = kilobytes(chunksOf(route).map(({ file }) => file))
    test.info().annotations.push({ type: 'KB', description: size.toFixed(1) })
    expect(size).toBeGreaterThan(20)
    expect(size).toBeLessThanOrEqual(budget)
  })

test('no route asks for more than 25 KB of styles', () => {
  const heavy = [...routes.keys()]
    .map(
      (route) => [route, kilobytes([...new Set(chunksOf(route).flatMap(({ css }) => css ?? []))])] as const,
    )
    .filter(([, size]) => size > 25)
  expect(heavy).toEqual([])
})

test('each library comes once', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, unknown> }
  const copies = (name: string) =>
    Object.keys(lock.packages).filter((path) => path.endsWith(`node_modules/${name}`))
  const libraries = [
    'svelte',
    'socket.io-client',
    'engine.io-client',
    'marked',
    'dompurify',
    'tinykeys',
    'yjs',
  ]
  expect(Object.fromEntries(libraries.map((name) => [name, copies(name).length]))).toEqual(
    Object.fromEntries(libraries.map((name) => [name, 1])),
  )
  // A string of each that no other code would hold: it may stand in one chunk only.
  const chunks = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  )
  const texts = chunks.map((file) => readFileSync(`${client}/${file}`, 'utf8'))
  const marks = { svelte: 'effect_update_depth_exceeded', sockets: 'connect_error', dompurify: 'DOMPurify' }
  for (const [library, mark] of Object.entries(marks))
    expect.soft(texts.filter((text) => text.includes(mark)).length, library).toBe(1)
})
