/**
 * The web server: webhooks of the channels, health, the citizens' chat page, the officer's console and, in a demo, the wall of phones. The
 * addresses of chats are keys to what one person is told, so nothing here logs a path, a query or a cookie: a log line
 * names the route's pattern. Keeps nothing in memory that a second web process would need.
 */
import { fastify } from 'fastify'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { Route } from '../channels/channel.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import { loadAssets } from './assets.ts'
import { mountConsole } from './console/console.ts'
import type { ConsolePort } from './console/console.ts'
import { mountDemo } from './demo/demo-routes.ts'
import type { DemoPort } from './demo/demo-routes.ts'
import { mountHealth } from './health.ts'
import type { Health } from './health.ts'
import { mountMetrics } from './metrics.ts'
import type { MetricsPort } from './metrics.ts'
import { noticePage, pageRenderer } from './page.ts'
import type { RenderPage } from './page.ts'
import { securityHeaders } from './security.ts'
import { noChatPage } from './webchat/chat-page.ts'
import { mountChat } from './webchat/chat-routes.ts'
import type { WebchatPort } from './webchat/chat-routes.ts'
import { mountWebhooks } from './webhooks.ts'

export interface WebServerOptions {
  host: string
  /** 0: any free one. */
  port: number
  /** As people reach it, where a proxy stands before it; https makes cookies Secure. */
  publicUrl?: string | undefined
  log: Log
  /** What the channels want mounted. */
  routes: readonly Route[]
  health: Health
  metrics?: MetricsPort
  webchat?: WebchatPort
  console?: ConsolePort
  demo?: DemoPort
}

export interface WebServer {
  /** Fails with a UserError where the port is not to be had. */
  start(): Promise<{ url: string }>
  /** Open streams end, answers under way are finished. */
  stop(): Promise<void>
}

/** No roster comes through here; the longest webhook body is far shorter. */
const BODY_LIMIT_BYTES = 1_048_576
/** A phone on a bad network still sends a webhook-sized request within this; whoever takes longer only holds a socket. */
const REQUEST_TIMEOUT_MS = 30_000
const STOP_WITHIN_MS = 5_000
const LOOK_EVERY_MS = 50

export async function createWebServer(options: WebServerOptions): Promise<WebServer> {
  const stopping = new AbortController()
  const app = await buildWebApp(options, stopping.signal)
  let underWay = 0
  app.server.on('request', (_request, response) => {
    underWay += 1
    response.once('close', () => (underWay -= 1))
  })
  return {
    async start() {
      await app.listen({ host: options.host, port: options.port }).catch((problem: unknown) => {
        throw notListening(problem, options)
      })
      return { url: urlOf(app.server.address() as AddressInfo) }
    },
    async stop() {
      stopping.abort()
      // Browsers open connections ahead of need. Node counts one that never asked anything as busy and would wait for it.
      let looks = STOP_WITHIN_MS / LOOK_EVERY_MS
      const closing = setInterval(() => {
        looks -= 1
        if (underWay === 0 || looks <= 0) app.server.closeAllConnections()
      }, LOOK_EVERY_MS)
      await app.close()
      clearInterval(closing)
    },
  }
}

/** Everything but the socket. */
export async function buildWebApp(options: WebServerOptions, stopping: AbortSignal): Promise<FastifyInstance> {
  const { log, webchat, console: officers, demo } = options
  const https = options.publicUrl?.startsWith('https:') ?? false
  const headers = securityHeaders({ https })
  const app = fastify({
    // Its own log lines hold whole addresses.
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // What cannot be read as a request passes by every hook.
    frameworkErrors: (problem, request, reply) => void refuse(problem, request, reply.headers(headers)),
  })
  const assets = await loadAssets()
  const render = pageRenderer(assets)
  const refuse = errorHandler(log, render)

  // Signatures are made over bytes, so bytes are what everybody gets.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
  logAnswers(app, log)
  app.setErrorHandler(refuse)
  answerTheUnknown(app, render)

  assets.mount(app)
  mountHealth(app, options.health)
  if (options.metrics !== undefined) mountMetrics(app, options.metrics)
  mountWebhooks(app, options.routes)
  if (webchat !== undefined) await mountChat(app, { port: webchat, assets, render, log, https, stopping })
  if (officers !== undefined) mountConsole(app, { port: officers, render, https })
  if (demo !== undefined) mountDemo(app, { port: demo, render })
  const home = demo !== undefined ? '/demo' : webchat !== undefined ? '/hoi' : undefined
  app.get('/', (_request, reply) => (home === undefined ? reply.code(404).type('text/html').send(noChatPage(render)) : reply.redirect(home)))
  return app
}

function logAnswers(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', async (request, reply) => {
    const line = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    log.debug(line, 'web: answered')
  })
}

/** Where the path exists with another method, says which; else the same 404 for everything that is not there. */
function answerTheUnknown(app: FastifyInstance, render: RenderPage): void {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set()
    methods.set(url, new Set([...known, ...[method].flat()]))
  })
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods.get(request.url.split('?')[0] as string)
    if (allowed !== undefined) return reply.code(405).header('allow', [...allowed].join(', ')).send()
    if (!wantsPage(request)) return reply.code(404).send({ error: 'not-found' })
    return reply.code(404).type('text/html').send(noticePage(render, 'Không có trang này', 'Kiểm tra lại đường dẫn, hoặc hỏi cán bộ.'))
  })
}

/** What went wrong is for the log; the asker learns only whose fault it is. */
function errorHandler(log: Log, render: RenderPage) {
  return (problem: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const status = problem.statusCode !== undefined && problem.statusCode >= 400 && problem.statusCode < 500 ? problem.statusCode : 500
    if (status === 500) log.error({ err: problem, method: request.method, route: request.routeOptions.url }, 'web: a request failed')
    if (!wantsPage(request)) return reply.code(status).send({ error: status === 500 ? 'fault' : 'refused' })
    const page =
      status === 500
        ? noticePage(render, 'Trang đang gặp lỗi', 'Các tin nhắn vẫn được giữ nguyên. Mở lại sau ít phút; việc gấp, mời gọi điện cho cán bộ.')
        : noticePage(render, 'Không nhận được yêu cầu', 'Tải lại trang rồi thử lần nữa.')
    return reply.code(status).type('text/html').send(page)
  }
}

const wantsPage = (request: FastifyRequest): boolean => request.headers.accept?.includes('text/html') === true

function notListening(problem: unknown, { host, port }: WebServerOptions): unknown {
  const code = problem instanceof Error && 'code' in problem ? problem.code : undefined
  const said =
    code === 'EADDRINUSE'
      ? `Cổng ${port} đang có chương trình khác dùng. Tắt chương trình đó, hoặc đặt LOA_PORT thành một cổng khác.`
      : code === 'EACCES'
        ? `Không được phép mở cổng ${port}. Đặt LOA_PORT thành một cổng từ 1024 trở lên.`
        : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
          ? `Máy này không có địa chỉ ${host}. Sửa LOA_HOST: 127.0.0.1 cho riêng máy này, 0.0.0.0 cho cả mạng.`
          : undefined
  return said === undefined ? problem : new UserError('web.not-listening', said, { cause: problem, exitCode: EXIT.unavailable })
}

/** An address that a browser on this machine opens. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
