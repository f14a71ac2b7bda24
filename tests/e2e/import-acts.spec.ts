import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { type Demo, expect, expectAccessible, test } from './support/house.ts'

test.use({ house: 'import-acts' })

type Given = { name: string; mimeType: string; buffer: Buffer }
const file = (name: string, content: string | Buffer, mimeType = 'text/csv'): Given => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
})

/** An empty project of its own, so that no test sees what another imported. */
async function project(page: Page, demo: Demo): Promise<string> {
  const key = `acts-${randomUUID().slice(0, 8)}`
  const made = await page.request.post('/api/v1/projects/_/project.create', {
    headers: { 'idempotency-key': randomUUID(), origin: demo.url },
    data: { key, name: { en: key, ja: key } },
  })
  expect(made.status()).toBe(200)
  return key
}

async function look(page: Page, key: string, given: { votes: Given; items?: Given; pictures?: Given[] }) {
  await page.goto(`/projects/${key}/import`)
  await page.getByLabel('Votes').setInputFiles(given.votes)
  if (given.items) await page.getByLabel('Items').setInputFiles(given.items)
  if (given.pictures) await page.getByLabel('Pictures').setInputFiles(given.pictures)
  await page.getByRole('button', { name: 'Upload and look at it' }).click()
}
const check = (page: Page) => page.getByRole('button', { name: 'Check every row' }).click()
const preview = (page: Page) => page.getByRole('button', { name: 'See what would change' }).click()
const run = (page: Page) => page.getByRole('button', { name: /^Import \d/ }).click()
const allGood = (page: Page) => expect(page.getByRole('heading', { name: /every one can be imported/ }))
const done = (page: Page) =>
  expect(page.getByRole('heading', { name: 'Done: the votes are in' })).toBeVisible({ timeout: 60_000 })

/** A grey picture, as PNG (ISO/IEC 15948). */
function picture(width: number, height: number): Buffer {
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
    return n >>> 0
  })
  const crc = (bytes: Buffer) =>
    ~bytes.reduce((sum, byte) => table[(sum ^ byte) & 255]! ^ (sum >>> 8), 0xffffffff) >>> 0
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  const rows = Buffer.alloc((width + 1) * height, 0x77).map((byte, at) => (at % (width + 1) === 0 ? 0 : byte))
  const image = chunk('IDAT', deflateSync(rows))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    image,
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const png = (name: string) => file(name, picture(600, 400), 'image/png')

/** More than one part of an upload, and long enough at work to be cancelled. */
const many = () =>
  file(
    'many.csv',
    `item,rater,label,note\n${Array.from({ length: 60_000 }, (_, n) => `item-${n % 20_000},rater-${n % 499},${n % 3 ? 'pos' : 'neg'},${'a note of some length '.repeat(4)}`).join('\n')}`,
  )

test('pictures come with the file that names them, and stand in the queue, the room and the why page', async ({
  open,
  demo,
}) => {
  const page = await open('owner')
  const key = await project(page, demo)
  const votes = file(
    'votes.csv',
    'item,rater,label\ns1,r1,benign\ns1,r2,benign\ns1,r3,malignant\ns2,r1,benign\ns2,r2,malignant',
  )
  const items = file(
    'items.csv',
    'item,text,picture\ns1,"Biopsy, 54 y",scans/one.png\ns2,"Biopsy, 61 y",細胞が.png',
  )
  await page.goto(`/projects/${key}/import`)
  await page.getByLabel('Pictures').setInputFiles(file('notes.pdf', '%PDF-1.7', 'application/pdf'))
  await page.getByLabel('Votes').setInputFiles(votes)
  await page.getByRole('button', { name: 'Upload and look at it' }).click()
  await expect(page.getByRole('alert')).toContainText('notes.pdf is not a PNG, JPEG, GIF or WebP picture.')
  await look(page, key, { votes, items, pictures: [png('one.png')] })
  await check(page)
  await expect(
    page.getByRole('heading', { name: '1 of 5 rows cannot be imported as they are' }),
  ).toBeVisible()
  await expectAccessible(page)
  // Named as a Mac names its files: in characters taken apart.
  await page.getByLabel('Bring the pictures').setInputFiles(png('細胞が.png'.normalize('NFD')))
  await allGood(page).toBeVisible()
  await preview(page)
  await run(page)
  await done(page)

  const shown = page.getByRole('img', { name: /^picture/ })
  const wide = () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)
  await page.goto(`/projects/${key}/queue?lane=all`)
  await expect.poll(wide).toBe(600)
  await page.getByRole('button', { name: /^Open dispute/ }).click()
  const at = `/api/v1/projects/${key}`
  const opened = async () => (await (await page.request.get(`${at}/disputes`)).json()).rows
  await expect.poll(async () => (await opened()).length).toBe(1)
  const [{ dispute, external }] = await opened()
  await page.goto(`/projects/${key}/disputes/${dispute}`)
  await expect.poll(wide).toBe(600)
  const story = await (await page.request.get(`${at}/explain?item=${external}&rater=r1`)).json()
  await page.goto(`/projects/${key}/votes/${story.vote.id}`)
  await expect.poll(wide).toBe(600)
  await expectAccessible(page)
})

test('a run cancelled half way leaves nothing, and its file is imported after all', async ({
  open,
  demo,
}) => {
  const page = await open('owner')
  const key = await project(page, demo)
  const votes = many()
  await look(page, key, { votes })
  await check(page)
  await allGood(page).toBeVisible({ timeout: 60_000 })
  await preview(page)
  await run(page)
  await page.getByRole('button', { name: 'Cancel the import' }).click()
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Nothing of this file was written.')).toBeVisible()
  const of = async (path: string) => (await page.request.get(`/api/v1/projects/${key}${path}`)).json()
  expect((await of('')).questions).toEqual([])
  expect((await of('/raters')).rows).toEqual([])
  expect((await of('/queue?lane=all')).total).toBe(0)

  await page.getByRole('link', { name: 'Start again' }).click()
  await look(page, key, { votes })
  await check(page)
  await allGood(page).toBeVisible({ timeout: 60_000 })
  await preview(page)
  await run(page)
  await done(page)
  await expect(page.getByText('60,000', { exact: true })).toBeVisible()
})

test('an upload whose line breaks says so and goes on from where it was', async ({ open, demo }) => {
  const page = await open('owner')
  const key = await project(page, demo)
  const begun: (string | null)[] = []
  await page.route('**/uploads/*', async (route) => {
    const from = new URL(route.request().url()).searchParams.get('from')
    begun.push(from)
    await (begun.length === 2 ? route.abort('connectionreset') : route.continue())
  })
  const votes = file(
    'long.csv',
    `item,rater,label,note\n${`a,r1,pos,${'x'.repeat(4000)}\nb,r2,neg,\n`.repeat(1300)}`,
  )
  await look(page, key, { votes })
  await expect(page.getByText('The 4 MB sent so far are safe; it goes on from there by itself')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Check every row' })).toBeVisible({ timeout: 30_000 })
  expect(begun).toEqual(['0', '4194304', '4194304'])
})

test('cells pasted from a spreadsheet with Japanese headings go the whole way', async ({ open, demo }) => {
  const page = await open('owner', { locale: 'ja', width: 390 })
  const key = await project(page, demo)
  await page.goto(`/projects/${key}/import`)
  await page.getByRole('radio', { name: '表計算から貼り付け' }).check()
  const cells = [
    ['項目ID', '評価者', '本文', '判定', 'コメント'],
    ['例-1', '田中', '納期は来週です。', '自然', ''],
    ['例-1', '佐藤', '納期は来週です。', '不自然', '"敬語が\n足りない"'],
  ]
  await page.getByLabel('見出し行を含むセル').fill(cells.map((row) => row.join('\t')).join('\r\n'))
  await page.getByRole('button', { name: 'アップロードして読み取る' }).click()
  await expect(page.getByRole('alert')).toContainText('取り込み元の名前を入れてください。')
  await page.getByLabel('取り込み元の名前').fill('十月の判定')
  await page.getByRole('button', { name: 'アップロードして読み取る' }).click()
  await page.getByRole('button', { name: '全行を点検する' }).click()
  await page.getByRole('button', { name: '変わる内容を確認する' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: '2票を取り込む' }).click()
  await expect(page.getByRole('heading', { name: '完了：票を取り込みました' })).toBeVisible()
  await page.goto(`/projects/${key}/questions`)
  await expect(page.getByRole('heading', { name: '判定' })).toBeVisible()
})

test('a file in Shift_JIS is read, and its wrong rows come back as CSV with the reason', async ({
  open,
  demo,
}) => {
  const page = await open('owner', { locale: 'ja', theme: 'dark' })
  const key = await project(page, demo)
  // 項目,評価者,判定 / 例1,田中,自然 / 例1,,自然 / 例1,佐藤,不自然
  const bytes =
    '8d8096da2c955d89bf8ed22c94bb92e80d0a97e1312c936392862c8ea991520d0a97e1312c2c8ea991520d0a97e1312c8db293a12c95738ea99152'
  await page.goto(`/projects/${key}/import`)
  await page.getByLabel('票', { exact: true }).setInputFiles(file('週.csv', Buffer.from(bytes, 'hex')))
  await expect(page.getByLabel('文字コード')).toContainText('自動判定：Shift_JIS')
  await page.getByRole('button', { name: 'アップロードして読み取る' }).click()
  await page.getByRole('button', { name: '全行を点検する' }).click()
  await expect(page.getByText('評価者の ID を記入してください。')).toBeVisible()
  await expectAccessible(page)
  const [rejected] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '取り込めない1行（CSV）' }).click(),
  ])
  const text = await readFile(await rejected.path(), 'utf8')
  expect(text.split('\r\n').slice(0, 2)).toEqual([
    '\ufeff項目,評価者,判定,gogi:row,gogi:column,gogi:found,gogi:expected,gogi:fix',
    '例1,,自然,3,評価者,評価者の ID がありません,評価した人の ID,評価者の ID を記入してください。',
  ])
})

test('before a wrong import is withdrawn, the page says what that does', async ({ open, demo }) => {
  const page = await open('owner')
  const key = await project(page, demo)
  await look(page, key, { votes: file('a.csv', 'item,rater,label\na,r1,pos\na,r2,neg') })
  await check(page)
  await preview(page)
  await run(page)
  await done(page)
  await page.getByRole('button', { name: 'Withdraw this import' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('2 votes stop counting, and the queue follows at once.')
  await expect(sheet).toContainText('1 item that only this file brought leaves the project.')
  await sheet.getByLabel('Reason').fill('The export of another project.')
  await sheet.getByRole('button', { name: 'Withdraw this import' }).click()
  await expect(page.getByRole('heading', { name: 'Withdrawn' })).toBeVisible()
  await page.goto(`/projects/${key}/queue?lane=all`)
  await expect(page.getByText('a', { exact: true })).toHaveCount(0)
})
