import { m } from '#lib/paraglide/messages.js'
import { counted } from '#lib/words.ts'
import { upload } from './upload.ts'

/** Files on their way to the server, one after another, as one thing with one length. */
export class Sending {
  now = $state.raw<{ name: string; bytes: number; size: number; down: boolean }>()
  #leaving = new AbortController()
  #project: string

  constructor(project: string) {
    this.#project = project
  }

  get left(): boolean {
    return this.#leaving.signal.aborted
  }

  /** Gives back the names under which the server keeps them. */
  async send(files: readonly File[]): Promise<string[]> {
    const size = files.reduce((sum, file) => sum + file.size, 0)
    const name = files.length === 1 ? files[0]!.name : m.import_files({ count: counted(files.length) })
    const ids: string[] = []
    let before = 0
    try {
      for (const file of files) {
        const tell = (bytes: number, down: boolean) =>
          (this.now = { name, bytes: before + bytes, size, down })
        tell(0, false)
        ids.push(await upload(this.#project, file, tell, this.#leaving.signal))
        before += file.size
      }
      return ids
    } finally {
      this.now = undefined
    }
  }

  leave(): void {
    this.#leaving.abort()
  }
}
