import Type from 'typebox'
import { Check } from 'typebox/value'
import { type Fault, fault, importLimits, type Mapping, readable } from './import.ts'
import { Id, schemaOf } from './text.ts'

const Text = schemaOf(() => Type.String({ maxLength: importLimits.contentCharacters }))
const Title = Type.Optional(Type.String({ maxLength: 200 }))
const closed = { additionalProperties: false }

/** What raters were shown, as the parts of an item in their order. */
export const Block = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('text'),
      title: Title,
      text: Text,
      language: Type.Optional(Type.String({ maxLength: 35 })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('chat'),
      title: Title,
      turns: Type.Array(Type.Object({ role: Type.String({ maxLength: 100 }), text: Text }, closed), {
        maxItems: 1_000,
      }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('side-by-side'),
      prompt: Type.Optional(Text),
      answers: Type.Array(Type.Object({ title: Type.String({ maxLength: 200 }), text: Text }, closed), {
        maxItems: 20,
      }),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('image'), upload: Id, alt: Type.String({ maxLength: 1_000 }) }, closed),
  Type.Object({ kind: Type.Literal('json'), title: Title, value: Type.Unknown() }, closed),
])
export type Block = Type.Static<typeof Block>
const Blocks = Type.Array(Block, { maxItems: 100 })
export type Turn = { role: string; text: string }

/** The id under which a picture was uploaded, by the name the file gives it. */
export type FindUpload = (name: string) => string | undefined

/** The content of one row by its mapping; empty cells make no block. Answers become one side-by-side block. */
export function readContent(
  columns: Mapping['content'],
  cells: Readonly<Record<string, unknown>>,
  findUpload: FindUpload,
): { blocks: Block[] } | { column: string; fault: Fault } {
  const blocks: Block[] = []
  const answers: { title: string; text: string }[] = []
  let prompt: string | undefined
  let place = 0
  for (const { column, block, title } of columns) {
    const cell = cells[column]
    if (cell === undefined || cell === null || cell === '') continue
    const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
    if (text.length > importLimits.contentCharacters) {
      return {
        column,
        fault: fault('text-too-long', {
          length: text.length,
          found: readable(text),
          limit: importLimits.contentCharacters,
        }),
      }
    }
    if (block === 'prompt' || block === 'answer') {
      if (prompt === undefined && answers.length === 0) place = blocks.length
      if (block === 'prompt') prompt = text
      else answers.push({ title, text })
      continue
    }
    if (block === 'blocks') {
      const own = typeof cell === 'string' ? parse(cell) : cell
      if (!Check(Blocks, own))
        return { column, fault: fault('content-json-broken', { found: readable(text) }) }
      blocks.push(...own)
      continue
    }
    const read = readBlock(block, title, cell, text, findUpload)
    if ('code' in read) return { column, fault: read }
    blocks.push(read)
  }
  if (answers.length > 0)
    blocks.splice(place, 0, { kind: 'side-by-side', ...(prompt !== undefined && { prompt }), answers })
  else if (prompt !== undefined) blocks.splice(place, 0, { kind: 'text', title: 'prompt', text: prompt })
  return { blocks }
}

function readBlock(
  kind: 'text' | 'chat' | 'image' | 'json',
  title: string,
  cell: unknown,
  text: string,
  findUpload: FindUpload,
): Block | Fault {
  if (kind === 'image') {
    const upload = findUpload(text)
    return upload
      ? { kind, upload, alt: `${title}: ${text}`.slice(0, 1000) }
      : fault('image-missing', { found: readable(text) })
  }
  if (kind === 'text') {
    const turns = readTurns(cell)
    return turns ? { kind: 'chat', title, turns } : { kind, title, text }
  }
  const value = typeof cell === 'string' ? parse(cell) : cell
  if (kind === 'json')
    return value === undefined
      ? fault('content-json-broken', { found: readable(text) })
      : { kind, title, value }
  const turns = readTurns(value)
  return turns ? { kind, title, turns } : fault('chat-broken', { found: readable(text) })
}

/** The turns of a conversation, if the cell is one: a list of {role, content}, also {role, text} or {speaker, text}. */
export function readTurns(cell: unknown): Turn[] | undefined {
  const list = typeof cell === 'string' && /^\s*\[\s*\{/.test(cell) ? parse(cell) : cell
  if (!Array.isArray(list) || list.length === 0) return
  const turns = list.map(readTurn)
  return turns.every((turn) => turn !== undefined) ? turns : undefined
}

function readTurn(turn: unknown): Turn | undefined {
  if (!turn || typeof turn !== 'object') return
  const { role, speaker, author, content, text, message } = turn as Record<string, unknown>
  const who = role ?? speaker ?? author
  const said = content ?? text ?? message
  if (typeof who === 'string' && typeof said === 'string') return { role: who.slice(0, 100), text: said }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
