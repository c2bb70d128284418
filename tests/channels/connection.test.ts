/** A carrier that blocks a service lets connections hang before TLS stands. Nothing has left then, and that must be known. */
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { createAndroidGateway } from '../../src/channels/sms/android-gateway.ts'
import { createEsms } from '../../src/channels/sms/esms.ts'
import { createTelegram } from '../../src/channels/telegram/telegram.ts'
import { SettableClock } from '../../src/kernel/clock.ts'

let mute: Server
const sockets = new Set<{ destroy(): void }>()

beforeAll(async () => {
  mute = createServer((socket) => void sockets.add(socket.on('error', () => undefined)))
  await new Promise<void>((ready) => mute.listen(0, '127.0.0.1', ready))
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => mute.close(done))
})

const deps = { clock: new SettableClock(new Date('2026-10-10T01:00:00.000Z')), log: pino({ level: 'silent' }), timing: { connectMs: 60, answerMs: 5_000 } }
const url = () => `https://127.0.0.1:${(mute.address() as AddressInfo).port}`

test.each<[string, string, () => Channel]>([
  ['the Android gateway', '+84900000001', () => createAndroidGateway({ enabled: true, provider: 'android', url: url(), user: 'x', password: 'invented', signingKey: undefined, perMinute: 1 }, deps)],
  [
    'eSMS',
    '+84900000001',
    () =>
      createEsms(
        { enabled: true, provider: 'esms', url: url(), apiKey: 'x', secretKey: 'invented', brandname: 'X', callbackToken: 'invented-token-01', callbackUrl: undefined, sandbox: false, perSecond: 1 },
        deps,
      ),
  ],
  ['Telegram', '700000001', () => createTelegram({ enabled: true, token: '1:invented', apiRoot: url(), updates: { mode: 'polling' } }, deps)],
])('%s knows that nothing was sent when the connection never stood', async (_name, to, create) => {
  const channel = create()
  const sending = channel.send({ to, text: 'Tin thử', requestId: 'n-1' }, new AbortController().signal)
  await expect(sending).rejects.toMatchObject({ code: 'channel.unreachable', errorClass: 'RETRY', ambiguous: false, detail: { errno: 'NOT_CONNECTED:ETIMEDOUT' } })
  await channel.stop?.()
})
