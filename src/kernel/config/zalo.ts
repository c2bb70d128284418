import { z } from 'zod'
import { updatesOf, updatesSecrets } from './telegram.ts'
import type { UpdatesConfig } from './telegram.ts'
import { SAID, count, flag, hookSecret, httpsLink, link, off } from './words.ts'
import type { Need, Needed, Off } from './words.ts'

export interface ZaloConfig {
  enabled: true
  appId: string
  /** Of the app: for OAuth and the secret proof. */
  appSecret: string
  oaId: string
  /** "OA Secret Key" of the console's Webhook page: signs what Zalo posts to us. Not the app's secret. */
  webhookSecret: string
  /** "Official Account Callback Url" of the console, byte for byte; undefined: Loa does not take consent itself. */
  redirectUrl: string | undefined
  /** Only where Zalo insists on the challenge that stands in the console. */
  codeVerifier: string | undefined
  /** The console's switch "check app secret proof". */
  secretProof: boolean
  /** API calls a minute of the account's plan. */
  perMinute: number
  /** `zbs`: templates by phone. */
  urls: { oauth: string; oa: string; zbs: string }
}

export interface ZaloBotConfig {
  enabled: true
  token: string
  apiRoot: string
  updates: UpdatesConfig
}

const id = z.string().regex(/^\d{5,25}$/)
const secret = z.string().min(8)

export const zaloVariables = {
  ZALO_APP_ID: id.optional(),
  ZALO_APP_SECRET: secret.optional(),
  ZALO_OA_ID: id.optional(),
  ZALO_OA_SECRET_KEY: secret.optional(),
  ZALO_REDIRECT_URL: httpsLink.regex(/^[^?#]*$/, 'không được có phần sau dấu hỏi').optional(),
  ZALO_CODE_VERIFIER: z.string().regex(/^[\w.~-]{43,128}$/).optional(),
  ZALO_SECRET_PROOF: flag.default(false),
  ZALO_PER_MINUTE: count.default(100),
  ZALO_OAUTH_URL: link.default('https://oauth.zaloapp.com'),
  ZALO_OA_URL: link.default('https://openapi.zalo.me'),
  ZALO_ZBS_URL: link.default('https://business.openapi.zalo.me'),
  ZALO_BOT_TOKEN: z.string().regex(/^\d+:[\w-]+$/).optional(),
  ZALO_BOT_API_ROOT: link.default('https://bot-api.zaloplatforms.com'),
  ZALO_BOT_WEBHOOK_URL: httpsLink.optional(),
  ZALO_BOT_WEBHOOK_SECRET: hookSecret.optional(),
}

export const zaloNeeded: Needed = {
  ZALO_APP_ID: 'cần mã số của ứng dụng Zalo',
  ZALO_APP_SECRET: SAID.eightLetters,
  ZALO_OA_ID: 'cần mã số của Zalo OA',
  ZALO_OA_SECRET_KEY: SAID.eightLetters,
  ZALO_REDIRECT_URL: SAID.httpsAddress,
  ZALO_CODE_VERIFIER: 'cần từ 43 đến 128 chữ cái, chữ số hoặc dấu . _ ~ -',
  ZALO_SECRET_PROOF: SAID.onOrOff,
  ZALO_PER_MINUTE: SAID.count,
  ZALO_OAUTH_URL: SAID.webAddress,
  ZALO_OA_URL: SAID.webAddress,
  ZALO_ZBS_URL: SAID.webAddress,
  ZALO_BOT_TOKEN: 'cần dạng <số>:<mã>',
  ZALO_BOT_API_ROOT: SAID.webAddress,
  ZALO_BOT_WEBHOOK_URL: SAID.httpsAddress,
  ZALO_BOT_WEBHOOK_SECRET: SAID.hookSecret,
}

/** Any of the four: half an account is a mistake, not an account that is switched off. */
const ACCOUNT = ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_ID', 'ZALO_OA_SECRET_KEY'] as const

const object = z.object(zaloVariables)
type Values = z.infer<typeof object>

export function zaloNeeds(values: Values, need: Need<Values>): void {
  if (ACCOUNT.some((name) => values[name] !== undefined)) need(ACCOUNT, 'Zalo OA cần mã số ứng dụng, mã số OA và hai khóa bí mật')
  if (values.ZALO_BOT_WEBHOOK_URL !== undefined) need(['ZALO_BOT_TOKEN', 'ZALO_BOT_WEBHOOK_SECRET'], 'có ZALO_BOT_WEBHOOK_URL thì phải có mã của Zalo Bot và mã bí mật kèm theo')
}

/** After `zaloNeeds` has found nothing missing. */
export function zaloConfig(values: Values): Off | ZaloConfig {
  if (values.ZALO_APP_ID === undefined) return off
  return {
    enabled: true,
    appId: values.ZALO_APP_ID,
    appSecret: values.ZALO_APP_SECRET as string,
    oaId: values.ZALO_OA_ID as string,
    webhookSecret: values.ZALO_OA_SECRET_KEY as string,
    redirectUrl: values.ZALO_REDIRECT_URL,
    codeVerifier: values.ZALO_CODE_VERIFIER,
    secretProof: values.ZALO_SECRET_PROOF,
    perMinute: values.ZALO_PER_MINUTE,
    urls: { oauth: values.ZALO_OAUTH_URL, oa: values.ZALO_OA_URL, zbs: values.ZALO_ZBS_URL },
  }
}

export function zaloBotConfig(values: Values): Off | ZaloBotConfig {
  if (values.ZALO_BOT_TOKEN === undefined) return off
  return {
    enabled: true,
    token: values.ZALO_BOT_TOKEN,
    apiRoot: values.ZALO_BOT_API_ROOT,
    updates: updatesOf(values.ZALO_BOT_WEBHOOK_URL, values.ZALO_BOT_WEBHOOK_SECRET),
  }
}

export function zaloSecrets({ zalo, zaloBot }: { zalo: Off | ZaloConfig; zaloBot: Off | ZaloBotConfig }): (string | undefined)[] {
  return [
    ...(zalo.enabled ? [zalo.appSecret, zalo.webhookSecret, zalo.codeVerifier] : []),
    ...(zaloBot.enabled ? [zaloBot.token, ...updatesSecrets(zaloBot.updates)] : []),
  ]
}
