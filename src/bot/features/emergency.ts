/** Fire, flood, hunger, violence: at any hour, before anything else, whatever was being talked about. */
import type { ConversationState } from '../conversation-state.ts'
import type { Facts, Turn } from '../conversation.ts'

export const isEmergency = ({ understood }: Facts): boolean => understood?.intents.includes('emergency') === true

/** What was open stays open: whoever is out of danger goes on. */
export function emergency(state: ConversationState): Turn {
  return { state, replies: [{ parts: [{ template: 'answer-emergency' }], urgent: true }], actions: [{ kind: 'ticket', topic: 'emergency', urgent: true }] }
}
