// @y/websocket-server 0.1.1, the last for yjs 13: every document in memory, nothing stored.
import { createServer } from 'node:http'
import { setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'

const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false })
wss.on('connection', (socket, request) => {
  socket.on('error', () => {})
  setupWSConnection(socket, request)
})
const server = createServer((_request, reply) => reply.end())
server.on('upgrade', (request, socket, head) =>
  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request)),
)
server.listen(0, '127.0.0.1', () => console.log(`ws://127.0.0.1:${server.address().port}`))
