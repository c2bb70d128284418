/** Server-sent events: an answer that stays open and ends when the reader leaves or the server stops. */
import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Log } from '../kernel/log.ts'

export interface ServerEvent {
  /** What the browser tells us when it comes back, so that nothing is missed in between. */
  id: string
  name: string
  body: string
}

/** Proxies and phone networks drop a connection that is silent for half a minute or more. */
const HEARTBEAT_MS = 20_000
const RETRY_MS = 3_000

/** Sends what `source` yields; `source` must end when its signal is aborted, and may throw then. */
export function sendEvents(reply: FastifyReply, options: { stopping: AbortSignal; log: Log; source: (signal: AbortSignal) => AsyncIterable<ServerEvent> }): FastifyReply {
  const left = new AbortController()
  const signal = AbortSignal.any([left.signal, options.stopping])
  const stream = new PassThrough()
  stream.write(`retry: ${RETRY_MS}\n\n`)
  const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS)
  reply.raw.once('close', () => left.abort())

  const pump = async (): Promise<void> => {
    try {
      for await (const event of options.source(signal)) {
        if (signal.aborted) return
        stream.write(encode(event))
      }
    } catch (problem) {
      // The browser comes back by itself, with the id of the last event that it has.
      if (!signal.aborted) options.log.warn({ err: problem }, 'web: an event stream broke off')
    } finally {
      clearInterval(heartbeat)
      stream.end()
    }
  }
  void pump()
  return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(stream)
}

function encode({ id, name, body }: ServerEvent): string {
  const lines = body.split('\n').map((line) => `data: ${line}\n`)
  return `id: ${id}\nevent: ${name}\n${lines.join('')}\n`
}
