/**
 * An Official Account and a bot side by side are one channel: each address knows whose it is. What is wrong with the
 * free bot must never stop the account, so its troubles only send its own chats another way.
 */
import { SendError } from '../channel.ts'
import type { Channel } from '../channel.ts'
import { isBotAddress } from './bot-updates.ts'

export function oaBesideBot<T extends Channel>(oa: T, bot: Channel): T {
  return {
    ...oa,
    secrets: [...oa.secrets, ...bot.secrets],
    async send(message, signal) {
      if (!isBotAddress(message.to)) return oa.send(message, signal)
      // Buttons are a help, the text asks the question all the same.
      const { buttons: _none, ...plain } = message
      return bot.send(plain, signal).catch((error: unknown) => {
        if (!(error instanceof SendError) || error.errorClass !== 'OPS') throw error
        throw new SendError(error.code, error.message, { errorClass: 'FALL', detail: { ...error.detail }, cause: error })
      })
    },
    async check(signal) {
      const states = await Promise.all([oa.check?.(signal), bot.check?.(signal)])
      return { ok: states.every((state) => state?.ok !== false), said: states.flatMap((state) => state?.said ?? []).join(' ') }
    },
    async start(receive) {
      await oa.start?.(receive)
      await bot.start?.(receive)
    },
    routes: (receive) => [...(oa.routes?.(receive) ?? []), ...(bot.routes?.(receive) ?? [])],
    async stop() {
      await bot.stop?.()
      await oa.stop?.()
    },
  }
}
