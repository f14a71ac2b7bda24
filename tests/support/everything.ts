// `npm test`: the checks, then the build, then rules, server and house, then the browser; the last line adds them up.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { type Count, countBrowser, countRun, countVitest, sum } from './summary.ts'

const reports = 'build/tests'
const counts: [name: string, count: Count][] = []

function run(command: string, ...args: string[]): number {
  return spawnSync(command, args, { stdio: 'inherit' }).status ?? 1
}

// Steps without tests of their own (checks, build) count as one.
function countStep(status: number): Count {
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 }
}

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

counts.push(['check', countStep(run('npm', 'run', '--silent', 'check'))])

const built = run('npm', 'run', '--silent', 'build')
counts.push(['build', countStep(built)])

const unit = run(
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reports}/unit.json`,
)
counts.push(['rules, server, house', countRun(`${reports}/unit.json`, unit, countVitest)])

if (built === 0) {
  const browser = run('playwright', 'test', '--config', 'tests/playwright.config.ts')
  counts.push(['browser', countRun(`${reports}/browser.json`, browser, countBrowser)])
}

const total = sum(counts.map(([, count]) => count))
console.log('')
for (const [name, { passed, failed, skipped }] of counts) {
  console.log(
    `${name.padEnd(22)} ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  )
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
