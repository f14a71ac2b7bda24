import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

type Take = (request: IncomingMessage, socket: Duplex, head: Buffer) => void
type Route = { prefix: string; isOurs: (headers: IncomingMessage['headers']) => boolean; take: Take | null }
const routers = new WeakMap<HttpServer, Route[]>()

/**
 * The one router of upgrades of a server: our own origin exactly, for no browser asks first, and a known path. `take`
 * null leaves the request to whoever else listens for it (Socket.IO). What nobody takes is refused, not left open.
 */
export function onUpgrade(
  server: HttpServer,
  prefix: string,
  isOurs: Route['isOurs'],
  take: Take | null,
): void {
  const routes = routers.get(server) ?? []
  routes.push({ prefix, isOurs, take })
  if (routers.has(server)) return
  routers.set(server, routes)
  server.prependListener('upgrade', (request, socket, head) => {
    const route = routes.find(({ prefix }) => request.url?.startsWith(prefix))
    if (route?.isOurs(request.headers)) return route.take?.(request, socket, head)
    refuseUpgrade(socket, route ? '403 Forbidden' : '404 Not Found')
    // It is answered: whoever listens for this path must not answer again.
    request.url = '/'
  })
}

export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
