import { describe, expect, test } from 'vitest'
import { loadConfig, secretsOf } from '../../src/kernel/config.ts'
import { UserError } from '../../src/kernel/errors.ts'

function refusal(env: Record<string, string>): string {
  try {
    loadConfig(env)
  } catch (problem) {
    if (problem instanceof UserError) return problem.said
    throw problem
  }
  return 'accepted'
}

describe('a configuration that cannot be used', () => {
  test.each<[string, string, string]>([
    ['LOA_PORT', 'tám nghìn', 'cần một số từ 0 đến 65535'],
    ['LOA_PORT', '70000', 'cần một số từ 0 đến 65535'],
    ['LOA_PUBLIC_URL', 'loa.example', 'cần một địa chỉ bắt đầu bằng http:// hoặc https://'],
    ['LOA_LOG_LEVEL', 'loud', 'chỉ nhận trace, debug, info, warn, error, fatal, silent'],
    ['LOA_WEBCHAT', 'có', 'chỉ nhận 1 (bật) hoặc 0 (tắt)'],
    ['LOA_WEBCHAT_EMBED', 'http://xa.example', 'cần các địa chỉ dạng https://'],
    ['LOA_WEBCHAT_EMBED', 'https://xa.example, trang của xã', 'cần các địa chỉ dạng https://'],
    ['LOA_WEBCHAT_EMBED', 'https://xa.example/tin-tuc', 'cần các địa chỉ dạng https://'],
    ['LOA_WEBCHAT_EMBED', 'https://*.example', 'cần các địa chỉ dạng https://'],
    ['LOA_WEBCHAT_EMBED', "https://xa.example; script-src 'unsafe-inline'", 'cần các địa chỉ dạng https://'],
    ['LOA_ROLES', 'web,cook', 'chỉ nhận web, bot, worker, scheduler'],
    ['LOA_KEYS', 'secret', 'cần dạng 1:<32 byte mã hóa base64>'],
    ['LOA_SEND_CONCURRENCY', '0', 'cần một số từ 1 đến 10000'],
    ['DATABASE_URL', 'mysql://localhost/loa', 'cần dạng postgresql://'],
    ['REDIS_URL', 'localhost', 'cần dạng redis://'],
    ['SMS_PROVIDER', 'pigeon', 'chỉ nhận android hoặc esms'],
    ['TELEGRAM_WEBHOOK_SECRET', 'short', 'cần từ 16 chữ cái'],
    ['ZALO_APP_ID', 'ung-dung', 'cần mã số của ứng dụng Zalo'],
    ['ZALO_OA_ID', 'xa', 'cần mã số của Zalo OA'],
    ['ZALO_APP_SECRET', 'short', 'cần ít nhất 8 chữ'],
    ['ZALO_REDIRECT_URL', 'http://xa.example/zalo', 'cần một địa chỉ bắt đầu bằng https://'],
    ['ZALO_CODE_VERIFIER', 'short', 'cần từ 43 đến 128'],
    ['ZALO_BOT_TOKEN', 'x', 'cần dạng <số>:<mã>'],
    ['ZALO_BOT_WEBHOOK_SECRET', 'short', 'cần từ 16 chữ cái'],
  ])('%s=%s is named with what to write instead', (name, value, needed) => {
    expect(refusal({ [name]: value })).toContain(`${name}: ${needed}`)
  })

  test('is not a list of sites, each with or without its last stroke, and none by default', () => {
    expect(loadConfig({ LOA_WEBCHAT_EMBED: 'https://xa.example/, https://tin.xa.example:8443,' }).webchat).toEqual({ enabled: true, framedBy: ['https://xa.example', 'https://tin.xa.example:8443'] })
    expect(loadConfig({}).webchat).toEqual({ enabled: true, framedBy: [] })
  })

  test('is told in full, not one mistake at a time', () => {
    expect(refusal({ LOA_PORT: 'x', REDIS_URL: 'x' }).split('\n')).toHaveLength(3)
  })

  test('never speaks in the words of the library that reads it', () => {
    const env = { LOA_PORT: 'x', LOA_PUBLIC_URL: 'x', LOA_WEBCHAT: 'x', DATABASE_URL: 'x', REDIS_URL: 'x', ESMS_BRANDNAME: 'much too long a name', ESMS_URL: 'x' }
    expect(refusal(env)).not.toMatch(/invalid|expected|too (?:big|small)|string|number/i)
  })
})

const ACCOUNT = { ZALO_APP_ID: '1000000000000000001', ZALO_APP_SECRET: 'khoa-ung-dung-bia', ZALO_OA_ID: '2000000000000000002', ZALO_OA_SECRET_KEY: 'khoa-webhook-bia' }
const BOT = { ZALO_BOT_TOKEN: '12345:ma-bot-bia-dat' }

describe('Zalo', () => {
  test('is declared off where nothing is set', () => {
    expect(loadConfig({})).toMatchObject({ zalo: { enabled: false }, zaloBot: { enabled: false } })
  })

  test('takes the account and the bot, each by itself or both', () => {
    expect(loadConfig(ACCOUNT)).toMatchObject({ zalo: { enabled: true, appId: ACCOUNT.ZALO_APP_ID, redirectUrl: undefined, perMinute: 100 }, zaloBot: { enabled: false } })
    expect(loadConfig(BOT)).toMatchObject({ zalo: { enabled: false }, zaloBot: { enabled: true, updates: { mode: 'polling' } } })
    const hook = { ZALO_BOT_WEBHOOK_URL: 'https://xa.example/hooks/zalo-bot', ZALO_BOT_WEBHOOK_SECRET: 'ma-bi-mat-cua-webhook' }
    expect(loadConfig({ ...ACCOUNT, ...BOT, ...hook })).toMatchObject({ zalo: { enabled: true }, zaloBot: { updates: { mode: 'webhook', url: hook.ZALO_BOT_WEBHOOK_URL } } })
  })

  test.each(Object.keys(ACCOUNT))('half an account is a mistake: without %s', (name) => {
    const said = refusal(Object.fromEntries(Object.entries(ACCOUNT).filter(([other]) => other !== name)))
    expect(said).toContain(`${name}: còn thiếu`)
    for (const other of Object.keys(ACCOUNT)) if (other !== name) expect(said).not.toContain(`${other}:`)
  })

  test('a bot’s webhook wants its token and its secret', () => {
    expect(refusal({ ZALO_BOT_WEBHOOK_URL: 'https://xa.example/hooks/zalo-bot' }).match(/còn thiếu/g)).toHaveLength(2)
  })
})

describe('secrets', () => {
  const secret = {
    ZALO_APP_SECRET: 'bi-mat-mot!', ZALO_OA_SECRET_KEY: 'bi-mat-hai!', ZALO_CODE_VERIFIER: 'bi-mat-ba-'.repeat(5), ZALO_BOT_TOKEN: '77:bi-mat-bon', ZALO_BOT_WEBHOOK_SECRET: 'bi-mat-nam-cua-webhook',
    TELEGRAM_TOKEN: '77:bi-mat-sau', TELEGRAM_WEBHOOK_SECRET: 'bi-mat-bay-cua-webhook', SMS_GATEWAY_PASSWORD: 'bi-mat-tam', SMS_GATEWAY_SIGNING_KEY: 'bi-mat-chin',
  }
  const around = {
    ZALO_APP_ID: ACCOUNT.ZALO_APP_ID, ZALO_OA_ID: ACCOUNT.ZALO_OA_ID, ZALO_BOT_WEBHOOK_URL: 'https://xa.example/b', TELEGRAM_WEBHOOK_URL: 'https://xa.example/t',
    SMS_PROVIDER: 'android', SMS_GATEWAY_URL: 'http://phone.example', SMS_GATEWAY_USER: 'xa',
  }

  test('are all named to the log', () => {
    expect(secretsOf(loadConfig({ ...around, ...secret })).sort()).toEqual(Object.values(secret).sort())
  })

  test.each(Object.keys(secret))('%s is not repeated where it cannot be used', (name) => {
    const planted = 'ma\u0000bi mat'
    expect(refusal({ ...around, ...secret, LOA_PORT: 'x', [name]: planted })).not.toContain(planted)
  })
})
