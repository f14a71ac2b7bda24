import { createPublicKey, verify as verifyWith } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Check } from 'typebox/value'
import { type CareerFault, CareerFile, type CareerRecord, careerFault } from '#shared/career.ts'
import { Exit } from './client.ts'

type Options = { key?: string; url?: string; json?: boolean }

/** What a person took along, checked by whoever they show it to: offline, with the key that they trust. */
export function recordCommands(program: Command) {
  const record = program.command('record').description('A person’s own signed record')
  record
    .command('verify')
    .description('Says what a record proves, or the first thing in it that does not hold')
    .argument('<file>', 'the record, as it was downloaded')
    .option('--key <file>', 'the installation’s public key, as /api/v1/key gives it')
    .option('--url <url>', 'or the installation’s address, to ask it for the key')
    .option('--json', 'print one JSON document')
    .action(verifyRecord)
}

async function verifyRecord(file: string, { key: keyFile, url, json }: Options) {
  const record = recordIn(await readText(file), file)
  const trusted = keyFile ? keyIn(await readText(keyFile), keyFile) : url ? await keyOf(url) : undefined
  const fault = await faultIn(record, trusted, file)
  const said = fault ? faultWords(fault, record) : provenWords(record, trusted !== undefined)
  if (json) {
    const { key, entries } = record
    process.stdout.write(
      `${JSON.stringify({ holds: !fault, ...(fault ? { fault } : {}), entries: entries.length, key, trusted: trusted !== undefined })}\n`,
    )
  } else if (!fault) process.stdout.write(`${said}\n`)
  if (fault) throw new Exit(1, said)
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error) => {
    throw new Exit(2, `${file} cannot be read: ${error.message}.`)
  })
}

function recordIn(text: string, file: string): CareerRecord {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw new Exit(2, `${file} is no JSON, so it is not a record, or it was cut off. Download it again.`)
  }
  if (!Check(CareerFile, read)) throw new Exit(2, `${file} has not the form of a record (gogi/record/v1).`)
  return read as CareerRecord
}

/** The answer of /api/v1/key, or the key alone. */
function keyIn(text: string, from: string): string {
  const bare = text.trim()
  const key = bare.startsWith('{') ? (JSON.parse(bare) as { key?: string }).key : bare
  if (!key || !/^[A-Za-z0-9_-]{43}$/.test(key)) throw new Exit(2, `${from} holds no public key.`)
  return key
}

async function keyOf(url: string): Promise<string> {
  const address = new URL('/api/v1/key', url)
  const reply = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch((error) => {
    throw new Exit(2, `${address} does not answer: ${error.message}.`)
  })
  return keyIn(await reply.text(), String(address))
}

/** What is not even JSON inside, although its hash agrees, is not ours either. */
const faultIn = (record: CareerRecord, key: string | undefined, file: string) =>
  careerFault(record, verifySignature, key).catch(() => {
    throw new Exit(2, `${file} has entries that cannot be read.`)
  })

function verifySignature(message: Uint8Array, signature: string, key: string): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key }
  try {
    const trusted = createPublicKey({ key: jwk, format: 'jwk' })
    return verifyWith(null, message, trusted, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

function provenWords({ person, project, at, entries, head, key }: CareerRecord, trusted: boolean): string {
  const own = entries.filter(({ receipt }) => receipt.body !== null).length
  return [
    `The record of ${person.name} in ${project.name.en} (${project.key}), made on ${dayOf(at)}, holds.`,
    `· ${entries.length} entries stand in the project’s log as it was at entry ${head.size}.`,
    `· ${own} of them are ${person.name}’s own acts: what they say is shown and is what was logged.`,
    `· ${entries.length - own} were made by others: that they stand there is proven; what is said of them is the installation’s word.`,
    `· The log’s head and the whole of the record are signed with the key ${key}.`,
    trusted
      ? '· That is the key you gave.'
      : '· The key is the one in the file: compare it with the installation’s (/api/v1/key), or say --key or --url.',
  ].join('\n')
}

function faultWords(fault: CareerFault, { key }: CareerRecord): string {
  if ('seq' in fault) return `Entry ${fault.seq}: ${entryWords[fault.code]}`
  return recordWords[fault.code].replace('{key}', key)
}
const entryWords = {
  leaf: 'its text is not what was logged: the hash differs.',
  place: 'its text belongs to another entry or another project.',
  actor: 'it was made by somebody else than the person of this record.',
  part: 'what is shown of its contents is not what it was sealed with.',
  words: 'the words of the record are not those that were logged.',
  proof: 'it is not proven to stand in the log: the way from it to the head does not lead there.',
} as const
const recordWords = {
  project: 'The head is of another project than the record.',
  key: 'The record is signed with another key ({key}) than the one you gave.',
  head: 'The head of the log does not bear the signature of its key.',
  record: 'The record was changed after it was signed: its signature does not fit what it says.',
} as const
