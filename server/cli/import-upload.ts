import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { UPLOAD_PART } from '#shared/import-run.ts'
import type { asking } from './asking.ts'

/** Sends a file in parts; answers with the upload's id. */
export async function sendFile(ask: ReturnType<typeof asking>, path: string): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { upload } = await ask('POST', '/uploads', { name: basename(path), size })
    for (let from = 0; from < size; ) {
      const part = Buffer.alloc(Math.min(UPLOAD_PART, size - from))
      const { bytesRead } = await file.read(part, 0, part.length, from)
      from = (await ask('PUT', `/uploads/${upload}?from=${from}`, part.subarray(0, bytesRead))).received
    }
    return upload
  } finally {
    await file.close()
  }
}
