/** What Zalo tells about templates and quotas, said to an officer; and the answers that people tap under a template. */
import { z } from 'zod'
import type { AlertEvent, InboundEvent } from '../channel.ts'
import { anId, eventTime } from './event-parts.ts'
import { phoneReceiptId } from './template.ts'
import type { EventFacts } from './webhook-events.ts'
import { claimedPhone } from './zalo-id.ts'

const word = z.union([z.string().max(200), z.number()]).transform(String).catch('')
const change = (name: string) => z.object({ [`prev_${name}`]: word, [`new_${name}`]: word }).catch({})

const status = z.object({ template_id: anId, status: change('status'), reason: word.optional(), ...eventTime })
const quality = z.object({ template_id: anId, quality: change('quality').optional(), new_quality: word.optional(), ...eventTime })
const quota = z.object({ quota: z.object({ prev_value: word, new_value: word }), ...eventTime })
const tapped = z.object({
  sender: z.object({ id: anId }),
  message: z.object({ tracking_id: anId.optional(), msg_id: anId.optional(), data: z.string().max(1_000) }),
  msg_id: anId.optional(),
  ...eventTime,
})

const STATUS_WORDS: Readonly<Record<string, string>> = {
  ENABLE: 'đã được duyệt và dùng được',
  PENDING_REVIEW: 'đang chờ Zalo duyệt',
  REJECT: 'bị Zalo từ chối',
  DISABLE: 'đã bị Zalo khóa',
  DELETE: 'đã bị xóa',
}
const QUALITY_WORDS: Readonly<Record<string, string>> = { HIGH: 'tốt', MEDIUM: 'trung bình', LOW: 'thấp', UNDEFINED: 'chưa được đánh giá' }

const READERS: Readonly<Record<string, (event: unknown, facts: EventFacts) => InboundEvent[]>> = {
  change_template_status(event, facts) {
    const read = status.safeParse(event)
    if (!read.success) return []
    const { template_id: id, status: changed, timestamp } = read.data
    const now = changed['new_status'] ?? ''
    return [alert('zalo.template-status', `Mẫu tin Zalo số ${id} ${STATUS_WORDS[now] ?? `chuyển sang trạng thái ${now}`}.${advice(now)}`, facts, timestamp)]
  },
  change_template_quality(event, facts) {
    const read = quality.safeParse(event)
    if (!read.success) return []
    const { template_id: id, quality: changed, new_quality: flat, timestamp } = read.data
    const now = changed?.['new_quality'] ?? flat ?? ''
    const warning = now === 'LOW' ? ' Nhiều người báo phiền hoặc từ chối mẫu này; hãy gửi ít lại và xem lại lời nhắn, nếu không Zalo sẽ khóa mẫu.' : ''
    return [alert('zalo.template-quality', `Zalo đánh giá chất lượng mẫu tin số ${id}: ${QUALITY_WORDS[now] ?? now}.${warning}`, facts, timestamp)]
  },
  change_oa_daily_quota(event, facts) {
    const read = quota.safeParse(event)
    if (!read.success) return []
    const { quota: { prev_value: before, new_value: now }, timestamp } = read.data
    const less = Number(now) < Number(before) ? ' Hạn mức giảm vì có nhiều người báo phiền; hãy xem lại các đợt gửi gần đây.' : ''
    return [alert('zalo.daily-quota', `Zalo đổi hạn mức tin theo mẫu mỗi ngày từ ${before} thành ${now} tin.${less}`, facts, timestamp)]
  },
  user_click_response_button(event, { key, at }) {
    const read = tapped.safeParse(event)
    if (!read.success) return []
    const { sender, message, msg_id: outerId, timestamp } = read.data
    const who = claimedPhone(sender.id) ?? sender.id
    const answered = message.msg_id ?? outerId
    return [
      {
        kind: 'message',
        dedupeKey: `zalo:${key}`,
        from: who,
        chat: who,
        isGroup: false,
        text: '',
        buttonData: message.data,
        ...(answered === undefined ? {} : { replyTo: phoneReceiptId(answered) }),
        occurredAt: timestamp ?? at,
      },
    ]
  },
  // A rating under a template: no question to anybody.
  user_feedback: () => [],
}

/** undefined where the name is none of these. */
export function templateEvent(event: unknown, facts: EventFacts, name: string): InboundEvent[] | undefined {
  return Object.hasOwn(READERS, name) ? READERS[name]?.(event, facts) : undefined
}

function alert(code: string, said: string, { key, at }: EventFacts, timestamp: Date | undefined): AlertEvent {
  return { kind: 'alert', dedupeKey: `zalo:${key}`, code, said, occurredAt: timestamp ?? at }
}

const advice = (now: string): string =>
  now === 'DISABLE' || now === 'REJECT' ? ' Tin dùng mẫu này sẽ đi đường khác; hãy xem lý do trên trang quản lý OA.' : ''
