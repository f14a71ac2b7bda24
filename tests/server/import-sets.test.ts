import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { questionFrom } from '#shared/import/question.ts'
import { decode } from '../../server/work/import/decode.ts'
import { findImporter } from '../../server/work/import/format.ts'
import { inspectFile } from '../../server/work/import/inspect.ts'
import { bare, checkFile } from '../support/check-file.ts'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures/import/', import.meta.url))
const severity = questionFrom('severity', { type: 'ordinal', options: [], scale: { min: -3, max: 1 } })

describe('the data sets of the field come in whole', () => {
  test('snow-rte: 8,000 votes', async () => {
    const { votes, rejected } = await checkFile(`${data}snow-rte/votes.csv`, {
      language: 'en',
      questions: [questionFrom('q', { type: 'single', options: ['0', '1'], scale: null })],
    })
    expect([votes.length, rejected.length]).toEqual([8_000, 0])
    expect(votes[0]).toEqual({ ...bare, line: 2, item: '25', rater: 'r0001', question: 'q', value: '0' })
    expect(new Set(votes.map(({ item }) => item)).size).toBe(800)
  })

  test('convabuse: repeated pairs of item and rater are all kept, in their order', async () => {
    const { votes, rejected } = await checkFile(`${data}convabuse/votes.csv`, {
      language: 'en',
      questions: [severity],
    })
    expect([votes.length, rejected.length]).toEqual([12_768, 0])
    const times = new Map<string, number>()
    for (const { item, rater } of votes)
      times.set(`${item} ${rater}`, (times.get(`${item} ${rater}`) ?? 0) + 1)
    expect([...times.values()].filter((count) => count > 1).length).toBe(485)
    expect(votes[7]).toMatchObject({ value: -2, tags: ['system', 'explicit'] })
  })

  test('pedestrian-boxes: JSON inside cells survives as it is', async () => {
    const source = await decode(`${data}pedestrian-boxes/votes.csv`)
    const { samples } = await inspectFile(source, findImporter(source))
    expect(JSON.parse(String(samples.label![0]))).toEqual([[22.04, 349.52, 36.21, 374.71]])
    expect(samples.label!.every((cell) => Array.isArray(JSON.parse(String(cell))))).toBe(true)
  })

  test('weather-sentiment with seconds, ja-word-similarity with Japanese ids', async () => {
    const five = questionFrom('q', { type: 'single', options: ['0', '1', '2', '3', '4'], scale: null })
    const weather = await checkFile(`${data}weather-sentiment/votes.csv`, {
      language: 'en',
      questions: [five],
    })
    expect([weather.votes.length, weather.rejected.length, weather.votes[0]!.seconds]).toEqual([6_030, 0, 14])
    const number = questionFrom('q', { type: 'number', options: [], scale: { min: 0, max: 10 } })
    const words = await checkFile(`${data}ja-word-similarity/votes.csv`, {
      language: 'ja',
      questions: [number],
    })
    expect([words.votes.length, words.rejected.length]).toEqual([24_240, 0])
    expect(words.votes[0]).toMatchObject({ item: 'verb-0:あげる|表す', value: 2 })
  })

  test('squality-eval: the criterion’s column names the question of each row', async () => {
    const questions = ['correctness', 'selection', 'overall'].map((key) =>
      questionFrom(key, { type: 'number', options: [], scale: { min: 0, max: 100 } }),
    )
    const { votes, rejected } = await checkFile(`${data}squality-eval/votes.csv`, {
      language: 'en',
      questions,
    })
    expect([votes.length, rejected.length]).toEqual([2_700, 0])
    expect(votes.slice(0, 3).map(({ question, value }) => [question, value])).toEqual([
      ['correctness', 10],
      ['selection', 10],
      ['overall', 10],
    ])
    const without = await checkFile(`${data}squality-eval/votes.csv`, {
      language: 'en',
      questions: questions.slice(0, 2),
    })
    expect(without.rejected[0]).toMatchObject({
      row: 4,
      column: 'criterion',
      code: 'question-unknown',
      expected: 'one of correctness, selection',
    })
  })

  test('ukpconvarg: times and reasons', async () => {
    const { votes } = await checkFile(`${data}ukpconvarg/votes.csv`, {
      language: 'en',
      questions: [questionFrom('q', { type: 'single', options: ['a1', 'a2', 'equal'], scale: null })],
    })
    expect(votes[0]).toMatchObject({
      note: 'A1 is just a statement of personal opinion.',
      at: Date.UTC(2016, 1, 25, 1, 49, 3),
    })
  })
})

test('Label Studio: annotations and predictions are votes, cancelled ones are counted, content comes along', async () => {
  const questions = [
    questionFrom('sent', { type: 'single', options: ['Positive', 'Neutral'], scale: null }),
    questionFrom('q', { type: 'ordinal', options: [], scale: { min: 1, max: 5 } }),
    questionFrom('len', { type: 'number', options: [], scale: null }),
  ]
  const { votes, items, rejected, skipped } = await checkFile(`${fixtures}label-studio.json`, {
    language: 'en',
    questions,
  })
  expect(rejected).toEqual([])
  expect(skipped).toEqual({ cancelled: 1, unanswered: 1, blank: 0 })
  const first = {
    ...bare,
    line: 2,
    item: '1',
    rater: '10',
    note: 'clear praise\nno irony',
    at: Date.UTC(2021, 2, 9, 22, 16, 8, 728),
    seconds: 4.288,
    ref: '1001',
  }
  const second = {
    ...bare,
    line: 2,
    item: '1',
    rater: '11',
    at: Date.UTC(2021, 2, 10),
    seconds: 9.5,
    ref: '1002',
  }
  expect(votes).toEqual([
    { ...first, question: 'sent', value: 'Positive' },
    { ...first, question: 'q', value: 4 },
    { ...second, question: 'sent', value: 'Neutral' },
    { ...second, question: 'len', value: 2 },
    {
      ...bare,
      line: 2,
      item: '1',
      rater: 'model 1',
      raterKind: 'model',
      confidence: 0.7,
      ref: 'prediction-7',
      question: 'sent',
      value: 'Positive',
    },
  ])
  expect(items.map(({ content }) => content)).toEqual([
    [
      { kind: 'text', title: 'text', text: 'Great tool' },
      {
        kind: 'chat',
        title: 'messages',
        turns: [
          { role: 'user', text: 'Is it good?' },
          { role: 'assistant', text: 'Yes.' },
        ],
      },
    ],
  ])
})
