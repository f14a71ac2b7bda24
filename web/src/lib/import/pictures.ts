import { m } from '#lib/paraglide/messages.js'
import { IMAGE_BYTES } from '#shared/import-run.ts'
import { sayBytes } from './sizes.ts'

/** Kinds of picture that every browser shows and the server knows by their first bytes. */
export const PICTURE_TYPES = '.png,.jpg,.jpeg,.gif,.webp,image/png,image/jpeg,image/gif,image/webp'

/** Why these cannot be taken as pictures, said before they are sent. */
export function refusePictures(files: readonly File[]): string {
  const other = files.find(({ type, name }) => !PICTURE_TYPES.split(',').includes(type || extension(name)))
  if (other) return m.import_not_picture({ name: other.name })
  const large = files.find(({ size }) => size > IMAGE_BYTES)
  return large ? m.import_picture_large({ name: large.name, limit: sayBytes(IMAGE_BYTES) }) : ''
}

const extension = (name: string) => name.slice(name.lastIndexOf('.')).toLowerCase()
