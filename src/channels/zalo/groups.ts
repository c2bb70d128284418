/**
 * GMF: groups that the Official Account itself owns (https://openapi.zalo.me/v3.0/oa/group/, docs of October 2026). The
 * account makes the group and sees every message in it; it cannot write to any other.
 */
import { z } from 'zod'
import type { OutboundMessage, Sent } from '../channel.ts'
import type { ZaloClient } from './client.ts'
import { messageBody } from './consultation.ts'
import { withoutMentions } from './mentions.ts'

const BASE = '/v3.0/oa/group/'
/** 30 by their policy page; another page says 100. */
const MAX_NAME_CHARS = 30
const MAX_MEMBERS_AT_ONCE = 99
const PAGE = 50

const id = z.union([z.string(), z.number()]).transform(String)
const posted = z.object({ message_id: id })
const groupInfo = z.object({
  group_info: z.object({
    group_id: id,
    name: z.string(),
    group_link: z.string().optional(),
    status: z.string().catch(''),
    total_member: z.coerce.number().catch(0),
    max_member: z.coerce.number().catch(0),
    /** When Zalo dissolves the group because its asset has expired. */
    auto_delete_date: z.string().optional().catch(undefined),
  }),
  asset_info: z.object({ asset_id: id.optional(), valid_through: z.string().optional().catch(undefined) }).optional(),
})
const members = z.object({ members: z.array(z.object({ user_id: id.optional(), oa_id: id.optional(), name: z.string().catch('') })) })
const created = z.object({ group_id: id, group_link: z.string().optional() })
const nothing = z.unknown().optional()

export interface ZaloGroup {
  id: string
  name: string
  link: string | undefined
  enabled: boolean
  members: number
  maxMembers: number
  dissolvesOn: string | undefined
}

export interface ZaloGroups {
  send(groupId: string, message: OutboundMessage, signal: AbortSignal): Promise<Sent>
  /** One of the members must be an admin of the account. Keep the link: it is how people join by themselves. */
  create(group: { name: string; description: string; assetId: string; memberIds: readonly string[] }, signal?: AbortSignal): Promise<{ id: string; link: string | undefined }>
  info(groupId: string, signal?: AbortSignal): Promise<ZaloGroup>
  members(groupId: string, signal?: AbortSignal): Promise<readonly { id: string; name: string }[]>
  invite(groupId: string, memberIds: readonly string[], signal?: AbortSignal): Promise<void>
  remove(groupId: string, memberIds: readonly string[], signal?: AbortSignal): Promise<void>
}

export function zaloGroups(client: ZaloClient): ZaloGroups {
  const post = <T>(path: string, body: object, schema: z.ZodType<T>, signal?: AbortSignal, urgent?: boolean) =>
    client.call({ method: 'POST', host: 'oa', path: `${BASE}${path}`, body, ...(urgent === undefined ? {} : { urgent }) }, schema, signal)
  const get = <T>(path: string, query: Record<string, string>, schema: z.ZodType<T>, signal?: AbortSignal) =>
    client.call({ method: 'GET', host: 'oa', path: `${BASE}${path}`, query }, schema, signal)

  return {
    async send(groupId, message, signal) {
      const body = messageBody({ ...message, text: withoutMentions(message.text) }, 'plain')
      const { message_id: providerId } = await post('message', { recipient: { group_id: groupId }, message: body }, posted, signal, message.urgent)
      return { providerId, outcome: 'accepted' }
    },

    async create({ name, description, assetId, memberIds }, signal) {
      const body = {
        group_name: name.normalize('NFC').slice(0, MAX_NAME_CHARS),
        group_description: description.normalize('NFC'),
        asset_id: assetId,
        member_user_ids: memberIds.slice(0, MAX_MEMBERS_AT_ONCE),
      }
      const { group_id, group_link } = await post('creategroupwithoa', body, created, signal)
      return { id: group_id, link: group_link }
    },

    async info(groupId, signal) {
      const { group_info: group } = await get('getgroup', { group_id: groupId }, groupInfo, signal)
      return {
        id: group.group_id,
        name: group.name,
        link: group.group_link,
        enabled: group.status === 'enabled',
        members: group.total_member,
        maxMembers: group.max_member,
        dissolvesOn: group.auto_delete_date,
      }
    },

    async members(groupId, signal) {
      const all: { id: string; name: string }[] = []
      for (let offset = 0; ; offset += PAGE) {
        const page = await get('listmember', { group_id: groupId, offset: String(offset), count: String(PAGE) }, members, signal)
        for (const { user_id, name } of page.members) if (user_id !== undefined) all.push({ id: user_id, name })
        if (page.members.length < PAGE) return all
      }
    },

    async invite(groupId, memberIds, signal) {
      await post('invite', { group_id: groupId, member_user_ids: memberIds }, nothing, signal)
    },
    async remove(groupId, memberIds, signal) {
      await post('removemembers', { group_id: groupId, member_user_ids: memberIds }, nothing, signal)
    },
  }
}
