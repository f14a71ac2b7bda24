// `npm run bench`: every measurement of this folder, one after the other, each in a process of its own.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const lean = fileURLToPath(new URL('../../server/store/lean.ts', import.meta.url))
const wanted = process.argv.slice(2)
let failed = 0
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'main.ts')
  .sort()) {
  const name = file.replace('.ts', '')
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n# ${name}`)
  const { status } = spawnSync(process.execPath, ['--import', lean, `${folder}${file}`], { stdio: 'inherit' })
  if (status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
