/** What Zalo posts to a webhook, signed as the official SDK signs, in the shapes of the wire document. Pure: nothing is sent here. */
import { createHash } from 'node:crypto'

export interface ZaloSigning {
  appId: string
  webhookSecret: string
}

export interface SignedEvent {
  body: string
  headers: Record<string, string>
}

/** `raw`, for what JSON.stringify cannot say: ids without quotes, odd spacing. */
export function signEvent({ appId, webhookSecret }: ZaloSigning, event: object | string, timestamp: string, format: (mac: string) => string = (mac) => `mac=${mac}`): SignedEvent {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const mac = createHash('sha256').update(appId + body + timestamp + webhookSecret).digest('hex')
  return { body, headers: { 'content-type': 'application/json', 'x-zevent-signature': format(mac) } }
}

export interface ZaloEventFacts {
  appId: string
  oaId: string
  /** Milliseconds, as text. */
  timestamp: string
}

const to = ({ oaId }: ZaloEventFacts, userId: string) => ({ sender: { id: userId }, recipient: { id: oaId } })
const base = ({ appId, timestamp }: ZaloEventFacts, event_name: string) => ({ event_name, app_id: appId, timestamp })

export const zaloEvents = {
  text: (facts: ZaloEventFacts, userId: string, message: { msg_id: string; text: string; quote_msg_id?: string }) => ({
    ...base(facts, 'user_send_text'),
    user_id_by_app: '5550001',
    ...to(facts, userId),
    message,
  }),
  follow: (facts: ZaloEventFacts, userId: string, event_name: 'follow' | 'unfollow' = 'follow') => ({
    ...base(facts, event_name),
    oa_id: facts.oaId,
    follower: { id: userId },
    user_id_by_app: '5550001',
    source: 'oa_profile',
  }),
  receipt: (facts: ZaloEventFacts, userId: string, msg_id: string) => ({
    ...base(facts, 'user_received_message'),
    sender: { id: facts.oaId },
    recipient: { id: userId },
    message: { msg_id },
  }),
  phoneReceipt: (facts: ZaloEventFacts, phone: string, msg_id: string, tracking_id: string) => ({
    ...base(facts, 'user_received_message'),
    sender: { id: facts.oaId },
    recipient: { id: phone },
    message: { msg_id, tracking_id, delivery_time: facts.timestamp },
  }),
  seen: (facts: ZaloEventFacts, userId: string, msg_ids: readonly string[]) => ({ ...base(facts, 'user_seen_message'), ...to(facts, userId), message: { msg_ids } }),
  groupText: (facts: ZaloEventFacts, userId: string, groupId: string, message: { msg_id: string; text: string; quote_msg_id?: string }) => ({
    ...base(facts, 'user_send_group_text'),
    oa_id: facts.oaId,
    sender: { id: userId },
    recipient: { id: groupId },
    message,
  }),
  group: (facts: ZaloEventFacts, event_name: string, groupId: string, userIds: readonly string[]) => ({
    ...base(facts, event_name),
    oa_id: facts.oaId,
    group_id: groupId,
    users: userIds.map((id) => ({ id })),
  }),
  echo: (facts: ZaloEventFacts, userId: string, msg_id: string, adminId?: string) => ({
    ...base(facts, 'oa_send_text'),
    sender: { id: facts.oaId, ...(adminId === undefined ? {} : { admin_id: adminId }) },
    recipient: { id: userId },
    message: { msg_id, text: 'Xã trả lời' },
  }),
}
