import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openClient } from '../../server/cli/client.ts'
import { guidelineCommand } from '../../server/cli/guideline.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse('sqlite')
})
afterAll(() => house.close())

/** The command as the program runs it, on a house in this process; `code` as it would end. */
async function gogi(...args: string[]): Promise<{ code: number; out: string; err: string; json: any }> {
  const said = { out: '', err: '' }
  const take = (to: 'out' | 'err') => (part: string | Uint8Array) => {
    said[to] += String(part)
    return true
  }
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(take('out'))
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(take('err'))
  const program = new Command('gogi').exitOverride()
  guidelineCommand(program, () =>
    openClient(house.data, async () => ({ app: house.host, close: async () => {} })),
  )
  let code = 0
  try {
    await program.parseAsync(['node', 'gogi', 'guideline', ...args, '--project', house.key])
  } catch (error) {
    code = (error as { code?: number }).code ?? 1
    said.err += (error as Error).message
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
  return { code, ...said, json: said.out.startsWith('{') ? JSON.parse(said.out) : undefined }
}
function file(text: string | Buffer): string {
  const path = join(house.data, 'guideline.md')
  writeFileSync(path, text)
  return path
}
const first = '# 安全\n\n医師に触れること。\n\n# 用量\n\n上限を示す。\n'
const second = '# 用量\n\n一日の上限を示す。\n\n# 安全\n\n医師に触れること。\n'

test('before anything is published there is nothing to print, and a sentence says so', async () =>
  expect(await gogi('--json')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('Nothing is published'),
  }))

test('a version comes from Markdown in the language it is written in, with what it changes', async () => {
  const one = await gogi('import', file(first), '--json')
  expect(one).toMatchObject({
    code: 0,
    err: '',
    json: { version: 1, bindsFrom: null, changes: { new: 2 }, rechecks: 0 },
  })
  const two = await gogi('import', file(second), '--note', '一日の')
  expect([two.code, two.out]).toEqual([
    0,
    expect.stringMatching(
      /^version 2\nhash [0-9a-f]{64}\nchanged clauses: 1 meaning\nbinds from 2\d{3}-.*\ndecisions to look at again: 0\n$/,
    ),
  ])
})

test('it is read as of any version or day, with the same ids wherever clauses moved', async () => {
  const then = await gogi('--as-of', 'v1', '--json')
  const now = await gogi('--as-of', new Date(house.clock.at).toISOString().slice(0, 10), '--json')
  expect(Object.keys(then.json)).toEqual(['version', 'hash', 'clauses'])
  expect(then.json.clauses.map(({ number, title, body }: any) => [number, title, body])).toEqual([
    ['1', '安全', '医師に触れること。'],
    ['2', '用量', '上限を示す。'],
  ])
  expect([then.json.version, now.json.version]).toEqual([1, 2])
  const ids = ({ json }: typeof then) => json.clauses.map(({ id }: any) => id)
  expect(ids(now)).toEqual(ids(then).reverse())
  expect((await gogi('--markdown')).out).toBe(second)
  expect((await gogi()).out).toMatch(/^version 2, published .*\nhash [0-9a-f]{64}\n\n1 用量\n一日の/)
})

test.each([
  ['v9', 'the newest version is v2'],
  ['v0', 'neither a version'],
  ['2026-02-30', 'neither a version'],
  ['last week', 'neither a version'],
  ['1999-12-31', 'nothing was published'],
])('as of %s ends with 2 and a sentence', async (asOf, words) =>
  expect(await gogi('--as-of', asOf, '--json')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining(words),
  }),
)

test.each([
  ['is not there', null, 'cannot be read'],
  ['is no UTF-8', Buffer.from([0x23, 0x20, 0xff]), 'not UTF-8'],
  ['is empty', ' \n', 'is empty'],
  ['is too long', `# A\n\n${'x'.repeat(400_000)}`, '400000 characters'],
  ['has no headings', 'words', 'no headings'],
  ['has words before its headings', 'Read.\n\n# A\n', '“Read.” stands before'],
])('a file that %s ends with 2 and a sentence, and nothing is published', async (_name, text, words) => {
  const path = text === null ? join(house.data, 'none.md') : file(text)
  expect(await gogi('import', path)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) })
  expect((await gogi('--json')).json.version).toBe(2)
})

test('a heading that is read as the title of the document is said to be no clause', async () =>
  expect((await gogi('import', file(`# 手引き\n\n#${first.replace('\n# ', '\n## ')}`))).err).toContain(
    '手引き',
  ))
