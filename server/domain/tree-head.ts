import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signWith,
} from 'node:crypto'
import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { rootOf } from '#shared/merkle.ts'
import { headBytes, type TreeHead } from '#shared/receipt.ts'
import type { Reader } from '../store/store.ts'
import type { Project } from './who.ts'

/** What signs: made at first use, in a file beside the database and never in it or in its backup. */
function keyOf(data: string): KeyObject {
  const file = join(data, 'signing.key')
  if (!existsSync(file)) makeKey(file)
  return createPrivateKey(readFileSync(file))
}

/** Whole under its name or not at all: a process that is killed leaves no half of a key that nothing could sign with. */
function makeKey(file: string): void {
  const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, made, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    // Another process of the same folder was first, and its key is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

/** The public half, base64url of its 32 bytes. */
export const publicKey = (data: string): string =>
  createPublicKey(keyOf(data)).export({ format: 'jwk' }).x as string

/** Ed25519 over the message, base64url. */
export const signed = (data: string, message: Uint8Array): string =>
  signWith(null, message, keyOf(data)).toString('base64url')

/** A stored complete subtree of a project's log. */
export const nodesOf =
  (read: Reader, project: string) =>
  async (level: number, idx: number): Promise<string> => {
    const { logNode } = read.tables
    const [node] = await read
      .select({ hash: logNode.hash })
      .from(logNode)
      .where(and(eq(logNode.project, project), eq(logNode.level, level), eq(logNode.idx, idx)))
    if (!node) throw new Error(`the log of ${project} lacks node ${level}/${idx}`)
    return node.hash
  }

/** The head of a project's log as it stands, signed. */
export async function headOf(
  read: Reader,
  { id: project, seq: size }: Project,
  { data, at }: { data: string; at: number },
): Promise<TreeHead> {
  const head = { project, size, root: await rootOf(size, nodesOf(read, project)), at }
  return { ...head, signature: signed(data, headBytes(head)) }
}
