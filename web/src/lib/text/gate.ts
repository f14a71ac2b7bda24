/** How long a word may be composed, ms, and how much may wait for it, before the others are let in all the same. */
const HELD_MS = 15_000
const HELD = 500

/**
 * While a word is being composed nothing of the shared text moves, in or out: an edit beside it would leave stray kana
 * behind, for everybody. `send` gets what was written meanwhile, then what came is done.
 */
export function openGate(send: (updates: Uint8Array[]) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let going: Uint8Array[] = []
  let coming: (() => void)[] = []

  function release() {
    clearTimeout(timer)
    timer = undefined
    const [out, acts] = [going, coming]
    going = []
    coming = []
    if (out.length > 0) send(out)
    for (const act of acts) act()
  }
  const held = () => going.length + coming.length >= HELD && release()

  return {
    hold() {
      timer ??= setTimeout(release, HELD_MS)
    },
    release,
    goes(update: Uint8Array) {
      if (timer === undefined) return send([update])
      going.push(update)
      held()
    },
    comes(act: () => void) {
      if (timer === undefined) return act()
      coming.push(act)
      held()
    },
  }
}
