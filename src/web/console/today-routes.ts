/** Hôm nay: what needs doing, seen in five seconds; then what will go out, what went out, and how the channels are. */
import type { Day } from '../../domain/calendar.ts'
import type { ChannelName, NoticeState } from '../../domain/notice-state.ts'
import type { RuleKey } from '../../domain/reminder-rules.ts'
import { HOME } from './cookies.ts'
import type { Officer } from './officer.ts'
import type { OfficerRoute } from './route.ts'
import { todayPage } from './today-page.ts'

export interface TodayView {
  now: Date
  today: Day
  isEmpty: boolean
  work: { tickets: number; urgentTickets: number; oldestTicketAt: Date | undefined; visits: number; unconfirmed: number; gone: number }
  unconfirmed: readonly { noticeId: string; personId: string | undefined; person: string | undefined; village: string | undefined; channel: ChannelName | undefined; since: Date }[]
  stillToday: readonly { ruleKey: string | undefined; n: number }[]
  /** Undefined: being counted for the first time. */
  coming: readonly { dueOn: Day; rules: readonly { ruleKey: RuleKey; n: number }[] }[] | undefined
  /** Undefined: being counted for the first time. */
  sent: Readonly<Partial<Record<NoticeState, number>>> | undefined
  reach: { people: number; reached: number; insured: number; paid: number; madeAt: Date } | undefined
  channels: readonly { name: ChannelName; trouble: { reason: string; resumeAt: Date } | undefined; weight: number }[]
  alerts: readonly { channel: ChannelName; said: string; occurredAt: Date }[]
}

export interface TodayPort {
  view(officer: Officer): Promise<TodayView>
  decide(officer: Officer, noticeId: string, decision: 'arrived' | 'again'): Promise<boolean>
}

export function todayRoutes(port: TodayPort): OfficerRoute[] {
  return [
    { method: 'GET', path: HOME, may: 'today.see', answer: async ({ officer, formKey }) => todayPage(await port.view(officer), officer, formKey) },
    {
      method: 'POST', path: `${HOME}/chua-ro`, may: 'sends.decide',
      answer: async ({ officer, form }) => {
        const [notice, decision] = [form.get('notice'), form.get('decision')]
        if (!/^\d{1,18}$/.test(notice) || (decision !== 'arrived' && decision !== 'again')) return 'missing'
        return (await port.decide(officer, notice, decision)) ? { go: `${HOME}#chua-ro` } : 'missing'
      },
    },
  ]
}
