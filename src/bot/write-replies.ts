/** A turn's replies as text: parts joined under one sender, choices numbered where there are no buttons to press. */
import type { Button } from '../channels/channel.ts'
import type { Content, TemplateFields } from '../content/content.ts'
import { dayInVietnamese, vietnamDay, weekdayName } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import { ageRangeOn } from '../domain/birth.ts'
import { formOfAddress } from '../domain/form-of-address.ts'
import type { Lane } from '../domain/notice-state.ts'
import { answerDay } from '../domain/office-time.ts'
import type { PersonRecord } from '../domain/person-record.ts'
import type { Facts, Part, Reply } from './conversation.ts'

export interface WrittenReply {
  text: string
  buttons: readonly Button[]
  lane: Lane
  templates: string
}

export function writeReplies(content: Pick<Content, 'render'>) {
  return async (communeId: number, replies: readonly Reply[], facts: Facts, now: Date): Promise<WrittenReply[]> => {
    const common = commonFields(facts, now)
    const written: WrittenReply[] = []
    for (const { parts, buttons = [], urgent } of replies) {
      const texts = await Promise.all(parts.map((part) => textOf(content, communeId, part, common)))
      written.push({
        text: withChoices(joined(texts, facts.commune.profile.sender), facts.channel === 'sms' ? buttons : []),
        buttons, lane: urgent === true ? 'urgent' : 'reply', templates: parts.map(({ template }) => template).join(' '),
      })
    }
    return written
  }
}

export async function textOf(content: Pick<Content, 'render'>, communeId: number, { template, fields }: Part, common: TemplateFields): Promise<string> {
  return (await content.render({ communeId, key: template, form: 'chat', fields: { ...common, ...fields } })).text
}

/** Every text opens with its sender; of several in one message only the first keeps it. */
function joined(texts: readonly string[], sender: string): string {
  const opening = `${sender}: `
  return texts.map((text, index) => (index > 0 && text.startsWith(opening) ? text.slice(opening.length) : text)).join(' ')
}

/** An SMS has nothing to press: the number of the choice is the answer. */
const withChoices = (text: string, choices: readonly Button[]): string => [text, ...choices.map(({ title }, index) => `${index + 1}. ${title}`)].join('\n')

function commonFields({ people, commune: { profile } }: Facts, now: Date): TemplateFields {
  const { day, today } = answerDay(now)
  return {
    sender: profile.sender, contact: profile.contact, renew_place: profile.renewPlace, submission_place: profile.submissionPlace, reader: readerOf(people, vietnamDay(now)), brief: false,
    answer_today: today, answer_day: `${weekdayName(day)} ${dayInVietnamese(day)}`,
  }
}

/** Who writes: the person, as far as the chat is theirs; else "ông/bà", which is wrong for nobody. */
export function readerOf(people: readonly PersonRecord[], today: Day): string {
  const [person, other] = people.filter(({ relation }) => relation === 'self' || relation === 'unknown')
  if (person === undefined || other !== undefined || people.length > 1) return 'ông/bà'
  const isChild = person.birth !== undefined && ageRangeOn(person.birth, today).oldest < GROWN
  return isChild ? 'gia đình' : formOfAddress(person, today)
}

const GROWN = 16
