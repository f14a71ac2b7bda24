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

interface Kept {
  uploads: string
  images: string
}

/** Uploads are files with generated names under the data folder; nothing of what they are called reaches a path. */
export function keepUploads(data: string, newId: () => string, now: () => number): Uploads {
  const kept: Kept = { uploads: join(data, 'uploads'), images: join(data, 'images') }
  const turns = new Map<string, Promise<unknown>>()
  return {
    async begin(project, name, size) {
      if (size > IMPORT_BYTES) throw new Refusal('upload-too-large', { limit: IMPORT_BYTES / MEBI })
      await mkdir(kept.uploads, { recursive: true, mode: 0o700 })
      const id = newId()
      const upload: Upload = { project, name, size, at: now() }
      await writeFile(join(kept.uploads, id), '', { mode: 0o600 })
      await writeFile(join(kept.uploads, `${id}.json`), JSON.stringify(upload), { mode: 0o600 })
      return id
    },
    // Parts of one file take turns: two that claim the same beginning must not both be written.
    take(project, id, from, part) {
      const own = (turns.get(id) ?? Promise.resolve()).then(() => take(kept, project, id, from, part))
      const quiet = own.catch(() => {})
      turns.set(id, quiet)
      void quiet.then(() => turns.get(id) === quiet && turns.delete(id))
      return own
    },
    async whole(project, id) {
      // A picture is kept apart as soon as it has arrived; whoever takes one for votes is told so by what reads it.
      const folder = (await isImage(kept, project, id)) ? kept.images : kept.uploads
      const { name, size } = await about(folder, project, id)
      const path = join(folder, id)
      const here = (await stat(path)).size
      if (here !== size) throw new Refusal('import-not-ready', { detail: `${here} / ${size} bytes` })
      return { path, name, size }
    },
    async image(project, id) {
      await about(kept.images, project, id)
      const path = join(kept.images, id)
      return { path, type: imageType(await headOf(path))! }
    },
    images: (project) => imagesOf(kept, project),
    async drop(ids) {
      const names = ids.flatMap((id) => (id === null ? [] : [id, `${id}.json`]))
      for (const name of names) await rm(join(kept.uploads, name), { force: true })
    },
    async sweep() {
      for (const name of await readdir(kept.uploads).catch(() => [])) {
        // Another server may be sweeping too.
        const found = await stat(join(kept.uploads, name)).catch(() => null)
        if (found && now() - found.mtimeMs > KEPT) await rm(join(kept.uploads, name), { force: true })
      }
    },
  }
}

async function about(folder: string, project: string, id: string): Promise<Upload> {
  const text = /^[a-z]{10}$/.test(id)
    ? await readFile(join(folder, `${id}.json`), 'utf8').catch(() => null)
    : null
  const upload = text === null ? null : (JSON.parse(text) as Upload)
  if (upload?.project !== project) throw new Refusal('upload-missing')
  return upload
}

const isImage = (kept: Kept, project: string, id: string): Promise<boolean> =>
  about(kept.images, project, id).then(
    () => true,
    () => false,
  )

async function take(kept: Kept, project: string, id: string, from: number, part: Buffer): Promise<number> {
  // The answer to a picture's last part was lost on the way: all of it is here.
  if (await isImage(kept, project, id)) return (await about(kept.images, project, id)).size
  const { size } = await about(kept.uploads, project, id)
  const path = join(kept.uploads, id)
  const here = (await stat(path)).size
  if (from !== here) throw new Refusal('upload-gap', { found: from, expected: here })
  if (here + part.length > size) throw new Refusal('upload-too-large', { limit: Math.ceil(size / MEBI) })
  if (from === 0 && imageType(part) && size > IMAGE_BYTES)
    throw new Refusal('upload-too-large', { limit: IMAGE_BYTES / MEBI })
  const file = await open(path, 'r+')
  // At its place: sent again by another server's door it is written over itself.
  await file.write(part, 0, part.length, from)
  await file.sync()
  await file.close()
  if (here + part.length === size && imageType(await headOf(path))) {
    await mkdir(kept.images, { recursive: true, mode: 0o700 })
    for (const name of [id, `${id}.json`]) await rename(join(kept.uploads, name), join(kept.images, name))
  }
  return here + part.length
}

async function imagesOf({ images }: Kept, project: string): Promise<Record<string, string>> {
  const found: { id: string; name: string; at: number }[] = []
  for (const id of (await readdir(images).catch(() => [])).filter((name) => !name.endsWith('.json'))) {
    const upload = await about(images, project, id).catch(() => null)
    if (upload) found.push({ id, name: upload.name, at: upload.at })
  }
  // A Mac writes が in a file's name as two characters, the row that names it as one.
  return Object.fromEntries(
    found.sort((a, b) => a.at - b.at).map(({ id, name }) => [name.normalize('NFC'), id]),
  )
}

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
