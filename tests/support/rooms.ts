// The table of DESIGN §5 as one pure function: why may this file not import that one? Undefined when it may.

export interface Import {
  from: string
  /** A path from the top, or `package:name`, or `core:name`. */
  to: string
  typeOnly: boolean
}

const pureLibraries = ['typebox', '@noble/hashes', 'pure-rand', 'simple-statistics', 'diff']
const drivers = [
  'better-sqlite3',
  'pg',
  '@electric-sql/pglite',
  'drizzle-orm/better-sqlite3',
  'drizzle-orm/node-postgres',
]

// What another room may know of the store by value; the rest opens files and connections and is known by type only.
const storeTables = /^server\/store\/(schema|rows|columns\.[a-z]+)\.ts$/

interface Room {
  name: string
  holds: RegExp
  may: RegExp[]
  mayAsType?: RegExp[]
}

const rooms: Room[] = [
  { name: 'shared', holds: /^shared\//, may: [/^shared\//] },
  { name: 'server/store', holds: /^server\/store\//, may: [/^shared\//, /^server\/store\//] },
  {
    name: 'server/domain',
    holds: /^server\/domain\//,
    may: [/^shared\//, /^server\/domain\//, storeTables],
    mayAsType: [/^server\/store\//, /^server\/command\.ts$/],
  },
  {
    name: 'server/command.ts and handlers.ts',
    holds: /^server\/(command|handlers)\.ts$/,
    may: [/^shared\//, /^server\/(store|domain)\//, /^server\/(command|handlers)\.ts$/],
  },
  {
    name: 'server/http',
    holds: /^server\/http\//,
    may: [/^shared\//, /^server\/(http|domain)\//, /^server\/(command|handlers)\.ts$/, storeTables],
    mayAsType: [/^server\/store\//],
  },
  {
    name: 'server/live',
    holds: /^server\/live\//,
    may: [/^shared\//, /^server\/(live|domain)\//, /^server\/(command|handlers)\.ts$/, storeTables],
    mayAsType: [/^server\/store\//],
  },
  { name: 'server/work', holds: /^server\/work\//, may: [/^shared\//, /^server\/(work|store|domain)\//] },
  // app.ts, main.ts, cli.ts and what belongs to them put the rooms together.
  { name: 'server', holds: /^server\//, may: [/^shared\//, /^server\//] },
  { name: 'web/src/lib', holds: /^web\/src\/lib\//, may: [/^shared\//, /^web\/src\/lib\//] },
  {
    name: 'web/src/routes',
    holds: /^web\/src\/routes\//,
    may: [/^shared\//, /^web\/src\/lib\//, /^web\/src\/app\.css$/],
  },
]

export function refuseImport({ from, to, typeOnly }: Import): string | undefined {
  const room = rooms.find(({ holds }) => holds.test(from))
  if (!room) return undefined
  if (to.startsWith('core:')) return refuseMachine(room, to)
  if (to.startsWith('package:')) return refusePackage(room, to.slice('package:'.length))
  if (room.name === 'web/src/routes' && to.startsWith(folderOf(from))) return undefined
  if (room.may.some((allowed) => allowed.test(to))) return undefined
  if (typeOnly && room.mayAsType?.some((allowed) => allowed.test(to))) return undefined
  return `${room.name} may not import ${to}`
}

function refuseMachine(room: Room, to: string): string | undefined {
  return /^(shared|web)/.test(room.name)
    ? `${room.name} runs in the browser and may not import ${to}`
    : undefined
}

function refusePackage(room: Room, name: string): string | undefined {
  const within = (known: string) => name === known || name.startsWith(`${known}/`)
  if (room.name === 'shared' && !pureLibraries.some(within)) return `shared may not import ${name}`
  if (room.name !== 'server/store' && drivers.some(within))
    return `only server/store may import the driver ${name}`
  return undefined
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
