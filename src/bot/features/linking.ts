/**
 * Linking by proof. A typed telephone number is a claim: whatever it is, the same answer and the same steps follow, and
 * only the code that arrives on that telephone proves anything. What a wrong code was near to is never said.
 */
import { vietnamDay } from '../../domain/calendar.ts'
import { formOfAddress } from '../../domain/form-of-address.ts'
import type { PersonRecord, Relation } from '../../domain/person-record.ts'
import { canReceiveSms, readPhone } from '../../domain/phone.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import { ASK_OFFICER, SHARE_PHONE, relationChoice } from '../buttons.ts'
import { IDLE } from '../conversation-state.ts'
import type { ConversationState } from '../conversation-state.ts'
import type { Answer, Asked, Facts, Proof, Turn } from '../conversation.ts'
import { namesOf } from '../names.ts'
import { menu } from './small-talk.ts'

export function startLinking({ facts }: Pick<Asked, 'facts'>): Answer {
  const buttons = facts.channel === 'telegram' ? [SHARE_PHONE] : facts.canTextPhones ? [] : [ASK_OFFICER]
  return { part: { template: 'answer-link-start', fields: { by_text_message: facts.canTextPhones } }, buttons }
}

/** A number typed where we asked for one; undefined: it is none. */
export function phoneClaim(text: string, facts: Facts): Turn | undefined {
  const digits = text.replace(/[\s.()-]/g, '')
  const phone = /^\+?\d{9,13}$/.test(digits) ? readPhone(digits) : undefined
  if (phone === undefined || !canReceiveSms(phone.e164) || !facts.canTextPhones) return undefined
  return { state: { step: 'ask-proof' }, replies: [{ parts: [{ template: 'answer-link-code-sent' }] }], actions: [{ kind: 'send-code', phone: phone.e164 }] }
}

export function proved(proof: Proof, state: ConversationState, now: Date): Turn {
  switch (proof.kind) {
    case 'too-many':
      return say('answer-link-too-many', IDLE)
    case 'refused':
      return say('answer-link-wrong', { step: 'ask-proof' })
    case 'unknown-phone':
      return say('answer-link-unknown-phone', state)
    case 'accepted':
      return linked(proof.people, proof.by, now)
  }
}

const say = (template: 'answer-link-too-many' | 'answer-link-wrong' | 'answer-link-unknown-phone', state: ConversationState): Turn =>
  ({ state, replies: [{ parts: [{ template }], buttons: [ASK_OFFICER] }], actions: [] })

function linked(people: readonly PersonRecord[], by: 'phone' | 'code' | 'officer', now: Date): Turn {
  const link = { kind: 'link', people: people.map(({ id, relation }) => ({ personId: id, relation })), by } as const
  const asked = askRelation(people, people.filter(({ relation }) => relation === 'unknown').map(({ id }) => id), now, 'answer-link-relation')
  if (asked !== undefined) return { ...asked, actions: [link] }
  return { state: IDLE, replies: [{ parts: [{ template: 'answer-linked', fields: { people: namesOf(people, now) } }] }], actions: [link] }
}

/** A roster names the telephone and seldom whose it is: without knowing, "mẹ tôi" would be anybody's guess. */
function askRelation(people: readonly PersonRecord[], unknown: readonly string[], now: Date, template: 'answer-link-relation'): Turn | undefined {
  const [personId, ...rest] = unknown
  const person = people.find(({ id }) => id === personId)
  if (person === undefined || personId === undefined) return undefined
  const fields = { people: namesOf(people, now), address_form: formOfAddress(person, vietnamDay(now)), name: person.fullName }
  return { state: { step: 'ask-relation', personId, rest }, replies: [{ parts: [{ template, fields }], buttons: relationChoice(person, vietnamDay(now)) }], actions: [] }
}

export function keepRelation(relation: Relation, state: Extract<ConversationState, { step: 'ask-relation' }>, facts: Facts, now: Date): Turn {
  const about = facts.people.filter(({ id }) => id === state.personId)
  // Unlinked since we asked, or dead: there is nothing to keep.
  if (about.length === 0) return menu()
  const kept = { kind: 'set-relation', personId: state.personId, relation } as const
  const next = askRelation(facts.people, state.rest, now, 'answer-link-relation')
  if (next !== undefined) return { ...next, actions: [kept] }
  return { state: IDLE, replies: [{ parts: [{ template: 'answer-relation-kept', fields: { people: namesOf(about, now) } }] }], actions: [kept] }
}

const RELATION_WORDS: readonly (readonly [RegExp, Relation])[] = [
  [/^(?:la )?(?:chinh|toi day|ban than|la toi|toi|chinh toi|chinh chu)/, 'self'],
  [/(?<![a-z])chau(?![a-z])/, 'grandchild'],
  [/(?<![a-z])(?:con|con trai|con gai|con dau|con re)(?![a-z])/, 'child'],
  [/(?<![a-z])(?:vo|chong|ong xa|ba xa)(?![a-z])/, 'spouse'],
  [/(?<![a-z])(?:me|cha|ba|bo|ma)(?![a-z])/, 'parent'],
  [/cham soc|nuoi|giam ho/, 'carer'],
  [/hang xom|nguoi quen|truong (?:ap|thon)/, 'neighbour'],
]

/** A few words at most: whoever writes more is asking something. */
export function relationInWords(text: string): Relation | undefined {
  const words = fold(text).trim()
  return words.split(/\s+/).length > 5 ? undefined : RELATION_WORDS.find(([pattern]) => pattern.test(words))?.[1]
}
