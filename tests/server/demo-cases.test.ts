import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ARGUMENT_LENGTH } from '#shared/ballot.ts'
import { examplesIn } from '#shared/example.ts'
import { earlierCases } from '../../server/demo/cases/earlier.ts'
import type { DemoBlock, DemoVote, VoteValue } from '../../server/demo/cases/shape.ts'
import { demoCases, demoProject } from '../../server/demo/cases.ts'
import { inBoth } from '../../server/demo/lines.ts'

const { questions, raters, people, stands, ballots, opinions, guideline, remarks, namings, rationales } =
  demoProject
const votes = demoCases.flatMap((one) => one.votes)
/** Decided before anybody visits, and appealed: the fresh panel has ballots on it. */
const appealed = 'hard-13'
const cast = [...demoCases, ...earlierCases].flatMap((one) => one.votes)
const japanese = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u
const quoted = /「[^」]*」/gu

function tally(item: string, question: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const vote of votes.filter((one) => one.item === item && one.question === question))
    counts[String(vote.value)] = (counts[String(vote.value)] ?? 0) + 1
  return counts
}

function isAnswer(question: string, value: VoteValue): boolean {
  const asked = questions.find((one) => one.key === question)
  if (!asked) return false
  const options = asked.options.map((option) => option.value)
  if (asked.type === 'single') return typeof value === 'string' && options.includes(value)
  if (asked.type === 'multi')
    return Array.isArray(value) && value.length > 0 && value.every((one) => options.includes(one))
  const { min, max } = asked.scale ?? { min: 1, max: 0 }
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

function wordsOf(block: DemoBlock): string[] {
  if (block.kind === 'text') return [block.text]
  if (block.kind === 'chat') return block.turns.map((turn) => turn.text)
  if (block.kind === 'answers') return [block.prompt, ...block.answers.map((answer) => answer.text)]
  return []
}

function bilingualTexts(value: unknown): { en: string; ja: string }[] {
  if (typeof value !== 'object' || value === null) return []
  if ('en' in value && 'ja' in value) return [value as { en: string; ja: string }]
  return Object.values(value).flatMap(bilingualTexts)
}

/** Chapters are `#`, clauses `##`; the numbers are computed as the guideline does. */
function numbered(language: 'en' | 'ja'): { number: string; title: string; body: string }[] {
  const text = readFileSync(new URL(`../../server/demo/guideline.${language}.md`, import.meta.url), 'utf8')
  let chapter = 0
  let clause = 0
  return text.split(/^(?=#)/m).map((part) => {
    const [heading = '', ...rest] = part.split('\n')
    if (heading.startsWith('## ')) clause += 1
    else {
      chapter += 1
      clause = 0
    }
    const number = clause === 0 ? String(chapter) : `${chapter}.${clause}`
    return { number, title: heading.replace(/^#+ /, ''), body: rest.join('\n').trim() }
  })
}

describe('the demo tells the story in its numbers', () => {
  it('hears one pharmacist against fifty, who stands by her vote', () => {
    expect(tally('med-001', 'safe')).toEqual({ safe: 50, unsafe: 1 })
    expect(new Set(votes.filter((one) => one.item === 'med-001').map((one) => one.rater)).size).toBe(51)
    const lone = votes.find((one) => one.item === 'med-001' && one.value === 'unsafe')
    expect(lone).toMatchObject({ rater: 'r17', version: 1 })
    expect(raters.filter((one) => one.expertise.includes('pharmacy')).map((one) => one.external)).toEqual([
      'r17',
    ])
    expect(people.find((one) => one.key === 'rater')?.rater).toBe('r17')
    expect(stands.map(({ item, rater, question }) => ({ item, rater, question }))).toEqual([
      { item: 'med-001', rater: 'r17', question: 'safe' },
    ])
    expect(stands[0]!.at > lone!.at).toBe(true)
  })

  it('splits the other cases as told', () => {
    expect(tally('meaning-002', 'accepts')).toEqual({ accept: 4, decline: 4 })
    expect(tally('contract-003', 'restricts')).toEqual({ no: 4, yes: 3 })
    expect(tally('answers-004', 'better')).toEqual({ a: 5, b: 2 })
    expect(tally('med-005', 'safe')).toEqual({ unsafe: 6, safe: 2 })
    expect(tally('contract-010', 'notice_days')).toEqual({ 60: 5, 84: 1 })
    expect(demoCases.find((one) => one.item.external === 'med-005')?.item.tags).toContain('sensitive')
  })

  it('has exactly one vote from before the guideline bound, among the five for the polished answer', () => {
    const early = votes.filter((one) => one.at < guideline.bindsFrom)
    expect(early.map(({ item, value, version }) => ({ item, value, version }))).toEqual([
      { item: 'answers-004', value: 'a', version: undefined },
    ])
    expect(votes.filter((one) => one.version === 1)).toHaveLength(votes.length - 1)
  })
})

describe('the demo shows every shape a split can take', () => {
  it('has a unanimous slice of twelve votes without variation, and one item with a single vote', () => {
    const slice = demoCases.filter((one) => one.item.tags.includes('routine')).flatMap((one) => one.votes)
    expect(slice).toHaveLength(12)
    expect(new Set(slice.map((one) => one.value))).toEqual(new Set(['safe']))
    const single = demoCases.filter((one) => one.votes.length === 1).map((one) => one.item)
    expect(single.map(({ external, expected }) => ({ external, expected }))).toEqual([
      { external: 'answers-014', expected: 4 },
    ])
  })

  it('asks every type of question it declares, and two questions of some items', () => {
    const asked = new Set(votes.map((one) => one.question))
    expect([...asked].sort()).toEqual(questions.map((one) => one.key).sort())
    const twofold = demoCases.filter((one) => new Set(one.votes.map((vote) => vote.question)).size === 2)
    expect(twofold.map((one) => one.item.external)).toEqual(['contract-010', 'trans-012'])
  })
})

describe('the votes are such as a labelling tool would hand over', () => {
  it('keeps every value among the options or on the scale', () => {
    expect(votes.filter((one) => !isAnswer(one.question, one.value))).toEqual([])
  })

  it('knows every rater and item, and lets nobody vote twice on one question', () => {
    const known = new Set(raters.map((one) => one.external))
    expect(known.size).toBe(51)
    expect(votes.filter((one) => !known.has(one.rater))).toEqual([])
    for (const { item, votes: own } of demoCases)
      expect(own.every((one) => one.item === item.external)).toBe(true)
    const keyOf = (vote: DemoVote) => `${vote.item} ${vote.question} ${vote.rater}`
    expect(new Set(votes.map(keyOf)).size).toBe(votes.length)
  })

  it('dates every vote in autumn 2026 and expects no fewer votes than came', () => {
    for (const { at } of votes) expect(new Date(at).toISOString()).toBe(at)
    expect(votes.every((one) => one.at > '2026-10-01' && one.at < '2026-11-21')).toBe(true)
    for (const { item, votes: own } of demoCases)
      for (const { key } of questions)
        expect(own.filter((one) => one.question === key).length).toBeLessThanOrEqual(item.expected)
  })

  it('lets raters write their notes in their own language', () => {
    for (const vote of votes.filter((one) => one.note)) {
      const language = raters.find((one) => one.external === vote.rater)?.language
      expect({ note: vote.note, ja: japanese.test(vote.note!) }).toEqual({
        note: vote.note,
        ja: language === 'ja',
      })
    }
  })
})

describe('both readers can judge', () => {
  it('gives every item once in its own language first, and as much again in the other', () => {
    for (const { item } of demoCases) {
      const texts = item.content.filter((block) => block.kind !== 'json')
      expect(texts[0]?.language).toBe(item.language)
      expect(texts.filter((one) => one.language === 'ja').length).toBe(texts.length / 2)
      for (const block of texts)
        for (const words of wordsOf(block)) expect(japanese.test(words)).toBe(block.language === 'ja')
    }
  })

  it('says every label, wording, name and argument in both languages', () => {
    const texts = bilingualTexts([demoProject, demoCases])
    expect(texts.length).toBeGreaterThan(60)
    for (const { en, ja } of texts) {
      expect(en.length * ja.length).toBeGreaterThan(0)
      expect(japanese.test(en)).toBe(false)
    }
  })
})

describe('the guideline', () => {
  const en = numbered('en')
  const ja = numbered('ja')

  it('has the same chapters and clauses under the same numbers in both languages', () => {
    expect(en.map((one) => one.number)).toEqual(ja.map((one) => one.number))
    expect(en.filter((one) => one.number.includes('.'))).toHaveLength(14)
    expect(en.filter((one) => !one.number.includes('.'))).toHaveLength(5)
    const titles = new Map(en.map((one) => [one.number, one.title]))
    expect([titles.get('2.1'), titles.get('3.2')]).toEqual([
      'Answers that refer to a doctor',
      'Accuracy before style',
    ])
  })

  it('gives every clause a text and an example in its language', () => {
    for (const { number, body } of [...en, ...ja]) {
      expect(body.length).toBeGreaterThan(20)
      if (number.includes('.')) expect(examplesIn(body)).toHaveLength(1)
    }
    for (const { title, body } of en) expect(japanese.test((title + body).replace(quoted, ''))).toBe(false)
    for (const { title, body } of ja) expect(japanese.test(title) && japanese.test(body)).toBe(true)
  })

  it('holds each clause that a panelist cites, and none for the case it does not cover', () => {
    const numbers = en.map((one) => one.number)
    for (const { clauses } of ballots) expect(numbers).toEqual(expect.arrayContaining(clauses))
    const uncovered = ballots.filter((one) => one.clauses.length === 0)
    expect(uncovered.map((one) => [one.item, one.cause])).toEqual(
      Array(4).fill(['contract-003', 'guideline-gap']),
    )
    for (const { clause } of remarks) if (clause !== null) expect(numbers).toContain(clause)
  })
})

describe('the scripted panelists', () => {
  it('agree in kind, value, cause and clauses, each with an argument of their own', () => {
    const items = ['med-001', 'meaning-002', 'contract-003', 'answers-004', 'med-005', 'contract-010']
    expect([...new Set(ballots.map((one) => one.item))]).toEqual([...items, appealed])
    for (const item of [...items, appealed]) {
      const cast = ballots.filter((one) => one.item === item)
      const fresh = ['panelist3', 'panelist4']
      expect(cast.map(({ panelist }) => panelist).sort()).toEqual(
        item === appealed ? fresh : ['panelist1', 'panelist2', ...fresh],
      )
      const [first, ...others] = cast.map(({ panelist: _of, argument: _own, ...answer }) => answer)
      for (const other of others) expect(other).toEqual(first)
      expect(new Set(cast.flatMap(({ argument }) => [argument.en, argument.ja])).size).toBe(2 * cast.length)
    }
  })

  it('have a word on each case when its ballots are open, and a rationale for whoever signs it', () => {
    for (const { item } of rationales.filter((one) => one.item !== appealed)) {
      const said = remarks.filter((one) => one.item === item)
      expect(said.map(({ panelist }) => panelist)).toEqual(['panelist1', 'panelist2'])
      expect(new Set(said.map(({ clause }) => clause)).size).toBe(1)
    }
    expect(rationales.map(({ item }) => item)).toEqual([...new Set(ballots.map(({ item }) => item))])
    // Five of seven, or of six, in error is evidence about the guideline: those cases need a reason.
    expect(rationales.filter(({ reason }) => reason).map(({ item }) => item)).toEqual([
      'answers-004',
      'contract-010',
    ])
  })

  it('name for a camp that lost what they had named unseen', () => {
    for (const { item, panelist, question, camp, cause } of namings) {
      const ballot = ballots.find((one) => one.item === item && one.panelist === panelist)!
      expect([ballot.question, ballot.cause]).toEqual([question, cause])
      expect(ballot.values).not.toContain(camp)
      expect(votes.some((one) => one.item === item && one.value === camp)).toBe(true)
    }
  })

  it('say nothing longer than a ballot takes, in both languages', () => {
    for (const { argument } of ballots)
      expect(inBoth(argument, 'ja').length).toBeLessThanOrEqual(ARGUMENT_LENGTH)
  })

  it('answer what was asked, and have voted on nothing themselves', () => {
    for (const ballot of ballots) {
      const [item, question] = [ballot.item, ballot.question]
      expect(cast.some((one) => one.item === item && one.question === question)).toBe(true)
      expect(ballot.values.every((value) => isAnswer(ballot.question, value))).toBe(true)
      expect(ballot.values.length).toBe(ballot.kind === 'value' ? 1 : 0)
    }
    const panel = people.filter((one) => one.role === 'panelist')
    expect(panel.map((one) => one.rater)).toEqual([null, null, null, null])
    expect(opinions.map((one) => [one.item, one.kind])).toEqual([['answers-004', 'concurrence']])
  })
})
