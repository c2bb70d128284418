/** Mounts the routes that channels describe, so that neither imports the other. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Route } from '../channels/channel.ts'

export function mountWebhooks(app: FastifyInstance, routes: readonly Route[]): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const { status, body = '', contentType = 'text/plain; charset=utf-8' } = await route.handle({
          headers: joined(request.headers),
          query: single(request.query as Readonly<Record<string, unknown>>),
          rawBody: rawBody(request),
        })
        return reply.code(status).type(contentType).send(body)
      },
    })
  }
}

/** The bytes as they came; the server parses no body. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

function joined(headers: FastifyRequest['headers']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
}

/** A parameter given twice has no one meaning and counts as not given. */
function single(query: Readonly<Record<string, unknown>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]))
}
