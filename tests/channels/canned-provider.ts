/** A provider on 127.0.0.1 that says exactly what it was told to say, in order, and remembers what it was asked. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CannedAnswer {
  status?: number
  json?: unknown
  text?: string
  headers?: Record<string, string>
  /** `hang`: never answers. `reset`: takes the whole request, then the connection breaks. `torn`: breaks in the middle of the answer. */
  fault?: 'hang' | 'reset' | 'torn'
}

export interface RecordedCall {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body: unknown
}

export interface CannedProvider {
  url: string
  calls: RecordedCall[]
  unused(): number
  stop(): Promise<void>
}

export async function startCannedProvider(answers: readonly CannedAnswer[]): Promise<CannedProvider> {
  const left = [...answers]
  const calls: RecordedCall[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      calls.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers as Record<string, string>, body })
      return reply(response, left.shift() ?? { status: 599, text: 'no canned answer is left' })
    })
  })
  const url = await listen(server)
  return {
    url,
    calls,
    unused: () => left.length,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** An address of this machine at which nobody listens. */
export async function deafUrl(): Promise<string> {
  const server = createServer()
  const url = await listen(server)
  await new Promise((done) => server.close(done))
  return url
}

function reply(response: ServerResponse, answer: CannedAnswer): void {
  if (answer.fault === 'hang') return
  if (answer.fault === 'reset') return void response.socket?.resetAndDestroy()
  const text = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers, 'content-length': Buffer.byteLength(text) })
  if (answer.fault === 'torn') {
    response.write(text.slice(0, text.length / 2), () => response.socket?.resetAndDestroy())
    return
  }
  response.end(text)
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  const text = Buffer.concat(parts).toString('utf8')
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
