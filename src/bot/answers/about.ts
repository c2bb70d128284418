/** What most answers share: whom they are about, and where to go on. */
import type { TemplateFields } from '../../content/content.ts'
import type { AnswerKey } from '../../domain/answer-fields.ts'
import { addDays, monthOf, shiftMonth, vietnamDay } from '../../domain/calendar.ts'
import type { Day, Month } from '../../domain/calendar.ts'
import { formOfAddress } from '../../domain/form-of-address.ts'
import type { PersonRecord } from '../../domain/person-record.ts'
import { ASK_OFFICER, LINK } from '../buttons.ts'
import type { Action, Answer, Asked, TicketTopic } from '../conversation.ts'

export const todayOf = ({ now }: Pick<Asked, 'now'>): Day => vietnamDay(now)

/** Facts of the register about this person, told to who may hear them. */
export function tell(person: PersonRecord, template: AnswerKey, today: Day, fields: TemplateFields = {}, more: Pick<Answer, 'actions' | 'buttons'> = {}): Answer {
  return {
    part: { template, fields: { address_form: formOfAddress(person, today), name: person.fullName, ...fields } },
    ...more,
    actions: [{ kind: 'told-about', personId: person.id }, ...(more.actions ?? [])],
  }
}

/** What is true for everybody, and how to hear about oneself. */
export const tellAnybody = (template: AnswerKey, fields: TemplateFields = {}): Answer => ({ part: { template, fields }, buttons: [LINK] })

export const plainly = (template: AnswerKey, fields: TemplateFields = {}): Answer => ({ part: { template, fields } })

/** What the program must not decide or does not know surely goes to a person. */
export function handOver(topic: TicketTopic, person: PersonRecord | undefined, template: AnswerKey = 'answer-handover', fields: TemplateFields = {}): Answer {
  return { part: { template, fields }, actions: [ticket(topic, person)] }
}

export const ticket = (topic: TicketTopic, person: PersonRecord | undefined): Action =>
  ({ kind: 'ticket', topic, ...(person === undefined ? {} : { personId: person.id }) })

export const withOfficer = (answer: Answer): Answer => ({ ...answer, buttons: [...(answer.buttons ?? []), ASK_OFFICER] })

/** "12/2026" */
export const monthInVietnamese = (month: Month): string => `${month.slice(5, 7)}/${month.slice(0, 4)}`

/** The month that the words mean, as far as they name one. */
export function askedMonth({ month, now }: Pick<Asked, 'month' | 'now'>): Month | undefined {
  const current = monthOf(vietnamDay(now))
  if (month === 'this') return current
  if (month === 'next') return shiftMonth(current, 1)
  if (month === 'previous') return shiftMonth(current, -1)
  return month !== undefined && /^\d{4}-\d{2}$/.test(month) ? month : undefined
}

export const endOf = (month: Month): Day => addDays(`${shiftMonth(month, 1)}-01`, -1)
