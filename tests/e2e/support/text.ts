import type { Page } from '@playwright/test'
import { expect } from './house.ts'

/** The words in the editor on the screen, without other people's carets in them. */
export const shown = (page: Page, editor = '.cm-editor'): Promise<string> =>
  page.locator(`${editor} .cm-line`).evaluateAll((lines) =>
    lines
      .map((line) => {
        const copy = line.cloneNode(true) as HTMLElement
        for (const caret of copy.querySelectorAll('.cm-ySelectionCaret')) caret.remove()
        return copy.textContent
      })
      .join('\n'),
  )

/** These panelists cast, and the ballots of the case that waits for them lie open. */
export async function reveal(pages: Page[]): Promise<string> {
  const waiting = '/api/v1/projects/demo/disputes?mine=1&state=voting'
  const { rows } = await (await pages[0]!.request.get(waiting)).json()
  const { dispute, questions } = rows[0] as { dispute: string; questions: string[] }
  const answers = questions.map((question) => ({
    question,
    kind: 'irresolvable',
    values: [],
    cause: 'guideline-gap',
    confidence: 'low',
    clauses: [],
    noClause: true,
  }))
  const words = Object.fromEntries(questions.map((question) => [question, 'because']))
  for (const [n, page] of pages.entries()) {
    const reply = await page.request.post('/api/v1/projects/demo/ballot.cast', {
      headers: { origin: new URL(page.url()).origin, 'idempotency-key': `reveal-${n}-${dispute}` },
      data: { dispute, round: 1, answers, arguments: words },
    })
    expect(reply.status(), await reply.text()).toBe(200)
  }
  return dispute
}
