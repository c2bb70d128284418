/**
 * Keep-alive connections that can tell "nothing left this machine" from "it may have arrived". Only the second is
 * dangerous: a message that never left may be sent again, one that may have arrived must not be, unless the provider
 * itself recognises repeats.
 */
import { setMaxListeners } from 'node:events'
import { Agent as HttpAgent } from 'node:http'
import type { AgentOptions } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'

/** Opens the code of every error that came before the connection stood; the system's own code follows. */
export const NOT_CONNECTED = 'NOT_CONNECTED'

/** A carrier that blocks a service drops packets silently; without this the wait would last over two minutes. */
const CONNECT_MS = 5_000
/** Idle connections are closed before common servers close them (5 s and up), so that a request seldom meets a dead one. */
const IDLE_MS = 4_000

const standing = new WeakSet<Duplex>()

/** Calls back once bytes can reach the other side: at once on a reused connection. */
export function onceConnected(socket: Duplex, connected: () => void): void {
  if (standing.has(socket)) connected()
  else socket.once(readyEvent(socket), connected)
}

/** Calls `stop` when the signal fires; the returned function ends that. */
export function onGivenUp(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (signal === undefined) return () => undefined
  // One signal may stop all sends of a worker, and more than ten listeners on it are no leak.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', stop, { once: true })
  return () => signal.removeEventListener('abort', stop)
}

export function neverConnected(errorCode: unknown): boolean {
  return typeof errorCode === 'string' && errorCode.startsWith(NOT_CONNECTED)
}

export function createAgent(secure: boolean, connectMs = CONNECT_MS): HttpAgent {
  const options: AgentOptions = { keepAlive: true, timeout: IDLE_MS }
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options)
  const open = agent.createConnection.bind(agent)
  agent.createConnection = (...args) => {
    const socket = open(...args)
    if (socket) watch(socket, connectMs)
    return socket
  }
  return agent
}

function watch(socket: Duplex, connectMs: number): void {
  const late = setTimeout(() => socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })), connectMs)
  const mark = (error: Error & { code?: string }) => {
    clearTimeout(late)
    error.code = `${NOT_CONNECTED}:${error.code ?? 'unknown'}`
  }
  // First in line, so that whoever reports the error already sees the mark.
  socket.prependOnceListener('error', mark)
  socket.once(readyEvent(socket), () => {
    clearTimeout(late)
    socket.off('error', mark)
    standing.add(socket)
  })
  socket.once('close', () => clearTimeout(late))
}

function readyEvent(socket: Duplex): 'connect' | 'secureConnect' {
  return socket instanceof TLSSocket ? 'secureConnect' : 'connect'
}
