/**
 * Figures for Prometheus, in its text format: states, channels and queues, never anybody. With a token whoever brings it may
 * read them; without one only this machine, and not through a proxy on it, where everybody would look like this machine.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'

export interface Metric {
  /** `loa_notices` */
  name: string
  help: string
  /** Of a counter only the growth says something. */
  type: 'gauge' | 'counter'
  values: readonly { labels?: Readonly<Record<string, string>>; value: number }[]
}

export interface MetricsPort {
  token: string | undefined
  read(): Promise<readonly Metric[]>
}

export function mountMetrics(app: FastifyInstance, { token, read }: MetricsPort): void {
  app.get('/metrics', async (request, reply) => {
    const allowed = token === undefined ? isThisMachine(request) : bears(request, token)
    if (!allowed) return reply.code(token === undefined ? 403 : 401).send({ error: 'refused' })
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(asText(await read()))
  })
}

function isThisMachine({ socket: { remoteAddress }, headers }: FastifyRequest): boolean {
  const forwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some((name) => headers[name] !== undefined)
  return !forwarded && remoteAddress !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(remoteAddress)
}

function bears({ headers: { authorization = '' } }: FastifyRequest, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))
}

export const asText = (metrics: readonly Metric[]): string =>
  metrics.map(({ name, help, type, values }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${values.map(({ labels, value }) => `${name}${labelled(labels)} ${value}\n`).join('')}`).join('')

function labelled(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
