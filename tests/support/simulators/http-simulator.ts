/** A provider's HTTP server on 127.0.0.1, on a port that is free, able to fail in every way that the network has. */
import { setMaxListeners } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from './fault-plan.ts'

export interface SimulatedRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Readonly<Record<string, string | undefined>>
  text: string
}

export interface SimulatedAnswer {
  status: number
  json?: unknown
  headers?: Record<string, string>
}

export interface Handling {
  /** Says what goes wrong with this call, if anything. */
  fault?: Fault | undefined
  /** Does what the provider does on acceptance, and says what it answers. */
  serve(): Promise<SimulatedAnswer> | SimulatedAnswer
}

export interface HttpSimulator {
  url: string
  stop(): Promise<void>
}

export async function startHttpSimulator(handle: (request: SimulatedRequest) => Handling): Promise<HttpSimulator> {
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // every slow answer listens
  const server = createServer((request, response) => {
    void simulate(request, response, handle, stopping.signal)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((done) => {
        stopping.abort()
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function simulate(
  incoming: IncomingMessage,
  response: ServerResponse,
  handle: (request: SimulatedRequest) => Handling,
  stopping: AbortSignal,
): Promise<void> {
  try {
    const { fault, serve } = handle(await read(incoming))
    if (fault?.kind === 'answer') return write(response, fault)
    if (fault?.kind === 'hang' && !fault.accepted) return
    if (fault?.kind === 'reset' && !fault.accepted) return void response.socket?.resetAndDestroy()
    if (fault?.kind === 'slow' && fault.accepted !== true) await pause(fault.ms, undefined, { signal: stopping })
    const answer = await serve()
    if (fault?.kind === 'slow' && fault.accepted === true) await pause(fault.ms, undefined, { signal: stopping })
    if (fault?.kind === 'crash') return fault.happen()
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'reset') return void response.socket?.resetAndDestroy()
    write(response, fault?.kind === 'fault-after-accepting' ? { status: fault.status } : answer)
  } catch {
    // The sender died, or the simulator is stopping: there is nobody left to answer.
    response.destroy()
  }
}

async function read(incoming: IncomingMessage): Promise<SimulatedRequest> {
  const parts: Buffer[] = []
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part)
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: searchParams,
    headers: incoming.headers as Record<string, string | undefined>,
    text: Buffer.concat(parts).toString('utf8'),
  }
}

function write(response: ServerResponse, { status, json, headers }: SimulatedAnswer): void {
  const text = json === undefined ? '' : JSON.stringify(json)
  response.writeHead(status, { 'content-type': 'application/json', ...headers, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
