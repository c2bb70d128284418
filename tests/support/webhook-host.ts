/** The smallest server that mounts a channel's webhooks, where a test needs receipts but no console. */
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Route } from '../../src/channels/channel.ts'

export interface WebhookHost {
  url: string
  /** Routes may be mounted after the start: a channel wants to know its address first. */
  mount(routes: readonly Route[]): void
  stop(): Promise<void>
}

export async function startWebhookHost(): Promise<WebhookHost> {
  const mounted: Route[] = []
  const server = createServer((request, response) => {
    void answer(mounted, request)
      .catch(() => 500)
      .then((status) => response.writeHead(status).end())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mount: (routes) => void mounted.push(...routes),
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function answer(routes: readonly Route[], request: IncomingMessage): Promise<number> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const route = routes.find(({ method, path }) => method === request.method && path === pathname)
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  if (route === undefined) return 404
  const headers = request.headers as Record<string, string | undefined>
  return (await route.handle({ headers, query: Object.fromEntries(searchParams), rawBody: Buffer.concat(parts) })).status
}
