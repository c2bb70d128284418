/**
 * The configuration, read once by `loadConfig(env)` from main.ts. Nothing else reads process.env, and importing a
 * module never does. All problems are reported at once, by the variable's name and without its value; a value that
 * makes no sense is an error, never a silent default. Each part stands in config/ with its variables and its words.
 */
import { z } from 'zod'
import { installationConfig, installationNeeded, installationSecrets, installationVariables } from './config/installation.ts'
import type { InstallationConfig } from './config/installation.ts'
import { smsConfig, smsNeeded, smsNeeds, smsSecrets, smsVariables } from './config/sms.ts'
import type { SmsConfig } from './config/sms.ts'
import { telegramConfig, telegramNeeded, telegramNeeds, telegramVariables, updatesSecrets } from './config/telegram.ts'
import type { TelegramConfig } from './config/telegram.ts'
import { off } from './config/words.ts'
import type { Needed, Off } from './config/words.ts'
import { zaloBotConfig, zaloConfig, zaloNeeded, zaloNeeds, zaloSecrets, zaloVariables } from './config/zalo.ts'
import type { ZaloBotConfig, ZaloConfig } from './config/zalo.ts'
import { EXIT, UserError } from './errors.ts'

export { ROLES } from './config/installation.ts'
export type { Role } from './config/installation.ts'
export type { EsmsConfig, SmsGatewayConfig } from './config/sms.ts'
export type { TelegramConfig } from './config/telegram.ts'
export type { ZaloBotConfig, ZaloConfig } from './config/zalo.ts'

export interface Config extends InstallationConfig {
  sms: SmsConfig
  telegram: Off | TelegramConfig
  zalo: Off | ZaloConfig
  zaloBot: Off | ZaloBotConfig
  webchat: Off | { enabled: true; framedBy: readonly string[] }
}

const schema = z
  .object({ ...installationVariables, ...smsVariables, ...telegramVariables, ...zaloVariables })
  .superRefine((env, problems) => {
    const need = (names: readonly (keyof typeof env)[], why: string): void => {
      for (const name of names) {
        if (env[name] === undefined) problems.addIssue({ code: 'custom', path: [name], message: `còn thiếu: ${why}` })
      }
    }
    smsNeeds(env, need)
    telegramNeeds(env, need)
    zaloNeeds(env, need)
  })

/** What to write, where what is written cannot be used. */
const NEEDED: Needed = { ...installationNeeded, ...smsNeeded, ...telegramNeeded, ...zaloNeeded }

/** Throws one UserError that names every wrong variable. An empty variable counts as not set. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given, { error: ({ path }) => NEEDED[String(path?.[0])] ?? 'giá trị chưa đúng' })
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`)
    throw new UserError('config.invalid', `Cấu hình chưa đúng, Loa chưa khởi động. Sửa các biến môi trường sau:\n${[...new Set(lines)].join('\n')}`, {
      exitCode: EXIT.usage,
    })
  }
  const values = parsed.data
  return {
    ...installationConfig(values),
    sms: smsConfig(values),
    telegram: telegramConfig(values),
    zalo: zaloConfig(values),
    zaloBot: zaloBotConfig(values),
    webchat: values.LOA_WEBCHAT ? { enabled: true, framedBy: values.LOA_WEBCHAT_EMBED } : off,
  }
}

/** Everything of the configuration that must never reach a log line. */
export function secretsOf(config: Config): string[] {
  const { telegram } = config
  return [
    ...installationSecrets(config),
    ...smsSecrets(config.sms),
    ...(telegram.enabled ? [telegram.token, ...updatesSecrets(telegram.updates)] : []),
    ...zaloSecrets(config),
  ].filter((secret) => secret !== undefined)
}
