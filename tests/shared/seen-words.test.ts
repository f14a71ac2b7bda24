import { describe, expect, it } from 'vitest'
import { placeOf, seenLetters } from '#shared/seen-words.ts'

const clause = [
  'Judge **what is shown**, not [the tone](https://example.org/tone "Tone") of it.',
  '',
  '- A _dose_ is named',
  '- 量は`2錠`まで',
  '',
  '| drug | limit |',
  '|---|:--:|',
  '| A | 2 |',
].join('\n')
const chosen = (words: string) => {
  const place = placeOf(clause, words)
  return place && clause.slice(place.from, place.to)
}

describe('words of a rendered page in its Markdown', () => {
  it('are found across emphasis, links, list items and cells', () => {
    expect(chosen('what is shown')).toBe('what is shown')
    expect(chosen('Judge what is shown, not')).toBe('Judge **what is shown**, not')
    expect(chosen('not the tone of it.\n\nA dose')).toBe(
      'not [the tone](https://example.org/tone "Tone") of it.\n\n- A _dose',
    )
    expect(chosen('量は2錠まで')).toBe('量は`2錠`まで')
    expect(chosen('limit\nA\t2')).toBe('limit |\n|---|:--:|\n| A | 2')
  })

  it('are none where they stand twice, or nowhere', () => {
    expect([chosen('is'), chosen('nowhere'), chosen(' ')]).toEqual([null, null, null])
  })

  it('a piece cut out of Markdown is looked for as its letters stand on the page', () => {
    expect(seenLetters('> ✓ **Wait** for\n> [a doctor](x)')).toBe('Waitforadoctor')
  })
})
