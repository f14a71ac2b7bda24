/** How long a notice stays, ms; one that offers an undo stays as long as the undo is offered. */
const STAY = 8000
const AT_ONCE = 3

export type Toast = { id: number; text: string; undo?: () => void | Promise<void> }

class Toaster {
  list = $state.raw<Toast[]>([])
  #next = 1

  /** Says what happened, politely. Undo is a second command, never a delay. */
  say(text: string, undo?: Toast['undo']): void {
    const id = this.#next++
    this.list = [...this.list, { id, text, ...(undo && { undo }) }].slice(-AT_ONCE)
    setTimeout(() => this.drop(id), STAY)
  }

  drop(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id)
  }

  /** Takes back the last act that can be taken back (the key `z`). */
  undoLast(): void {
    const last = this.list.findLast((toast) => toast.undo)
    if (last) this.undo(last)
  }

  undo(toast: Toast): void {
    this.drop(toast.id)
    void toast.undo?.()
  }
}

export const toaster = new Toaster()
