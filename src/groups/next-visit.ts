/** One person at a time on the head's telephone: who, what to tell, and four answers to tap. */
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import type { VisitOutcome } from './action.ts'
import { visitButtons } from './read-command.ts'
import type { Saying } from './route-message.ts'

export interface VisitDue {
  noticeId: string
  personId: string
  person: string
  birthYear: string | undefined
  householdHead: string | undefined
  /** The last time that nobody was at home. */
  absentAt: Date | undefined
}

/** Who was not at home today is not offered again before tomorrow. */
export async function nextVisit(due: readonly VisitDue[], tell: (noticeIds: readonly string[]) => Promise<ReadonlyMap<string, string>>, byButton: boolean, now: Date): Promise<Saying> {
  const waiting = due.filter(({ absentAt }) => absentAt === undefined || vietnamDay(absentAt) < vietnamDay(now))
  const [next] = waiting
  if (next === undefined) return { template: 'group-no-visits' }
  const about = waiting.filter(({ personId }) => personId === next.personId)
  const texts = await tell(about.map(({ noticeId }) => noticeId))
  const tried = next.absentAt === undefined ? [] : [`Đã đến ngày ${dayInVietnamese(vietnamDay(next.absentAt))}, chưa gặp.`]
  const lines = [...about.flatMap(({ noticeId }) => texts.get(noticeId) ?? []), ...tried]
  return {
    template: 'group-visit', buttons: visitButtons(next.personId),
    fields: { person: whoIs(next), number: next.personId, lines: lines.join('\n') || 'Có tin của xã.', left: String(new Set(waiting.map(({ personId }) => personId)).size), by_button: byButton },
  }
}

export const noted = (seen: VisitDue, outcome: VisitOutcome): Saying => ({ template: 'group-visit-noted', fields: { person: seen.person, outcome } })

/** So that two of one name are told apart. */
function whoIs({ person, birthYear, householdHead }: VisitDue): string {
  const more = [birthYear && `sinh ${birthYear}`, householdHead && `chủ hộ ${householdHead}`].filter(Boolean).join(', ')
  return more === '' ? person : `${person} (${more})`
}
