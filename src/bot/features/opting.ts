/** "Đừng nhắn nữa", and back again. Honoured at once for what is no duty; a duty goes by the village head from then on, and the person hears so. */
import { villageHead } from '../../domain/village-head.ts'
import { IDLE } from '../conversation-state.ts'
import type { Facts, Turn } from '../conversation.ts'

export function optOut({ people, commune }: Facts): Turn {
  const village_head = villageHead(people[0]?.village, commune.profile.sender)
  return {
    state: IDLE,
    replies: [{ parts: [{ template: 'answer-opted-out', fields: { linked: people.length > 0, village_head } }] }],
    actions: people.length === 0 ? [] : [{ kind: 'opt-out', personIds: people.map(({ id }) => id) }],
  }
}

export function optIn({ people }: Facts): Turn {
  if (people.length === 0) return { state: IDLE, replies: [{ parts: [{ template: 'answer-not-linked' }] }], actions: [] }
  return { state: IDLE, replies: [{ parts: [{ template: 'answer-opted-in' }] }], actions: [{ kind: 'opt-in', personIds: people.map(({ id }) => id) }] }
}
