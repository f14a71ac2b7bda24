import { setImmediate as nextTurn } from 'node:timers/promises'

/** How long one piece of long work holds the loop, ms: what the database or Yjs adds to a piece comes on top. */
const PIECE_MS = 8

/**
 * Does long work in pieces, so that everybody else has their turn in between. `steps` yields wherever it may be left for
 * a while; `around` is what each piece is done in. Never inside a transaction.
 */
export async function inPieces<Result>(
  steps: Iterator<unknown, Result>,
  around: (piece: () => void) => void = (piece) => piece(),
): Promise<Result> {
  for (;;) {
    let step = { done: false } as IteratorResult<unknown, Result>
    around(() => {
      const until = performance.now() + PIECE_MS
      do step = steps.next()
      while (!step.done && performance.now() < until)
    })
    if (step.done) return step.value
    await nextTurn()
  }
}

/** The same for work that awaits: called between two parts of it, it lets the others have their turn when it is time. */
export function pace(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < PIECE_MS) return
    await nextTurn()
    since = performance.now()
  }
}
