/** What happens in the account's own groups. Two documents spell some names differently; both are taken. */
import { z } from 'zod'
import type { GroupEvent, MessageEvent } from '../channel.ts'
import { anId, attachmentsOf, eventTime, messagePart } from './event-parts.ts'
import type { EventFacts } from './webhook-events.ts'
import { groupAddress } from './zalo-id.ts'

const CHANGES: Readonly<Record<string, GroupEvent['change']>> = {
  create_group: 'created',
  delete_group: 'deleted',
  update_group_info: 'updated',
  user_join_group: 'joined',
  user_out_group: 'left',
  user_leave_group: 'left',
  user_request_join_group: 'asked-to-join',
  accept_request_join_group: 'accepted',
  react_request_join_group_accept: 'accepted',
  reject_request_join_group: 'rejected',
  react_request_join_group_reject: 'rejected',
  add_group_admin: 'admin-added',
  remove_group_admin: 'admin-removed',
}

const lifecycle = z.object({ group_id: anId, users: z.array(z.object({ id: anId })).max(1_000).catch([]), ...eventTime })
const said = z.object({ sender: z.object({ id: anId }), recipient: z.object({ id: anId }), message: messagePart, ...eventTime })

/** undefined where the name is none of these. */
export function groupEvent(event: unknown, { key, at }: EventFacts, name: string): GroupEvent[] | undefined {
  const change = Object.hasOwn(CHANGES, name) ? CHANGES[name] : undefined
  if (change === undefined) return undefined
  const read = lifecycle.safeParse(event)
  if (!read.success) return []
  const { group_id, users, timestamp } = read.data
  return [{ kind: 'group', dedupeKey: `zalo:${key}`, group: groupAddress(group_id), change, people: users.map(({ id }) => id), occurredAt: timestamp ?? at }]
}

export function groupMessage(event: unknown, { key, at }: EventFacts): MessageEvent[] {
  const read = said.safeParse(event)
  if (!read.success) return []
  const { sender, recipient, message: part, timestamp } = read.data
  return [
    {
      kind: 'message',
      dedupeKey: `zalo:message:${part.msg_id ?? key}`,
      from: sender.id,
      chat: groupAddress(recipient.id),
      isGroup: true,
      text: (part.text ?? '').normalize('NFC'),
      ...(part.quote_msg_id === undefined ? {} : { replyTo: part.quote_msg_id }),
      ...attachmentsOf(part),
      occurredAt: timestamp ?? at,
    },
  ]
}
