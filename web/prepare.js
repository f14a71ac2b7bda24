// Runs after every `npm ci`, on whatever Node the machine has. Generates what the type checker and the house test
// need to know, the message functions and Kit's types; without devDependencies there is nothing to generate.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const web = dirname(fileURLToPath(import.meta.url))
const installed = join(web, '../node_modules')
const kit = join(installed, '@sveltejs/kit/svelte-kit.js')

// The npm package `node` brings 67 MB of C++ headers that nobody compiles against.
const platforms = join(installed, 'node/node_modules')
for (const platform of existsSync(platforms) ? readdirSync(platforms) : []) {
  if (platform.startsWith('node-'))
    rmSync(join(platforms, platform, 'include'), { recursive: true, force: true })
}

if (existsSync(kit)) {
  process.chdir(web)
  const { compile } = await import('@inlang/paraglide-js')
  const { paraglide } = await import('./paraglide.js')
  await compile(paraglide)
  process.exitCode = spawnSync(process.execPath, [kit, 'sync'], { stdio: 'inherit' }).status ?? 1
}
