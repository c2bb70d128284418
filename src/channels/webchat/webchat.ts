/**
 * Webchat: the commune's own page and the demo's phones. A message is "sent" when it lies in the person's mailbox in
 * our database; that it was seen comes later, as a receipt from the page.
 */
import { SendError } from '../channel.ts'
import type { Button, Channel } from '../channel.ts'

export interface Mailbox {
  /** Other words in the place of one that lies there. False: it does not. */
  amend(letter: { contactAddress: string; id: string; text: string; buttons: readonly Button[] }): Promise<boolean>
  /** Keeps one message per requestId: a repeat returns the id of the first. Undefined: nobody has this address any more. */
  append(letter: { contactAddress: string; requestId: string; text: string; buttons: readonly Button[] }): Promise<{ id: string } | undefined>
}

export function createWebchat({ mailbox }: { mailbox: Mailbox }): Channel {
  return {
    name: 'webchat',
    reaches: 'webchat',
    // Our own page sets the limits; the rate is what one database takes beside its other work.
    limits: { maxChars: 4_096, perSecond: 1_000, buttons: 8 },
    idempotent: true,
    secrets: [],

    async send({ to, requestId, text, buttons = [] }, signal) {
      if (signal.aborted) throw new SendError('channel.interrupted', 'webchat: the call was given up', { errorClass: 'RETRY' })
      let letter: { id: string } | undefined
      try {
        letter = await mailbox.append({ contactAddress: to, requestId, text, buttons })
      } catch (error) {
        // The commit may have happened before the connection broke; the requestId makes a repeat harmless.
        throw new SendError('channel.mailbox', 'webchat: the mailbox did not take the message', {
          errorClass: 'RETRY',
          ambiguous: true,
          cause: error,
        })
      }
      if (letter === undefined) throw new SendError('channel.recipient-gone', 'webchat: no such chat', { errorClass: 'FALL', recipientGone: true })
      return { providerId: letter.id, outcome: 'accepted' }
    },

    async edit({ to, text, buttons = [] }, providerId) {
      const amended = await mailbox.amend({ contactAddress: to, id: providerId, text, buttons }).catch((cause: unknown) => {
        throw new SendError('channel.mailbox', 'webchat: the mailbox did not take the change', { errorClass: 'RETRY', ambiguous: true, cause })
      })
      if (!amended) throw new SendError('channel.message-gone', 'webchat: no such message', { errorClass: 'PERM' })
      return { providerId, outcome: 'delivered' }
    },

    async check() {
      return { ok: true, said: 'Trang nhắn tin đang hoạt động.' }
    },
  }
}
