// Hocuspocus 4.7 with its SQLite extension, as its guide sets it up: it stores two seconds after the last edit, ten at most.
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: process.argv[2] })],
})
await server.listen()
console.log(`ws://127.0.0.1:${server.address.port}`)
