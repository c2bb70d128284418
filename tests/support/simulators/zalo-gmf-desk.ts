/** GMF: the account's own groups. No buttons, no templates, no group but its own. */
import { z } from 'zod'
import { jsonOf } from './http-simulator.ts'
import type { SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'
import type { Ledger } from './ledger.ts'
import { groupMessage, textOf, zaloAnswer } from './zalo-oa-desk.ts'

export interface SimulatedGroup {
  id: string
  name: string
  members: Set<string>
  /** Its asset expired. */
  disabled: boolean
}

const id = z.string().regex(/^\d{5,25}$/)
const sendRequest = z.strictObject({ recipient: z.strictObject({ group_id: id }), message: groupMessage })
const createRequest = z.strictObject({ group_name: z.string().min(1).max(30), group_description: z.string(), asset_id: z.string().min(1), member_user_ids: z.array(id).min(1).max(99) })
const membersRequest = z.strictObject({ group_id: id, member_user_ids: z.array(id).min(1).max(99) })

export function createGmfDesk({ ledger, nextId, violate }: { ledger: Ledger; nextId(): string; violate(why: string): void }) {
  const groups = new Map<string, SimulatedGroup>()

  function parse<T>(schema: z.ZodType<T>, { text }: SimulatedRequest, serve: (asked: T) => SimulatedAnswer): SimulatedAnswer {
    const parsed = schema.safeParse(jsonOf(text))
    if (parsed.success) return serve(parsed.data)
    violate(`group: ${z.prettifyError(parsed.error)}`)
    return zaloAnswer(-201)
  }
  const inGroup = (groupId: string | null, serve: (group: SimulatedGroup) => SimulatedAnswer): SimulatedAnswer => {
    const group = groups.get(groupId ?? '')
    return group === undefined ? zaloAnswer(-403) : serve(group)
  }
  const link = (groupId: string) => `https://zalo.me/g/${groupId}`

  return {
    groups,
    /** undefined: no such path. */
    serve(name: string, request: SimulatedRequest): SimulatedAnswer | undefined {
      const { method, query } = request
      switch (`${method} ${name}`) {
        case 'POST message':
          return parse(sendRequest, request, ({ recipient, message }) =>
            inGroup(recipient.group_id, (group) => {
              if (group.disabled) return zaloAnswer(-237)
              if (/\[@\d+\]/.test(textOf(message))) violate('group: a mention that somebody wrote was passed on')
              const messageId = nextId()
              ledger.deliver({ to: `group:${group.id}`, text: textOf(message), requestId: messageId })
              return zaloAnswer(0, { message_id: messageId, group_id: group.id })
            }),
          )
        case 'POST creategroupwithoa':
          return parse(createRequest, request, ({ group_name: groupName, member_user_ids: people }) => {
            const group: SimulatedGroup = { id: nextId(), name: groupName, members: new Set(people), disabled: false }
            groups.set(group.id, group)
            return zaloAnswer(0, { group_id: group.id, group_link: link(group.id) })
          })
        case 'GET getgroup':
          return inGroup(query.get('group_id'), (group) =>
            zaloAnswer(0, {
              group_info: { group_id: group.id, name: group.name, avatar: '', group_link: link(group.id), status: group.disabled ? 'disabled' : 'enabled', total_member: group.members.size, max_member: 100, auto_delete_date: '01/02/2027' },
              asset_info: { asset_type: 'gmf100', asset_id: 'asset-1', valid_through: '31/12/2026', auto_renew: false },
              group_setting: {},
            }),
          )
        case 'GET listmember':
          return inGroup(query.get('group_id'), (group) => {
            const [offset, count] = [Number(query.get('offset')), Number(query.get('count'))]
            const page = [...group.members].slice(offset, offset + count).map((user_id) => ({ user_id, name: 'Người dân', avatar: '' }))
            return zaloAnswer(0, { members: page })
          })
        case 'POST invite':
        case 'POST removemembers':
          return parse(membersRequest, request, ({ group_id: groupId, member_user_ids: people }) =>
            inGroup(groupId, (group) => {
              for (const one of people) void (name === 'invite' ? group.members.add(one) : group.members.delete(one))
              return zaloAnswer(0)
            }),
          )
        default:
          return undefined
      }
    },
  }
}
