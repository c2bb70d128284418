import { z } from 'zod'
import { SAID, hookSecret, httpsLink, link, off } from './words.ts'
import type { Need, Needed, Off } from './words.ts'

/** Polling and webhook are two shapes, so that webhook code cannot miss its secret. */
export type UpdatesConfig = { mode: 'polling' } | { mode: 'webhook'; url: string; secretToken: string }

export interface TelegramConfig {
  enabled: true
  token: string
  apiRoot: string
  updates: UpdatesConfig
}

export const telegramVariables = {
  TELEGRAM_TOKEN: z.string().regex(/^\d+:[\w-]+$/).optional(),
  TELEGRAM_API_ROOT: link.default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_URL: httpsLink.optional(),
  TELEGRAM_WEBHOOK_SECRET: hookSecret.optional(),
}

export const telegramNeeded: Needed = {
  TELEGRAM_TOKEN: 'cần dạng <số>:<mã>',
  TELEGRAM_API_ROOT: SAID.webAddress,
  TELEGRAM_WEBHOOK_URL: SAID.httpsAddress,
  TELEGRAM_WEBHOOK_SECRET: SAID.hookSecret,
}

const object = z.object(telegramVariables)
type Values = z.infer<typeof object>

export function telegramNeeds(values: Values, need: Need<Values>): void {
  if (values.TELEGRAM_WEBHOOK_URL !== undefined) need(['TELEGRAM_WEBHOOK_SECRET'], 'có TELEGRAM_WEBHOOK_URL thì phải có mã bí mật kèm theo')
}

export function telegramConfig(values: Values): Off | TelegramConfig {
  if (values.TELEGRAM_TOKEN === undefined) return off
  return {
    enabled: true,
    token: values.TELEGRAM_TOKEN,
    apiRoot: values.TELEGRAM_API_ROOT,
    updates: updatesOf(values.TELEGRAM_WEBHOOK_URL, values.TELEGRAM_WEBHOOK_SECRET),
  }
}

export function updatesOf(url: string | undefined, secretToken: string | undefined): UpdatesConfig {
  return url === undefined || secretToken === undefined ? { mode: 'polling' } : { mode: 'webhook', url, secretToken }
}

export function updatesSecrets(updates: UpdatesConfig): string[] {
  return updates.mode === 'webhook' ? [updates.secretToken] : []
}
