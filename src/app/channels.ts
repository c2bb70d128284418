/** The channels that the configuration asks for. */
import type { Channel } from '../channels/channel.ts'
import { createAndroidGateway } from '../channels/sms/android-gateway.ts'
import { createEsms } from '../channels/sms/esms.ts'
import { createTelegram } from '../channels/telegram/telegram.ts'
import { createZaloBot } from '../channels/zalo/bot.ts'
import { oaBesideBot } from '../channels/zalo/oa-beside-bot.ts'
import { createZalo } from '../channels/zalo/zalo.ts'
import type { ZaloChannel } from '../channels/zalo/zalo.ts'
import { createWebchat } from '../channels/webchat/webchat.ts'
import type { Clock } from '../kernel/clock.ts'
import { storeAlert } from '../store/channel-alerts.ts'
import type { Ground } from '../store/ground.ts'
import type { WebchatMailbox } from '../store/webchat-mailbox.ts'
import { zaloTokens } from '../store/zalo-tokens.ts'

/** Cheapest first. */
export function configuredChannels(ground: Ground, mailbox: WebchatMailbox, clock: Clock): Channel[] {
  const { config, log } = ground
  const channels: Channel[] = []
  const zalo = zaloOf(ground, clock)
  if (zalo !== undefined) channels.push(zalo)
  if (config.telegram.enabled) channels.push(createTelegram(config.telegram, { clock, log }))
  if (config.webchat.enabled) channels.push(webchat(mailbox))
  if (config.sms.enabled) {
    channels.push(config.sms.provider === 'android' ? createAndroidGateway(config.sms, { clock, log }) : createEsms(config.sms, { clock, log }))
  }
  return channels
}

/** The account and the bot are one channel: each address knows whose it is. */
function zaloOf(ground: Ground, clock: Clock): Channel | undefined {
  const { config, log } = ground
  const account = zaloAccount(ground, clock)
  const bot = config.zaloBot.enabled ? createZaloBot(config.zaloBot, { clock, log }) : undefined
  return account !== undefined && bot !== undefined ? oaBesideBot(account, bot) : (account ?? bot)
}

/** undefined: this installation has no Official Account. */
export function zaloAccount({ config, log, database, cipher }: Ground, clock: Clock): ZaloChannel | undefined {
  if (!config.zalo.enabled) return undefined
  return createZalo(config.zalo, { tokens: zaloTokens(database, cipher), clock, log, tell: (alert) => storeAlert(database.pool, 'zalo', alert) })
}

export function webchat(mailbox: WebchatMailbox): Channel {
  return createWebchat({ mailbox })
}
