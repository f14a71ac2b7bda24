import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { IMAGE_BYTES, IMPORT_BYTES } from '#shared/import-run.ts'
import { Refusal } from '#shared/refusals.ts'
import { imageType } from './image.ts'

/** What is known of a file on its way; how much has arrived is the size of the file itself. */
interface Upload {
  project: string
  name: string
  size: number
  at: number
}
export interface Uploads {
  begin(project: string, name: string, size: number): Promise<string>
  /** One part; answers with how many bytes there are now. */
  take(project: string, id: string, from: number, part: Buffer): Promise<number>
  /** A file that has wholly arrived. */
  whole(project: string, id: string): Promise<{ path: string; name: string; size: number }>
  image(project: string, id: string): Promise<{ path: string; type: string }>
  /** Pictures of the project by the name of their file, the newest of equal names. */
  images(project: string): Promise<Record<string, string>>
  drop(ids: readonly (string | null)[]): Promise<void>
  sweep(): Promise<void>
}

/** Files that no draft took in this time are thrown away, ms. */
const KEPT = 7 * 86_400_000
const MEBI = 1024 * 1024

/** Uploads are files with generated names under the data folder; nothing of what they are called reaches a path. */
export function keepUploads(data: string, newId: () => string, now: () => number): Uploads {
  const folder = join(data, 'uploads')
  const pictures = join(data, 'images')
  const turns = new Map<string, Promise<unknown>>()
  const about = async (at: string, project: string, id: string): Promise<Upload> => {
    const text = /^[a-z]{10}$/.test(id)
      ? await readFile(join(at, `${id}.json`), 'utf8').catch(() => null)
      : null
    const upload = text === null ? null : (JSON.parse(text) as Upload)
    if (!upload || upload.project !== project) throw new Refusal('upload-missing')
    return upload
  }
  const take = async (project: string, id: string, from: number, part: Buffer) => {
    const upload = await about(folder, project, id)
    const path = join(folder, id)
    const here = (await stat(path)).size
    if (from !== here) throw new Refusal('upload-gap', { found: from, expected: here })
    if (here + part.length > upload.size)
      throw new Refusal('upload-too-large', { limit: Math.ceil(upload.size / MEBI) })
    const picture = from === 0 && imageType(part)
    if (picture && upload.size > IMAGE_BYTES)
      throw new Refusal('upload-too-large', { limit: IMAGE_BYTES / MEBI })
    const file = await open(path, 'a')
    await file.write(part)
    await file.sync()
    await file.close()
    const received = here + part.length
    if (received === upload.size && (await isPicture(path))) {
      await mkdir(pictures, { recursive: true, mode: 0o700 })
      for (const name of [id, `${id}.json`]) await rename(join(folder, name), join(pictures, name))
    }
    return received
  }
  return {
    async begin(project, name, size) {
      if (size > IMPORT_BYTES) throw new Refusal('upload-too-large', { limit: IMPORT_BYTES / MEBI })
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const id = newId()
      const upload: Upload = { project, name, size, at: now() }
      await writeFile(join(folder, id), '', { mode: 0o600 })
      await writeFile(join(folder, `${id}.json`), JSON.stringify(upload), { mode: 0o600 })
      return id
    },
    async take(project, id, from, part) {
      const before = turns.get(id) ?? Promise.resolve()
      const own = before.then(() => take(project, id, from, part))
      const quiet = own.catch(() => {})
      turns.set(id, quiet)
      void quiet.then(() => turns.get(id) === quiet && turns.delete(id))
      return own
    },
    async whole(project, id) {
      const { name, size } = await about(folder, project, id)
      const path = join(folder, id)
      const here = (await stat(path)).size
      if (here !== size) throw new Refusal('import-not-ready', { detail: `${here} / ${size} bytes` })
      return { path, name, size }
    },
    async image(project, id) {
      await about(pictures, project, id)
      const path = join(pictures, id)
      return { path, type: imageType(await headOf(path))! }
    },
    async images(project) {
      const names = await readdir(pictures).catch(() => [])
      const found: { id: string; name: string; at: number }[] = []
      for (const id of names.filter((name) => !name.endsWith('.json'))) {
        const upload = await about(pictures, project, id).catch(() => null)
        if (upload) found.push({ id, name: upload.name, at: upload.at })
      }
      return Object.fromEntries(found.sort((a, b) => a.at - b.at).map(({ id, name }) => [name, id]))
    },
    async drop(ids) {
      for (const id of ids)
        if (id) for (const name of [id, `${id}.json`]) await rm(join(folder, name), { force: true })
    },
    async sweep() {
      const names = await readdir(folder).catch(() => [])
      for (const name of names) {
        const { mtimeMs } = await stat(join(folder, name))
        if (Date.now() - mtimeMs > KEPT) await rm(join(folder, name), { force: true })
      }
    },
  }
}

const isPicture = async (path: string): Promise<boolean> => imageType(await headOf(path)) !== undefined

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(16)
    const { bytesRead } = await file.read(head, 0, 16, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
