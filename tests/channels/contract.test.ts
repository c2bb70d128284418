/** The test's test: a contract runner that cannot fail proves nothing. The channels here are invented and wrong on purpose. */
import { connect as connectPlain } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { connectProvider } from '../../src/channels/provider-call.ts'
import { playOutgoing, watchOutgoingConnections } from './contract.ts'
import type { Subject } from './contract.ts'

const message = { to: '+84900000001', text: 'Tin thử', requestId: 'n-1' }

function subject(send: (url: string, log: (line: string) => void) => Promise<unknown>): Subject {
  return {
    message,
    create: (url, { log }) =>
      ({
        name: 'sms',
        reaches: 'phone',
        limits: { maxChars: 10, perSecond: 1, buttons: 0 },
        idempotent: true,
        secrets: ['chìa-khóa'],
        send: () => send(url, (line) => log.info(line)),
      }) as Channel,
  }
}

const accepted = { providerId: '1', outcome: 'accepted' }
const refusal = { code: 'x.y', errorClass: 'PERM', ambiguous: false } as const

describe('the contract runner', () => {
  test('has nothing to say against a channel that does what the case says', async () => {
    const honest = subject(async (url) => {
      const provider = connectProvider('invented', url)
      await provider.call({ method: 'GET', url: `${url}/hello` })
      provider.close()
      return accepted
    })
    expect(await playOutgoing(honest, { name: '', answers: [{ json: {} }], calls: [{ method: 'GET', path: '/hello' }], gives: accepted })).toEqual([])
  })

  test.each([
    ['an answer that nobody asked for', async () => accepted, { answers: [{ json: {} }], gives: accepted }],
    ['an outcome that differs', async () => accepted, { gives: { providerId: '2', outcome: 'accepted' } }],
    ['an error that is no SendError', async () => Promise.reject(new Error('oh')), { error: refusal }],
    ['an error of another class', async () => Promise.reject(new SendError('x.y', 'no', { errorClass: 'FALL' })), { error: refusal }],
    ['an error that should have come', async () => accepted, { error: refusal }],
    ['a secret in the error', async () => Promise.reject(new SendError('x.y', 'chìa-khóa', { errorClass: 'PERM' })), { error: refusal }],
    [
      'a number deep in the cause of an error',
      async () => Promise.reject(new SendError('x.y', 'no', { errorClass: 'PERM', cause: { request: { to: message.to } } })),
      { error: refusal },
    ],
    ['a text in the log', async (_url: string, log: (line: string) => void) => (log(`sent: ${message.text}`), accepted), { gives: accepted }],
    ['a call too many', async (url: string) => (await fetch(`${url}/more`), accepted), { gives: accepted }],
  ])('reports %s', async (_what, send, one) => {
    expect(await playOutgoing(subject(send), { name: '', ...one })).toHaveLength(1)
  })

  describe('with its eye on the network', () => {
    const outside = watchOutgoingConnections()
    beforeAll(outside.start)
    afterAll(outside.stop)

    // TEST-NET-1 leads nowhere, and the connection is dropped before it could.
    test.each<[string, (to: { host: string; port: number }) => Socket]>([
      ['a plain one', (to) => connectPlain(to)],
      ['one under TLS', (to) => connectTls(to)],
    ])('reports a connection that leaves the machine: %s', async (_which, connect) => {
      const socket = connect({ host: '192.0.2.1', port: 443 }).on('error', () => undefined)
      socket.destroy()
      expect(outside.taken()).toEqual(['left the machine: a connection to 192.0.2.1'])
    })
  })
})
