import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openClient } from '../../server/cli/client.ts'
import { importGoldFile } from '../../server/cli/gold.ts'
import type { ListDocument } from '../../server/cli/list-words.ts'
import { describeRatersFile } from '../../server/cli/raters.ts'
import { importReviewFile } from '../../server/cli/reviews.ts'
import { openHouse, type Person, type TestHouse } from '../support/house.ts'
import { importVotes, oneAgainst } from '../support/story.ts'

let house: TestHouse
let lead: Person
type Run = (
  client: Awaited<ReturnType<typeof openClient>>,
  file: string,
  options: { project: string },
) => Promise<ListDocument>

/** As from a terminal, on a file with this content. */
async function bring(run: Run, name: string, content: string | Buffer, more: object = {}) {
  const file = join(house.data, name)
  writeFileSync(file, content)
  const client = await openClient(house.data, async () => ({ app: house.host, close: async () => {} }))
  return run(client, file, { project: house.key, ...more })
}
const gold = (name: string, content: string | Buffer, more: object = {}) =>
  bring(importGoldFile, name, content, more)
const reviews = (name: string, content: string, more: object = {}) =>
  bring(importReviewFile, name, content, more)
const goldNow = async () =>
  Object.fromEntries(
    (await lead.get(`/projects/${house.key}/gold`)).body.rows.map(
      (row: { external: string; value: string }) => [row.external, row.value],
    ),
  )

beforeAll(async () => {
  house = await openHouse('sqlite')
  await importVotes(house, [
    ...['a', 'b', 'c', 'd', 'e'].flatMap((item) => oneAgainst(item, 3)),
    ...['r0', '佐藤'].map((rater) => ({ item: '項目一', rater, label: 'safe' })),
  ])
  lead = await house.person(['lead'])
})
afterAll(() => house.close())

describe('files of gold', () => {
  test('columns are found by their names, and a file says how it was read', async () => {
    const done = await gold('gold.csv', 'task,gold,remark\na,safe,x\nb,unsafe,y\n')
    expect(done).toEqual({
      project: house.key,
      rows: 2,
      skipped: 0,
      columns: { item: 'task', value: 'gold' },
      added: 2,
      same: 0,
      superseding: 0,
      left: [],
      leftTotal: 0,
    })
    expect(await gold('gold.csv', 'task,gold,remark\na,safe,x\nb,unsafe,y\n')).toMatchObject({
      added: 0,
      same: 2,
    })
  })

  test('in Japanese, in the encodings of Japanese desks', async () => {
    // 項目,正解 / 項目一,safe in Shift_JIS.
    const shiftJis = Buffer.from('8d8096da2c90b389f00a8d8096da88ea2c736166650a', 'hex')
    expect(await gold('正解.csv', shiftJis)).toMatchObject({
      added: 1,
      columns: { item: '項目', value: '正解' },
    })
    const utf16 = Buffer.from('\ufeff項目\t正解\n項目一\tunsafe\n', 'utf16le')
    expect(await gold('正解.tsv', utf16)).toMatchObject({ superseding: 1 })
    expect(await goldNow()).toMatchObject({ 項目一: 'unsafe' })
  })

  test('of Toloka’s control tasks, of one JSON a line, and of Label Studio’s ground truth', async () => {
    const toloka =
      'INPUT:id\tOUTPUT:safe\tGOLDEN:safe\tASSIGNMENT:worker_id\nc\tsafe\tunsafe\tw1\nc\tsafe\tunsafe\tw2\nd\tsafe\t\tw1\n'
    expect(await gold('toloka.tsv', toloka, { map: 'item=INPUT:id,value:safe=GOLDEN:safe' })).toMatchObject({
      added: 1,
      skipped: 1,
      left: [],
    })
    expect(await gold('gold.jsonl', '{"item":"d","question":"safe","answer":"safe"}\n')).toMatchObject({
      added: 1,
    })
    const result = (choice: string) => [
      { id: 'x', from_name: 'safe', to_name: 't', type: 'choices', value: { choices: [choice] } },
    ]
    const task = {
      id: 1,
      data: { text: 't', gogi_item: 'e' },
      annotations: [
        { id: 1, completed_by: 1, ground_truth: true, result: result('unsafe') },
        { id: 2, completed_by: 2, ground_truth: false, result: result('safe') },
      ],
    }
    expect(await gold('tasks.json', JSON.stringify([task]))).toMatchObject({ added: 1, skipped: 1 })
    expect(await goldNow()).toMatchObject({ c: 'unsafe', d: 'safe', e: 'unsafe' })
  })

  test('rows are named by their line, and nothing is written by halves', async () => {
    const before = await goldNow()
    const content = 'item,gold\na,unsafe\nnowhere,safe\n\nb,Unsafe\na,safe\n,safe\n'
    const said = gold('bad.csv', content)
    await expect(said).rejects.toMatchObject({ code: 2 })
    const words = await said.catch((error: Error) => error.message)
    expect(words).toMatch(/line 3: found the item “nowhere”/)
    expect(words).toMatch(/line 5: .*Perhaps “unsafe” is meant/)
    expect(words).toMatch(/line 6: found another answer than in row 2/)
    expect(words).toMatch(/line 7: found nothing in the column “item”/)
    expect(await goldNow()).toEqual(before)
    const dry = await gold('bad.csv', content, { dryRun: true })
    expect(dry).toMatchObject({ superseding: 1, leftTotal: 4 })
    expect(await goldNow()).toEqual(before)
    expect(await gold('bad.csv', content, { leaveOut: true })).toMatchObject({ superseding: 1, leftTotal: 4 })
    expect(await goldNow()).toEqual({ ...before, a: 'unsafe' })
  })

  test('a list longer than one act comes in parts', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `${i % 2 ? 'a' : `x${i}`},unsafe`)
    const done = await gold('long.csv', `item,gold\n${rows.join('\n')}\n`, { leaveOut: true })
    expect(done).toMatchObject({ rows: 12_000, added: 0, same: 1, leftTotal: 6000 })
  })

  test('a random draw is said in per cent or as a number', async () => {
    await expect(gold('gold.csv', 'item,gold\na,safe\n', { random: '120%' })).rejects.toThrow(/0\.2 or 20%/)
    await gold('gold.csv', 'item,gold\na,safe\n', { random: '20%' })
    const { rows } = (await lead.get(`/projects/${house.key}/gold`)).body
    expect(rows[0]).toMatchObject({ external: 'a', chosen: 'random', probability: 0.2 })
  })
})

describe('files of reviews', () => {
  test('verdicts in many words, in English and Japanese', async () => {
    const csv =
      'item,rater,verdict,reviewer,comment\na,r0,Approved,q,\na,r1,却下,q,用量が違う\na,r2,修正,q,\n'
    await expect(reviews('reviews.csv', csv)).rejects.toThrow(/line 4: found a fix without its answer/)
    const mended = csv
      .replace('comment\n', 'comment,correction\n')
      .replace('q,\na', 'q,,\na')
      .replace('違う\n', '違う,\n')
      .replace('修正,q,\n', '修正,q,,unsafe\n')
    expect(await reviews('reviews.csv', mended)).toMatchObject({
      added: 3,
      columns: {
        item: 'item',
        rater: 'rater',
        verdict: 'verdict',
        reviewer: 'reviewer',
        words: 'comment',
        value: 'correction',
      },
    })
  })

  test('of MTurk and Toloka, where a whole assignment is approved or rejected', async () => {
    const mturk =
      'HITId,WorkerId,AssignmentStatus,RequesterFeedback,Answer.safe\nb,r0,Approved,,safe\nb,r1,Rejected,too fast,safe\nb,r2,Submitted,,safe\n'
    expect(await reviews('mturk.csv', mturk)).toMatchObject({ added: 2, skipped: 1 })
    const toloka =
      'INPUT:id\tOUTPUT:safe\tASSIGNMENT:worker_id\tASSIGNMENT:status\nc\tsafe\tr0\tAPPROVED\nc\tsafe\tr1\tREJECTED\n'
    expect(await reviews('toloka.tsv', toloka, { map: 'item=INPUT:id' })).toMatchObject({
      added: 2,
      columns: { verdict: 'ASSIGNMENT:status' },
    })
  })

  test('of Label Studio, where an annotation has a list of them', async () => {
    const result = [
      { id: 'x', from_name: 'safe', to_name: 't', type: 'choices', value: { choices: ['safe'] } },
    ]
    const task = {
      id: 1,
      data: { text: 't', gogi_item: 'd' },
      annotations: [
        {
          id: 1,
          completed_by: 'r0',
          result,
          reviews: [
            { id: 5, created_by: { id: 7 }, accepted: true, created_at: '2026-10-20T00:00:00Z' },
            { id: 6, created_by: { id: 8 }, accepted: false, comment: 'no' },
          ],
        },
        { id: 2, completed_by: 'r1', result },
      ],
    }
    expect(await reviews('tasks.json', JSON.stringify([task]))).toMatchObject({ added: 2, skipped: 1 })
  })

  test('a word nobody knows is named', async () => {
    await expect(reviews('x.csv', 'item,rater,verdict\na,r0,meh\n')).rejects.toThrow(
      /line 2: found the verdict “meh”/,
    )
  })
})

test('a file about raters: every column beside their id is an attribute', async () => {
  const csv = 'rater,region,age\nr0,North,30s\nr1,,20s\nnobody,South,\n'
  await expect(bring(describeRatersFile, 'raters.csv', csv)).rejects.toThrow(
    /line 4: found the rater “nobody”/,
  )
  expect(await bring(describeRatersFile, 'raters.csv', csv, { leaveOut: true })).toMatchObject({
    added: 3,
    leftTotal: 1,
    columns: { rater: 'rater', 'attribute:region': 'region', 'attribute:age': 'age' },
  })
})
