/** What an officer should know about the Official Account itself: its plan, its quota, whether it is still connected. */
import { z } from 'zod'
import { dayInVietnamese, daysBetween, isDay, vietnamDay } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { AlertEvent, ChannelHealth } from '../channel.ts'
import { SendError } from '../channel.ts'
import type { ZaloClient } from './client.ts'
import { troubleSaid } from './grant.ts'
import type { ZaloTokens } from './grant.ts'
import { zaloCodeOf } from './refusal.ts'
import { ZBS_CODES } from './zbs-codes.ts'

/** A lapsed plan stops the API, and a commune needs weeks for a purchase. */
const PLAN_WARNING_DAYS = 30

const number = z.coerce.number()
const oaInfo = z.object({
  name: z.string().catch(''),
  package_name: z.string().catch(''),
  package_valid_through_date: z.string().optional().catch(undefined),
})
const quotaInfo = z.object({ dailyQuota: number, remainingQuota: number })
const quality = z.enum(['HIGH', 'MEDIUM', 'LOW', 'UNDEFINED']).catch('UNDEFINED')
/** Of the last 48 hours, and of the last seven days. */
const qualityInfo = z.object({ oaCurrentQuality: quality, oa7dayQuality: quality })

export interface ZaloOverview {
  name: string
  plan: string
  planEndsOn: Day | undefined
  /** Templates a day: the account's tier. undefined where the account has no ZBS, or Zalo did not say. */
  quota: { daily: number; remaining: number } | undefined
  /** How people take the account's templates, by which Zalo raises and lowers the tier. */
  quality: z.infer<typeof quality>
  callsPerMinute: number | undefined
}

export interface ZaloAccountDesk {
  check(signal: AbortSignal): Promise<ChannelHealth>
  /** Fails with a SendError where the account itself cannot be read. */
  overview(signal: AbortSignal): Promise<ZaloOverview>
  /** For the daily look: what an officer must do something about. */
  warnings(signal: AbortSignal): Promise<readonly AlertEvent[]>
}

export function accountDesk({ client, tokens, oaId, clock }: { client: ZaloClient; tokens: Pick<ZaloTokens, 'read'>; oaId: string; clock: Clock }): ZaloAccountDesk {
  async function plan(signal: AbortSignal): Promise<{ name: string; plan: string; endsOn: Day | undefined }> {
    const info = await client.call({ method: 'GET', host: 'oa', path: '/v2.0/oa/getoa' }, oaInfo, signal)
    return { name: info.name, plan: info.package_name, endsOn: dayOf(info.package_valid_through_date) }
  }

  async function overview(signal: AbortSignal): Promise<ZaloOverview> {
    const account = await plan(signal)
    const zbs = { method: 'GET', host: 'zbs', codes: ZBS_CODES } as const
    // A plan that has ended has stopped the API.
    const asks = account.endsOn === undefined || account.endsOn >= vietnamDay(clock.now())
    const quota = asks ? await unlessRefused(client.call({ ...zbs, path: '/message/quota' }, quotaInfo, signal)) : undefined
    const held = asks ? await unlessRefused(client.call({ ...zbs, path: '/quality' }, qualityInfo, signal)) : undefined
    return {
      name: account.name,
      plan: account.plan,
      planEndsOn: account.endsOn,
      quota: quota === undefined ? undefined : { daily: quota.dailyQuota, remaining: quota.remainingQuota },
      quality: held === undefined ? 'UNDEFINED' : held.oaCurrentQuality === 'UNDEFINED' ? held.oa7dayQuality : held.oaCurrentQuality,
      callsPerMinute: client.rate()?.limit,
    }
  }

  async function check(signal: AbortSignal): Promise<ChannelHealth> {
    try {
      const { name, plan: planName, planEndsOn, quota, quality: held, callsPerMinute } = await overview(signal)
      const left = planEndsOn === undefined ? undefined : daysBetween(vietnamDay(clock.now()), planEndsOn)
      if (left !== undefined && left < 0) return { ok: false, said: planSaid(planName, planEndsOn as Day, left) }
      const stored = await tokens.read(oaId)
      const said = [
        `Zalo OA ${name} đang kết nối.`,
        quota === undefined ? 'Chưa đọc được hạn mức tin theo mẫu.' : `Hôm nay còn gửi được ${grouped(quota.remaining)} trên ${grouped(quota.daily)} tin theo mẫu.`,
        ...(callsPerMinute === undefined ? [] : [`Gói hiện có cho phép ${grouped(callsPerMinute)} lượt gọi mỗi phút.`]),
        ...(held === 'LOW' ? [QUALITY_LOW] : []),
        ...(left !== undefined && left <= PLAN_WARNING_DAYS ? [planSaid(planName, planEndsOn as Day, left)] : []),
        ...(stored?.trouble === undefined ? [] : [troubleSaid(stored.trouble)]),
      ]
      return { ok: stored?.trouble === undefined, said: said.join(' ') }
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      return { ok: false, said: failureSaid(error) }
    }
  }

  async function warnings(signal: AbortSignal): Promise<readonly AlertEvent[]> {
    const { plan: name, planEndsOn: endsOn, quality: held } = await overview(signal)
    const now = clock.now()
    const alert = (dedupeKey: string, code: string, said: string): AlertEvent => ({ kind: 'alert', dedupeKey, code, said, occurredAt: now })
    const left = endsOn === undefined ? Number.POSITIVE_INFINITY : daysBetween(vietnamDay(now), endsOn)
    return [
      ...(left > PLAN_WARNING_DAYS ? [] : [alert(`zalo:plan:${endsOn}:${left < 0 ? 'ended' : 'ending'}`, 'zalo.plan', planSaid(name, endsOn as Day, left))]),
      ...(held === 'LOW' ? [alert(`zalo:quality:${vietnamDay(now)}`, 'zalo.quality', QUALITY_LOW)] : []),
    ]
  }

  return { check, overview, warnings }
}

/** An account without ZBS still answers citizens. */
async function unlessRefused<T>(question: Promise<T>): Promise<T | undefined> {
  return question.catch((error: unknown) => {
    if (error instanceof SendError) return undefined
    throw error
  })
}

const QUALITY_LOW = 'Zalo đánh giá chất lượng gửi tin của OA là thấp, sắp giảm hạn mức: nhiều người báo phiền. Hãy gửi ít lại và xem lại lời nhắn.'

function planSaid(plan: string, endsOn: Day, left: number): string {
  const named = plan === '' ? 'Gói dịch vụ' : `Gói ${plan}`
  return left < 0
    ? `${named} của Zalo OA đã hết hạn ngày ${dayInVietnamese(endsOn)}, Loa không nhắn qua Zalo được nữa. Cần gia hạn trên trang quản lý OA.`
    : `${named} của Zalo OA hết hạn ngày ${dayInVietnamese(endsOn)}. Cần gia hạn trước ngày đó.`
}

const SAID: Readonly<Record<string, string>> = {
  'channel.not-connected': 'Zalo OA chưa được kết nối: hãy chạy loa zalo authorise, rồi quản trị viên của OA mở đường dẫn được in ra và đồng ý.',
  'channel.reconsent-needed': troubleSaid('channel.reconsent-needed'),
  'channel.misconfigured': troubleSaid('channel.misconfigured'),
  'channel.plan': 'Gói dịch vụ của Zalo OA không cho dùng chức năng này: hãy xem lại gói trên trang quản lý OA.',
  'channel.billing': 'Tài khoản Zalo Cloud chưa liên kết hoặc không đủ tiền: hãy xem lại trên trang quản lý.',
  'channel.unreachable': 'Không gọi được Zalo: hãy xem lại đường mạng của máy chủ.',
  'channel.timed-out': 'Zalo không trả lời kịp: hãy thử lại sau ít phút.',
}

export function failureSaid(error: SendError): string {
  return SAID[error.code] ?? `Zalo OA chưa dùng được (${zaloCodeOf(error) ?? error.code}): hãy xem trang quản lý OA và ứng dụng Zalo.`
}

/** They write days either way round. */
function dayOf(written: string | undefined): Day | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(written ?? '') ?? []
  const iso = year === undefined ? (written ?? '').slice(0, 10) : `${year}-${(month as string).padStart(2, '0')}-${(day as string).padStart(2, '0')}`
  return isDay(iso) ? iso : undefined
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '.')
