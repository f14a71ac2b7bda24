import { existsSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import { cruise, type IDependency } from 'dependency-cruiser'
import { svelteImports } from './markup.ts'
import type { Import } from './rooms.ts'
import { filesIn, read, top } from './tree.ts'

export interface Graph {
  imports: Import[]
  unresolved: string[]
  circles: string[]
}

// SvelteKit answers these itself; they are no files.
const virtual = /^(\$app|\$env)\/|^\.\/\$types/
const generatedMessages = /(^|\/)paraglide\//

export async function readGraph(): Promise<Graph> {
  const { output } = await cruise(['server', 'shared', 'web/src', 'web/vite.config.ts', 'tests'], {
    baseDir: top,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'paraglide/|tests/bench/peers/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'types', 'default'],
    },
    validate: true,
    ruleSet: { forbidden: [{ name: 'no circles', severity: 'error', from: {}, to: { circular: true } }] },
  })
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text')
  const written = output.modules.filter(({ source }) => !source.endsWith('.svelte'))
  const edges = written.flatMap(({ source, dependencies }) => dependencies.map((to) => ({ source, to })))
  const known = edges.filter(({ to }) => !virtual.test(to.module))
  const components = readComponents()
  return {
    imports: [
      ...known.filter(({ to }) => !to.couldNotResolve).map(({ source, to }) => importOf(source, to)),
      ...components.imports,
    ],
    unresolved: [
      ...known.filter(({ to }) => to.couldNotResolve).map(({ source, to }) => `${source}: ${to.module}`),
      ...components.unresolved,
    ],
    circles: output.summary.violations
      .filter(({ type }) => type === 'cycle')
      .map(({ from, cycle }) => [from, ...(cycle ?? []).map(({ name }) => name)].join(' → ')),
  }
}

function importOf(from: string, dependency: IDependency): Import {
  const types: string[] = dependency.dependencyTypes
  const typeOnly = types.includes('type-only')
  if (types.includes('core')) return { from, to: `core:${dependency.module}`, typeOnly }
  if (types.some((type) => type.startsWith('npm')))
    return { from, to: `package:${dependency.module}`, typeOnly }
  return { from, to: dependency.resolved, typeOnly }
}

// dependency-cruiser reads what Svelte compiled, where type imports are gone; the source says everything.
function readComponents(): Pick<Graph, 'imports' | 'unresolved'> {
  const imports: Import[] = []
  const unresolved: string[] = []
  for (const from of filesIn('web/src').filter((path) => path.endsWith('.svelte'))) {
    for (const { source, typeOnly } of svelteImports(read(from))) {
      if (virtual.test(source) || generatedMessages.test(source)) continue
      const to = resolveByHand(from, source)
      imports.push({ from, to, typeOnly })
      if (!/^(core|package):/.test(to) && !existsSync(join(top, to))) unresolved.push(`${from}: ${source}`)
    }
  }
  return { imports, unresolved }
}

function resolveByHand(from: string, source: string): string {
  if (source.startsWith('#shared/')) return source.replace('#shared/', 'shared/')
  if (source.startsWith('#lib/')) return source.replace('#lib/', 'web/src/lib/')
  if (source.startsWith('.')) return posix.join(posix.dirname(from), source)
  return isBuiltin(source) ? `core:${source}` : `package:${source}`
}
