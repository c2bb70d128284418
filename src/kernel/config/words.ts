/** What every part of the configuration is read with: kinds of value, and what to write where a value cannot be used. */
import { z } from 'zod'

export const off = { enabled: false } as const
export type Off = typeof off

/** An empty variable counts as not set, so every value has at least one character. */
export const word = z.string().min(1)
export const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true')
export const port = z.coerce.number().int().min(0).max(65_535)
export const count = z.coerce.number().int().min(1).max(10_000)
export const link = z.url({ protocol: /^https?$/ })
export const httpsLink = z.url({ protocol: /^https$/ })
/** Sites, each by nothing but its scheme and name: a path or a wildcard would promise a limit that browsers do not keep, or none. */
export const origins = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim().replace(/\/$/, '')).filter((one) => one !== ''))
  .pipe(z.array(z.custom<string>((one) => typeof one === 'string' && /^https:\/\/[a-z0-9.-]+(?::\d+)?$/.test(one) && URL.canParse(one) && new URL(one).origin === one)))
/** What a webhook's caller must show. */
export const hookSecret = z.string().regex(/^[\w-]{16,256}$/)

export const SAID = {
  webAddress: 'cần một địa chỉ bắt đầu bằng http:// hoặc https://',
  httpsAddress: 'cần một địa chỉ bắt đầu bằng https://',
  onOrOff: 'chỉ nhận 1 (bật) hoặc 0 (tắt)',
  count: 'cần một số từ 1 đến 10000',
  hookSecret: 'cần từ 16 chữ cái, chữ số, dấu - hoặc _ trở lên',
  eightLetters: 'cần ít nhất 8 chữ',
} as const

/** What to write, by the variable's name. */
export type Needed = Readonly<Record<string, string>>

/** Asks for the variables that must not be missing, and says why. */
export type Need<Env> = (names: readonly (keyof Env & string)[], why: string) => void
