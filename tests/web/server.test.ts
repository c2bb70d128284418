/** The server as a stranger meets it. The webhook, its secret and its bodies are invented. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import type { Route, RouteRequest } from '../../src/channels/channel.ts'
import { buildWebApp, createWebServer } from '../../src/web/server.ts'
import type { WebServer, WebServerOptions } from '../../src/web/server.ts'
import { ADDRESS, chatInMemory, demoInMemory, webOptions } from './web-ports.ts'

const never = new AbortController().signal
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function inject(given: Partial<WebServerOptions>, request: InjectOptions | string) {
  const options = webOptions(given)
  const app = await buildWebApp(options, never)
  stops.push(() => app.close())
  return Object.assign(await app.inject(request), { lines: options.lines })
}

async function listening(given: Partial<WebServerOptions> = {}): Promise<{ url: string; server: WebServer; lines: string[] }> {
  const options = webOptions(given)
  const server = await createWebServer(options)
  stops.push(() => server.stop())
  return { ...(await server.start()), server, lines: options.lines }
}

/** Remembers what it was handed. */
function webhook(answer: (request: RouteRequest) => ReturnType<Route['handle']> = async () => ({ status: 200, body: 'ok' })) {
  const calls: RouteRequest[] = []
  const route: Route = {
    method: 'POST',
    path: '/hooks/thu',
    handle: async (request) => {
      calls.push(request)
      return answer(request)
    },
  }
  return { calls, routes: [route] }
}

const everything = () => ({ webchat: chatInMemory().port, demo: demoInMemory().port, ...webhook() })

describe('every answer', () => {
  const requests: [string, InjectOptions, number][] = [
    ['a health check', { url: '/healthz' }, 200],
    ['the demo', { url: '/demo' }, 200],
    ['a webhook', { method: 'POST', url: '/hooks/thu', payload: '{}' }, 200],
    ['a way in to a chat', { url: `/c/${ADDRESS}` }, 303],
    ['what is not there', { url: '/nowhere' }, 404],
    ['a wrong method', { method: 'PUT', url: '/healthz' }, 405],
    ['a path that cannot be read', { url: '/chat/%zz' }, 400],
  ]
  test.each(requests)('carries the security headers and no banner: %s', async (_name, request, status) => {
    const answer = await inject(everything(), request)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*script-src 'self';.*frame-ancestors 'self'/),
    })
    expect(answer.headers['content-security-policy']).not.toContain('unsafe')
    expect(answer.headers).not.toHaveProperty('server')
    expect(answer.headers).not.toHaveProperty('x-powered-by')
  })

  test('asks browsers to stay with https only where the public address is https', async () => {
    expect((await inject({ publicUrl: 'https://tin.example' }, '/healthz')).headers).toHaveProperty('strict-transport-security')
    expect((await inject({}, '/healthz')).headers).not.toHaveProperty('strict-transport-security')
  })

  test('holds no script and no style of its own in a page', async () => {
    for (const url of ['/demo', '/nowhere']) {
      const { payload } = await inject(everything(), { url, headers: { accept: 'text/html' } })
      expect(payload).toContain('<html lang="vi">')
      expect(payload).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|https?:\/\//)
    }
  })

  test('is kept for a year where its name holds the hash of its content', async () => {
    const app = await buildWebApp(webOptions(everything()), never)
    stops.push(() => app.close())
    const page = (await app.inject('/demo')).payload
    const style = /\/assets\/loa\.[\w-]+\.css/.exec(page)?.[0] as string
    const sheet = await app.inject(style)
    const fonts = sheet.payload.match(/\/assets\/be-vietnam-pro-[\w-]+\.[\w-]+\.woff2/g) ?? []
    expect(fonts).toHaveLength(4)
    for (const url of [style, ...fonts]) {
      const answer = await app.inject(url)
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    }
  })
})

describe('a webhook', () => {
  test('gets the bytes exactly as they came, whatever they say they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain; charset=latin1', 'multipart/form-data', 'application/vnd.zalo+json', undefined),
        async (bytes, type) => {
          const { calls, routes } = webhook()
          const app = await buildWebApp(webOptions({ routes }), never)
          await app.inject({ method: 'POST', url: '/hooks/thu', payload: Buffer.from(bytes), headers: type === undefined ? {} : { 'content-type': type } })
          await app.close()
          expect(calls.map(({ rawBody }) => rawBody.toString('hex'))).toEqual([Buffer.from(bytes).toString('hex')])
        },
      ),
      { numRuns: 25 },
    )
  })

  test('gets headers and query as single values; a parameter given twice counts as not given', async () => {
    const { calls, routes } = webhook()
    await inject({ routes }, { method: 'POST', url: '/hooks/thu?ma=7&hai=1&hai=2', headers: { 'x-signature': 'ab12' } })
    expect(calls[0]?.headers['x-signature']).toBe('ab12')
    expect(calls[0]?.query).toEqual({ ma: '7', hai: undefined })
  })

  test('answers with its own status, body and type', async () => {
    const { routes } = webhook(async () => ({ status: 202, body: '{"n":1}', contentType: 'application/json' }))
    const answer = await inject({ routes }, { method: 'POST', url: '/hooks/thu' })
    expect([answer.statusCode, answer.payload, answer.headers['content-type']]).toEqual([202, '{"n":1}', 'application/json; charset=utf-8'])
  })

  test.each([
    ['exactly 1 MiB is taken', 1_048_576, 200, 1],
    ['one byte more is refused before the channel sees it', 1_048_577, 413, 0],
  ])('%s', async (_name, bytes, status, handed) => {
    const { calls, routes } = webhook()
    const answer = await inject({ routes }, { method: 'POST', url: '/hooks/thu', payload: Buffer.alloc(bytes, 'x') })
    expect([answer.statusCode, calls.length]).toEqual([status, handed])
  })

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('refuses %s', async (method) => {
    const { calls, routes } = webhook()
    const { url } = await listening({ routes })
    const answer = await fetch(`${url}/hooks/thu`, { method })
    expect([answer.status, answer.headers.get('allow'), calls.length]).toEqual([405, 'POST', 0])
  })

  test('that fails is answered with 500 and without a word of why', async () => {
    const { routes } = webhook(async () => Promise.reject(new Error('mật khẩu là hoa-sen-9')))
    const answer = await inject({ routes }, { method: 'POST', url: '/hooks/thu' })
    expect([answer.statusCode, answer.payload]).toEqual([500, '{"error":"fault"}'])
    expect(answer.lines.join('')).toContain('web: a request failed')
    expect(answer.lines.join('')).not.toContain('hoa-sen-9')
  })
})

describe('health', () => {
  const sound = { ok: true, parts: { database: true, queue: true } }
  const rows: [string, Partial<WebServerOptions['health']>, string, number, unknown][] = [
    ['a living process', {}, '/healthz', 200, { ok: true }],
    ['a process that gave up', { live: () => false }, '/healthz', 503, { ok: false }],
    ['all parts there', {}, '/readyz', 200, sound],
    ['a part that is away', { ready: async () => ({ ok: false, parts: { database: true, queue: false } }) }, '/readyz', 503, { ok: false, parts: { database: true, queue: false } }],
    ['a check that fails itself', { ready: async () => Promise.reject(new Error('gone')) }, '/readyz', 503, { ok: false, parts: {} }],
  ]
  test.each(rows)('%s', async (_name, given, url, status, body) => {
    const health = { live: () => true, ready: async () => sound, ...given }
    const answer = await inject({ health }, url)
    expect([answer.statusCode, answer.json()]).toEqual([status, body])
  })
})

describe('start and stop', () => {
  test('says in the reader’s words that the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    const server = await createWebServer(webOptions({ port }))
    await expect(server.start()).rejects.toMatchObject({ code: 'web.not-listening', said: expect.stringContaining(`Cổng ${port} đang có chương trình khác dùng`) })
    await server.stop()
    await new Promise((done) => other.close(done))
  })

  test('lets an answer under way finish before it stops', async () => {
    let arrived = (): void => undefined
    let release = (): void => undefined
    const underWay = new Promise<void>((done) => (arrived = done))
    const released = new Promise<void>((done) => (release = done))
    const { routes } = webhook(async () => {
      arrived()
      await released
      return { status: 200, body: 'xong' }
    })
    const { url, server } = await listening({ routes })
    const answer = fetch(`${url}/hooks/thu`, { method: 'POST' })
    await underWay
    const stopped = server.stop()
    release()
    expect(await (await answer).text()).toBe('xong')
    await stopped
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })
})

test('the log names routes by their pattern, never a path, a query or a cookie', async () => {
  const chat = chatInMemory()
  const { url, lines } = await listening({ ...everything(), webchat: chat.port })
  const entered = await fetch(`${url}/c/${ADDRESS}?nguon=zalo-bi-mat`, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] as string
  const path = new URL(entered.headers.get('location') as string, url).pathname
  await fetch(url + path, { headers: { cookie } })
  await fetch(`${url}${path}/seen`, { method: 'POST', headers: { cookie }, body: 'upTo=12' })
  await fetch(`${url}/c/khong-ai-co-dia-chi-nay`)
  await fetch(`${url}/demo?q=bi-mat`)
  await fetch(`${url}/nowhere/bi-mat`)
  const logged = lines.join('')
  expect(lines.length).toBeGreaterThanOrEqual(6)
  for (const pattern of ['/c/:address', '/chat/:name', '/chat/:name/seen', '/demo', 'unknown']) expect(logged).toContain(`"route":"${pattern}"`)
  for (const secret of [ADDRESS, path.split('/')[2] as string, 'bi-mat', 'khong-ai', cookie]) expect(logged).not.toContain(secret)
})
