import { z } from 'zod'
import { SAID, count, flag, link, off, word } from './words.ts'
import type { Need, Needed, Off } from './words.ts'

export interface SmsGatewayConfig {
  enabled: true
  provider: 'android'
  url: string
  user: string
  password: string
  /** Key of the webhook's HMAC; without it no receipt is believed. */
  signingKey: string | undefined
  perMinute: number
}

export interface EsmsConfig {
  enabled: true
  provider: 'esms'
  url: string
  apiKey: string
  secretKey: string
  brandname: string
  /** Unguessable part of the callback address: eSMS signs nothing. */
  callbackToken: string
  callbackUrl: string | undefined
  sandbox: boolean
  perSecond: number
}

export type SmsConfig = Off | SmsGatewayConfig | EsmsConfig

export const smsVariables = {
  SMS_PROVIDER: z.enum(['android', 'esms']).optional(),
  SMS_GATEWAY_URL: link.optional(),
  SMS_GATEWAY_USER: word.optional(),
  SMS_GATEWAY_PASSWORD: word.optional(),
  SMS_GATEWAY_SIGNING_KEY: z.string().min(8).optional(),
  SMS_GATEWAY_PER_MINUTE: count.default(20),
  ESMS_URL: link.default('https://rest.esms.vn'),
  ESMS_API_KEY: word.optional(),
  ESMS_SECRET_KEY: word.optional(),
  ESMS_BRANDNAME: z.string().min(1).max(11).optional(),
  ESMS_CALLBACK_TOKEN: z.string().min(16).optional(),
  ESMS_SANDBOX: flag.default(false),
  ESMS_PER_SECOND: count.default(10),
}

export const smsNeeded: Needed = {
  SMS_PROVIDER: 'chỉ nhận android hoặc esms',
  SMS_GATEWAY_URL: SAID.webAddress,
  SMS_GATEWAY_SIGNING_KEY: SAID.eightLetters,
  SMS_GATEWAY_PER_MINUTE: SAID.count,
  ESMS_URL: SAID.webAddress,
  ESMS_BRANDNAME: 'tên gửi dài nhất 11 chữ',
  ESMS_CALLBACK_TOKEN: 'cần ít nhất 16 chữ',
  ESMS_SANDBOX: SAID.onOrOff,
  ESMS_PER_SECOND: SAID.count,
}

const object = z.object(smsVariables)
type Values = z.infer<typeof object> & { LOA_PUBLIC_URL?: string | undefined }

export function smsNeeds({ SMS_PROVIDER: provider }: Values, need: Need<Values>): void {
  if (provider === 'android') need(['SMS_GATEWAY_URL', 'SMS_GATEWAY_USER', 'SMS_GATEWAY_PASSWORD'], 'SMS_PROVIDER=android cần địa chỉ và tài khoản của máy gửi tin')
  if (provider === 'esms') need(['ESMS_API_KEY', 'ESMS_SECRET_KEY', 'ESMS_BRANDNAME', 'ESMS_CALLBACK_TOKEN'], 'SMS_PROVIDER=esms cần khóa, brandname và mã bí mật của địa chỉ báo kết quả')
}

/** After `smsNeeds` has found nothing missing. */
export function smsConfig(values: Values): SmsConfig {
  if (values.SMS_PROVIDER === 'android') {
    return {
      enabled: true,
      provider: 'android',
      url: values.SMS_GATEWAY_URL as string,
      user: values.SMS_GATEWAY_USER as string,
      password: values.SMS_GATEWAY_PASSWORD as string,
      signingKey: values.SMS_GATEWAY_SIGNING_KEY,
      perMinute: values.SMS_GATEWAY_PER_MINUTE,
    }
  }
  if (values.SMS_PROVIDER === 'esms') {
    return {
      enabled: true,
      provider: 'esms',
      url: values.ESMS_URL,
      apiKey: values.ESMS_API_KEY as string,
      secretKey: values.ESMS_SECRET_KEY as string,
      brandname: values.ESMS_BRANDNAME as string,
      callbackToken: values.ESMS_CALLBACK_TOKEN as string,
      callbackUrl: values.LOA_PUBLIC_URL,
      sandbox: values.ESMS_SANDBOX,
      perSecond: values.ESMS_PER_SECOND,
    }
  }
  return off
}

export function smsSecrets(sms: SmsConfig): (string | undefined)[] {
  if (!sms.enabled) return []
  return sms.provider === 'android' ? [sms.password, sms.signingKey] : [sms.apiKey, sms.secretKey, sms.callbackToken]
}
