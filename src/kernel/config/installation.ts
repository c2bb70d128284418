/** Where Loa runs and on what it stands: data, database, queue, web server. */
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { SAID, count, flag, link, origins, port, word } from './words.ts'
import type { Needed } from './words.ts'

export const ROLES = ['web', 'bot', 'worker', 'scheduler'] as const
export type Role = (typeof ROLES)[number]

export interface InstallationConfig {
  nodeName: string
  dataDir: string
  /** undefined = the embedded PostgreSQL. */
  databaseUrl: string | undefined
  /** undefined = BullMQ on PostgreSQL. */
  redisUrl: string | undefined
  /** Prefix of queue names and of the PostgreSQL schema of the queue, so that two installations share a Redis. */
  queuePrefix: string
  /** Versioned encryption keys, "1:<base64 of 32 bytes>,2:…"; undefined = the key file in dataDir. */
  keys: string | undefined
  /** `metricsToken` undefined: only this machine reads the figures. */
  web: { host: string; port: number; publicUrl: string | undefined; metricsToken: string | undefined }
  roles: readonly Role[]
  logLevel: string
  /** How long the words of messages are kept. */
  keepMessagesMonths: number
  /** Messages that one worker process sends at once, per channel. */
  sendConcurrency: number
  /** The browser that prints leaflets; undefined: whichever is found. */
  chromium: string | undefined
}

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)

export const installationVariables = {
  LOA_DATA: word.optional(),
  LOA_KEYS: z.string().regex(/^\d+:[A-Za-z0-9+/]{43}=(,\d+:[A-Za-z0-9+/]{43}=)*$/).optional(),
  LOA_HOST: word.default('127.0.0.1'),
  LOA_PORT: port.default(8080),
  LOA_PUBLIC_URL: link.optional(),
  LOA_METRICS_TOKEN: z.string().regex(/^[\w.~+/-]{16,200}=*$/).optional(),
  LOA_ROLES: z.string().transform((text) => text.split(',').map((role) => role.trim())).pipe(z.array(z.custom<Role>((role) => isRole(String(role))))).optional(),
  LOA_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOA_KEEP_MESSAGES_MONTHS: z.coerce.number().int().min(12).max(120).default(24),
  LOA_QUEUE_PREFIX: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/).default('loa'),
  LOA_SEND_CONCURRENCY: count.default(64),
  LOA_WEBCHAT: flag.default(true),
  LOA_WEBCHAT_EMBED: origins.default([]),
  LOA_CHROMIUM: word.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
}

export const installationNeeded: Needed = {
  LOA_KEYS: 'cần dạng 1:<32 byte mã hóa base64>',
  LOA_PORT: 'cần một số từ 0 đến 65535',
  LOA_PUBLIC_URL: SAID.webAddress,
  LOA_METRICS_TOKEN: 'cần từ 16 chữ và số, không có dấu cách, ví dụ từ lệnh openssl rand -hex 16',
  LOA_ROLES: `chỉ nhận ${ROLES.join(', ')}`,
  LOA_LOG_LEVEL: 'chỉ nhận trace, debug, info, warn, error, fatal, silent',
  LOA_KEEP_MESSAGES_MONTHS: 'cần một số từ 12 đến 120',
  LOA_QUEUE_PREFIX: 'chỉ gồm chữ thường, số và dấu gạch dưới',
  LOA_SEND_CONCURRENCY: SAID.count,
  LOA_WEBCHAT: SAID.onOrOff,
  LOA_WEBCHAT_EMBED: 'cần các địa chỉ dạng https://trang-cua-xa.vn, cách nhau bằng dấu phẩy, không có gì sau tên miền',
  DATABASE_URL: 'cần dạng postgresql://tên:mật-khẩu@máy-chủ:5432/cơ-sở-dữ-liệu',
  REDIS_URL: 'cần dạng redis://máy-chủ:6379',
}

const object = z.object(installationVariables)
type Values = z.infer<typeof object>

export function installationConfig(values: Values): InstallationConfig {
  return {
    nodeName: hostname(),
    dataDir: resolve(values.LOA_DATA ?? '.loa'),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    queuePrefix: values.LOA_QUEUE_PREFIX,
    keys: values.LOA_KEYS,
    web: { host: values.LOA_HOST, port: values.LOA_PORT, publicUrl: values.LOA_PUBLIC_URL, metricsToken: values.LOA_METRICS_TOKEN },
    roles: values.LOA_ROLES ?? ROLES,
    logLevel: values.LOA_LOG_LEVEL,
    keepMessagesMonths: values.LOA_KEEP_MESSAGES_MONTHS,
    sendConcurrency: values.LOA_SEND_CONCURRENCY,
    chromium: values.LOA_CHROMIUM,
  }
}

export function installationSecrets({ databaseUrl, redisUrl, keys, web }: InstallationConfig): string[] {
  return [...(web.metricsToken === undefined ? [] : [web.metricsToken]), ...urlSecrets(databaseUrl), ...urlSecrets(redisUrl), ...(keys?.split(',').map((entry) => entry.slice(entry.indexOf(':') + 1)) ?? [])]
}

function urlSecrets(url: string | undefined): string[] {
  const password = url === undefined ? '' : new URL(url).password
  return password === '' ? [] : [password, decodeURIComponent(password)]
}
