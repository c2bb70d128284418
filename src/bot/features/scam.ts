/** Is this call, message or fee real? Loa never asks for money or a code, so whoever does is not us. Who has lost something gets a person. */
import { fold } from '../../domain/vietnamese-text.ts'
import { ASK_OFFICER } from '../buttons.ts'
import { IDLE } from '../conversation-state.ts'
import type { Turn } from '../conversation.ts'

const LOST = /(?:lo |da |vua |moi |trot )(?:doc|dua|cho|gui|bam|nhap|chuyen|dong|nop|mat)|bi lua|mat tien|bi tru tien|mat het/

export function scamCheck(text: string): Turn {
  return {
    state: IDLE,
    replies: [{ parts: [{ template: 'answer-scam' }], buttons: [ASK_OFFICER] }],
    actions: LOST.test(fold(text)) ? [{ kind: 'ticket', topic: 'scam', urgent: true }] : [],
  }
}
