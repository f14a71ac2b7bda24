import { type CareerRecord, careerFault } from '#shared/career.ts'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))

async function verify(message: Uint8Array, signature: string, key: string): Promise<boolean> {
  const trusted = await crypto.subtle.importKey('raw', bytesOf(key), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', trusted, bytesOf(signature), Uint8Array.from(message))
}

/** Whether a record holds, as whoever is shown it would find; null where the browser does not know the signature's kind. */
export async function holds(record: CareerRecord): Promise<boolean | null> {
  try {
    return (await careerFault(record, verify)) === undefined
  } catch {
    return null
  }
}
