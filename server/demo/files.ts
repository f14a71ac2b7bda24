import type { Block } from '#shared/content.ts'
import type { DemoBlock, DemoCase, Language } from './cases/shape.ts'

/** The demo's votes as the file a lead would bring. */
export const voteLines = (cases: readonly DemoCase[]): string =>
  cases
    .flatMap(({ votes }) =>
      votes.map(
        (vote) => `${JSON.stringify({ ...vote, note: vote.note ?? null, version: vote.version ?? null })}\n`,
      ),
    )
    .join('')

/** The demo's items, their content as Gogi's own blocks. */
export const itemLines = (cases: readonly DemoCase[]): string =>
  cases
    .map(
      ({ item }) =>
        `${JSON.stringify({ item: item.external, language: item.language, tags: item.tags, expected: item.expected, content: item.content.map((block) => blockOf(block, item.language)) })}\n`,
    )
    .join('')

function blockOf(block: DemoBlock, language: Language): Block {
  switch (block.kind) {
    case 'text':
      return {
        kind: 'text',
        text: block.text,
        language: block.language,
        ...(block.title ? { title: block.title[block.language] } : {}),
      }
    case 'chat':
      return { kind: 'chat', turns: block.turns }
    case 'answers':
      return { kind: 'side-by-side', prompt: block.prompt, answers: block.answers }
    case 'json':
      return { kind: 'json', value: block.data, ...(block.title ? { title: block.title[language] } : {}) }
  }
}
