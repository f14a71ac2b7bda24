// The limit: what comes from one goes to all others of its room, unread and unstored.
import { WebSocketServer } from 'ws'

const rooms = new Map()
const wss = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
wss.on('connection', (socket, { url }) => {
  const room = rooms.get(url) ?? new Set()
  rooms.set(url, room.add(socket))
  socket.on('error', () => {})
  socket.on('close', () => room.delete(socket))
  socket.on('message', (bytes) => {
    for (const other of room) if (other !== socket) other.send(bytes, { binary: true })
  })
})
wss.on('listening', () => console.log(`ws://127.0.0.1:${wss.address().port}`))
