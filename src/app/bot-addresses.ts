/** Where people find the commune's assistant: from the configuration, and the bot's name from Telegram itself. */
import type { BotAddresses } from '../bot/ways-in.ts'
import { connectTelegram } from '../channels/telegram/client.ts'
import type { Config } from '../kernel/config.ts'

/** Telegram is often blocked; what is printed must not wait for it. */
const ASK_MS = 3_000

export async function botAddresses({ web, webchat, zalo, telegram }: Pick<Config, 'web' | 'webchat' | 'zalo' | 'telegram'>): Promise<BotAddresses> {
  return {
    publicUrl: webchat.enabled ? web.publicUrl : undefined,
    zaloAccountId: zalo.enabled ? zalo.oaId : undefined,
    telegramName: telegram.enabled ? await telegramName(telegram) : undefined,
  }
}

async function telegramName({ token, apiRoot }: { token: string; apiRoot: string }): Promise<string | undefined> {
  const client = connectTelegram(token, apiRoot, { answerMs: ASK_MS, connectMs: ASK_MS })
  try {
    return await client.username(AbortSignal.timeout(ASK_MS))
  } catch {
    return undefined // `loa doctor` says why
  } finally {
    client.close()
  }
}
