import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { guessItemsMapping, guessMapping } from '#shared/import/guess.ts'
import { readMapping, writeMapping } from '#shared/import/mapping-text.ts'
import { guessQuestion } from '#shared/import/question.ts'
import { bindQuestion, explainFault, lostColumns, type Mapping, refuseMapping } from '#shared/import.ts'
import { importEn } from '#shared/words/import.en.ts'
import { importJa } from '#shared/words/import.ja.ts'
import { decode } from '../../server/work/import/decode.ts'
import { findImporter } from '../../server/work/import/format.ts'
import { inspectFile, surveyAnswers } from '../../server/work/import/inspect.ts'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures/import/', import.meta.url))

async function guessOf(path: string) {
  const source = await decode(path)
  const importer = findImporter(source)
  const { columns, samples } = await inspectFile(source, importer)
  return { source, importer, names: columns, ...guessMapping(columns, samples) }
}

describe('columns are known by their names', () => {
  test.each([
    ['snow-rte', 'item=item,rater=rater,value=label', []],
    ['weather-sentiment', 'item=item,rater=rater,seconds=seconds,value=label', []],
    ['squality-eval', 'item=item,rater=rater,question=criterion,value=label', ['rank', 'system', 'n_spans']],
    ['ukpconvarg', 'item=item,rater=rater,note=rationale,at=submitted,value=label', []],
    ['convabuse', 'item=item,rater=rater,tags=tags,value=label', ['example_no']],
  ])('%s', async (set, mapping, lost) => {
    const guess = await guessOf(`${data}${set}/votes.csv`)
    expect(writeMapping(guess.mapping)).toBe(mapping)
    expect(lostColumns(guess.mapping, guess.names)).toEqual(lost)
  })

  test('in Japanese too, with three values of each to look at', async () => {
    const { mapping, columns } = await guessOf(`${fixtures}votes-shift-jis.csv`)
    expect(writeMapping(mapping)).toBe('item=項目,rater=評価者,note=メモ,value=判定')
    expect(columns[1]).toEqual({ column: '評価者', role: 'rater', tier: 'sure', samples: ['佐藤', '鈴木'] })
  })

  test('of MTurk: each Answer is a question, each Input is content', async () => {
    const { mapping, columns } = await guessOf(`${fixtures}mturk.csv`)
    expect(writeMapping(mapping)).toBe(
      'item=HITId,rater=WorkerId,at=SubmitTime,seconds=WorkTimeInSeconds,ref=AssignmentId,value:sentiment=Answer.sentiment,value:comment=Answer.comment,text:text=Input.text',
    )
    expect(columns.filter(({ tier }) => tier === 'unmapped').map(({ column }) => column)).toEqual([
      'Title',
      'AcceptTime',
      'Approve',
    ])
  })

  test('of Label Studio: controls are questions, data is content, spans are lost by name', async () => {
    const { mapping, names } = await guessOf(`${fixtures}label-studio.json`)
    expect(writeMapping(mapping)).toBe(
      'item=task,rater=completed_by,note=note,confidence=confidence,at=created_at,seconds=lead_time,raterKind=rater_kind,ref=annotation_id,' +
        'value:sent="choices:sent",value:q="rating:q",value:len="number:len",text:text=data.text,chat:messages=data.messages',
    )
    expect(lostColumns(mapping, names)).toEqual(['labels:ner (by region)', 'ground_truth'])
  })

  test('without names, by the shape of their values, and then as a guess', () => {
    const samples = {
      'column 1': ['t1', 't1', 't2', 't2', 't3', 't3'],
      'column 2': ['w1', 'w2', 'w1', 'w3', 'w2', 'w4'],
      'column 3': ['cat', 'dog', 'cat', 'cat', 'dog', 'cat'],
    }
    const guess = guessMapping(Object.keys(samples), samples)
    expect(writeMapping(guess.mapping)).toBe('item=column 1,rater=column 2,value=column 3')
    expect(guess.columns.map(({ tier }) => tier)).toEqual(['guess', 'guess', 'guess'])
  })

  test('in an items file every column beside the item is a titled block, a list of turns a conversation', () => {
    const samples = {
      item: ['1'],
      text: ['a b'],
      talk: ['[{"role":"user","content":"Hi"}]'],
      response_a: ['x'],
      response_b: ['y'],
    }
    expect(guessItemsMapping(Object.keys(samples), samples)).toEqual({
      item: 'item',
      values: [],
      content: [
        { column: 'text', block: 'text', title: 'text' },
        { column: 'talk', block: 'chat', title: 'talk' },
        { column: 'response_a', block: 'answer', title: 'response_a' },
        { column: 'response_b', block: 'answer', title: 'response_b' },
      ],
    })
  })
})

describe('a mapping that does not fit is refused in words', () => {
  const columns = ['item', 'rater', 'tone', 'truth']
  const two: Mapping = {
    item: 'item',
    rater: 'rater',
    values: [
      { column: 'tone', question: 'tone' },
      { column: 'truth', question: 'truth' },
    ],
    content: [],
  }

  test('two questions where one was declared', async () => {
    const refused = refuseMapping(two, { columns, declared: ['tone'] })!
    expect(explainFault(refused, 'en')).toEqual({
      found: '2 questions in the file: tone, truth',
      expected: 'the one declared: tone',
      fix: 'Declare each question, or map only the column that answers “tone”, as in value:tone=tone.',
    })
    const { source, importer, mapping, names } = await guessOf(`${data}squality-eval/votes.csv`)
    const named = [...(await surveyAnswers(source, importer, mapping)).keys()]
    const file = { columns: names, named }
    expect(refuseMapping(mapping, { ...file, declared: ['quality'] })?.code).toBe('two-questions')
    expect(
      refuseMapping(mapping, { ...file, declared: ['correctness', 'selection', 'overall'] }),
    ).toBeUndefined()
  })

  test('a missing column, no item, no rater, no answer, an unknown question', () => {
    const refuse = (change: Partial<Mapping>, declared = ['tone', 'truth']) =>
      refuseMapping({ ...two, ...change }, { columns, declared })?.code
    expect(refuse({})).toBeUndefined()
    expect(refuse({ note: 'comment' })).toBe('column-missing')
    const { item: _item, ...withoutItem } = two
    const { rater: _rater, ...withoutRater } = two
    expect(refuseMapping(withoutItem, { columns, declared: ['tone'] })?.code).toBe('item-unmapped')
    expect(refuseMapping(withoutRater, { columns, declared: ['tone'] })?.code).toBe('rater-unmapped')
    expect(refuse({ values: [] })).toBe('value-unmapped')
    expect(refuse({}, ['tone', 'style'])).toBe('question-undeclared')
  })

  test('the one column of answers answers the one question declared, whatever it is called', () => {
    const one: Mapping = { ...two, values: [{ column: 'tone', question: null }] }
    expect(bindQuestion(one, ['style']).values).toEqual([{ column: 'tone', question: 'style' }])
    expect(bindQuestion(two, ['style'])).toBe(two)
  })
})

describe('a mapping as people type it', () => {
  test('is read, written and read again, quotes where a name has commas', () => {
    const text =
      'item=task,rater="worker, id",at=when,value:entailment=label,text:"Premise: short"=p,answer=a'
    const read = readMapping(text)
    expect(read).toEqual({
      mapping: {
        item: 'task',
        rater: 'worker, id',
        at: 'when',
        values: [{ column: 'label', question: 'entailment' }],
        content: [
          { column: 'p', block: 'text', title: 'Premise: short' },
          { column: 'a', block: 'answer', title: 'a' },
        ],
      },
    })
    expect('mapping' in read && writeMapping(read.mapping)).toBe(text)
    expect(readMapping('item=task,reviewer=worker')).toEqual({
      fault: { code: 'map-unreadable', params: { found: 'reviewer=worker' } },
    })
  })
})

describe('a question that does not exist yet is guessed from its answers', () => {
  const of = (...values: string[]) => new Map(values.map((value) => [value, 1]))
  test.each([
    ['two numbers are a choice', of('1', '0'), { type: 'single', options: ['0', '1'], scale: null }],
    [
      'a few whole numbers are steps',
      of('-3', '1', '0'),
      { type: 'ordinal', options: [], scale: { min: -3, max: 1 } },
    ],
    [
      'marks up to a hundred are measured',
      of('10', '92', '33'),
      { type: 'number', options: [], scale: { min: 0, max: 100 } },
    ],
    ['words are a choice', of('b', 'a'), { type: 'single', options: ['a', 'b'], scale: null }],
    ['several in a cell are a set', of('a|b', 'a', 'b'), { type: 'multi', options: ['a', 'b'], scale: null }],
  ])('%s', (_, answers, guess) => expect(guessQuestion(answers)).toEqual(guess))

  test('a declared type is kept, and text is no choice', () => {
    expect(guessQuestion(of('0', '1', '2', '4'), 'single')).toEqual({
      type: 'single',
      options: ['0', '1', '2', '4'],
      scale: null,
    })
    expect(guessQuestion(of('0', '1'), 'ordinal')).toEqual({
      type: 'ordinal',
      options: [],
      scale: { min: 0, max: 1 },
    })
    expect(guessQuestion(of(...Array.from({ length: 500 }, (_, n) => `text ${n}`)))).toBeUndefined()
  })
})

test('every word is there in both languages, with the same blanks to fill', () => {
  const blanks = (words: object) =>
    Object.values(words).map((sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort())
  for (const code of Object.keys(importEn) as (keyof typeof importEn)[]) {
    expect([code, blanks(importJa[code])]).toEqual([code, blanks(importEn[code])])
  }
})
