/** Addresses and texts are invented. */
import { expect, test } from 'vitest'
import type { Button, OutboundMessage } from '../../src/channels/channel.ts'
import { createWebchat } from '../../src/channels/webchat/webchat.ts'
import type { Mailbox } from '../../src/channels/webchat/webchat.ts'
import { describeChannel } from './contract.ts'
import type { Subject } from './contract.ts'

const message: OutboundMessage = { to: 'hop-thu-1', text: 'Chào bà, mai xã phát tiền.', requestId: 'n-000123' }

interface Letter {
  id: string
  contactAddress: string
  requestId: string
  text: string
  buttons: readonly Button[]
}

/** Keeps one letter per requestId, as the port demands of the real one. */
function mailboxInMemory() {
  const letters: Letter[] = []
  const mailbox: Mailbox = {
    async append(letter) {
      const known = letters.find(({ requestId }) => requestId === letter.requestId)
      if (known !== undefined) return { id: known.id }
      letters.push({ id: String(letters.length + 1), ...letter })
      return { id: String(letters.length) }
    },
    async amend({ id, contactAddress, text, buttons }) {
      const known = letters.find((letter) => letter.id === id && letter.contactAddress === contactAddress)
      if (known !== undefined) Object.assign(known, { text, buttons })
      return known !== undefined
    },
  }
  return { letters, mailbox }
}

const never = new AbortController().signal
const broken: Mailbox = { append: async () => Promise.reject(new Error('the database is away')), amend: async () => Promise.reject(new Error('the database is away')) }
const subject: Subject = { message, create: () => createWebchat(mailboxInMemory()) }

describeChannel('webchat', subject, [
  { name: 'lays the message into the mailbox', gives: { providerId: '1', outcome: 'accepted' } },
  { name: 'lays nothing when the caller gave up before', aborted: true, error: { code: 'channel.interrupted', errorClass: 'RETRY', ambiguous: false } },
  {
    name: 'does not know whether a mailbox that failed has the message',
    ask: (_channel, one) => createWebchat({ mailbox: broken }).send(one, never),
    error: { code: 'channel.mailbox', errorClass: 'RETRY', ambiguous: true },
  },
  {
    name: 'changes no message that does not lie there',
    ask: (channel, one, signal) => channel.edit!(one, '77', signal),
    error: { code: 'channel.message-gone', errorClass: 'PERM', ambiguous: false },
  },
  { name: 'is always healthy', ask: (channel, _message, signal) => channel.check!(signal), gives: { ok: true, said: 'Trang nhắn tin đang hoạt động.' } },
])

test('puts new words in the place of those that lie there', async () => {
  const { letters, mailbox } = mailboxInMemory()
  const channel = createWebchat({ mailbox })
  const { providerId } = await channel.send(message, never)
  expect(await channel.edit!({ ...message, text: 'Ấp Đông Lợi: đã nhận' }, providerId, never)).toEqual({ providerId, outcome: 'delivered' })
  expect(letters.map(({ text }) => text)).toEqual(['Ấp Đông Lợi: đã nhận'])
})

test('lays a repeat into the mailbox once, under the same id', async () => {
  const { letters, mailbox } = mailboxInMemory()
  const channel = createWebchat({ mailbox })
  const buttons = [{ title: 'Đã nhận', data: 'ok:1' }]
  expect(channel.idempotent).toBe(true)
  expect(await channel.send({ ...message, buttons }, never)).toEqual(await channel.send({ ...message, buttons }, never))
  expect(letters).toEqual([{ id: '1', contactAddress: 'hop-thu-1', requestId: 'n-000123', text: message.text, buttons }])
})
