/** To a person: on request, for a complaint, for a form that we do not speak. The office's number and hours need no person. */
import { fold } from '../../domain/vietnamese-text.ts'
import { handOver, plainly, withOfficer } from '../answers/about.ts'
import { IDLE } from '../conversation-state.ts'
import type { Answer, Asked, Facts, TicketTopic, Turn } from '../conversation.ts'
import type { AnswerKey } from '../../domain/answer-fields.ts'

const OFFICE_WORDS = /so dien thoai|so dt|sdt|cho (?:xin )?so|xin so|may gio|gio lam|lam viec (?:tu|den|thu|ngay)|mo cua|dong cua|o dau|dia chi|tru so|thu bay|chu nhat/

export function askPerson(asked: Asked): Answer {
  const { address, officeHours } = asked.facts.commune.profile
  if (OFFICE_WORDS.test(asked.words)) {
    return withOfficer(plainly('answer-office', { office_hours: officeHours, office_address: address.trim() === '' ? null : address }))
  }
  return handOver('asked-for-person', asked.person)
}

const TEXTS: Partial<Readonly<Record<TicketTopic, AnswerKey>>> = { complaint: 'answer-complaint', format: 'answer-format' }

/** The whole message goes to a person. */
export function toOfficer(topic: TicketTopic, facts: Facts): Turn {
  const [person, other] = facts.people
  const about = person === undefined || other !== undefined ? {} : { personId: person.id }
  return { state: IDLE, replies: [{ parts: [{ template: TEXTS[topic] ?? 'answer-handover' }] }], actions: [{ kind: 'ticket', topic, ...about }] }
}

/** Praise needs no officer to answer it. */
export const isPraise = (text: string): boolean => /(?:khen|tuyet voi|rat tot|tot lam|nhiet tinh|hai long|cam on|biet on|chu dao|tan tinh|de thuong)/.test(fold(text)) && !/khong|ko |chua|te |sao /.test(fold(text))
