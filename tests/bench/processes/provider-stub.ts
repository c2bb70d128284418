/**
 * A process that answers as eSMS does, at once and always yes, and remembers when each request came. A process of its
 * own, as a provider is; it reads no more of a request than its id, so that it costs the measured side little.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StubReport {
  requests: number
  /** Epoch milliseconds. */
  firstAt: number
  lastAt: number
  /** Request id and when it came, in order; only where they were asked for. */
  arrivals: [requestId: string, at: number][]
}

let arrivals: [string, number][] = []

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (piece: string) => {
    body += piece
  })
  request.on('end', () => {
    const start = body.indexOf('"RequestId":"') + 13
    const requestId = body.slice(start, body.indexOf('"', start))
    arrivals.push([requestId, Date.now()])
    const answer = `{"CodeResult":"100","CountRegenerate":0,"SMSID":"s${requestId}"}`
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
    response.end(answer)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

process.on('message', (question: 'report' | 'arrivals' | 'forget') => {
  if (question === 'forget') arrivals = []
  const report: StubReport = {
    requests: arrivals.length,
    firstAt: arrivals[0]?.[1] ?? 0,
    lastAt: arrivals.at(-1)?.[1] ?? 0,
    arrivals: question === 'arrivals' ? arrivals : [],
  }
  process.send?.(report)
})
process.on('disconnect', () => process.exit())
