/**
 * Many days in a minute, through the real pipeline: each day is planned, rung, sent and recorded as it would be, under
 * a clock that is moved; the invented citizens read, renew, fetch their money or do not, and the village heads go round.
 */
import type { App } from '../../app.ts'
import { addDays, later, monthOf, vietnamInstant } from '../../domain/calendar.ts'
import type { Day, TimeOfDay } from '../../domain/calendar.ts'
import { renewedCard } from '../../domain/policy/card-validity.ts'
import type { SettableClock } from '../../kernel/clock.ts'
import type { Cli } from '../cli.ts'
import { printCalendar } from './calendar-report.ts'
import type { SimulatedDay } from './calendar-report.ts'
import { deliver } from './first-morning.ts'
import type { Demo } from './prepare-demo.ts'

/** When the simulated day is looked at: the first minute after the night, the rules' hour, noon, and the evening. */
const HOURS: readonly TimeOfDay[] = ['07:00', '07:30', '12:00', '19:30']
/** By the 20th the payment service returns who has not come (335/2026, article 28.5). */
const RETURN_DAY = '20'

export async function simulateDays(cli: Cli, app: App, demo: Demo, clock: SettableClock, days: number): Promise<void> {
  const simulation = new Simulation(cli, app, demo, clock)
  const progress = cli.progress('Ngày')
  const calendar: SimulatedDay[] = []
  for (let at = 0; at < days && !cli.signal.aborted; at += 1) {
    calendar.push(await simulation.day(addDays(demo.today, at)))
    progress.update(at + 1, days)
  }
  progress.finish()
  await printCalendar(cli, demo, calendar)
}

class Simulation {
  private readonly renewals = new Map<Day, { cardId: string; validTo: Day }[]>()
  private readonly renewing = new Set<string>()
  private lastReminded = '0'
  private readonly cli: Cli
  private readonly app: App
  private readonly demo: Demo
  private readonly clock: SettableClock

  constructor(cli: Cli, app: App, demo: Demo, clock: SettableClock) {
    this.cli = cli
    this.app = app
    this.demo = demo
    this.clock = clock
  }

  async day(day: Day): Promise<SimulatedDay> {
    const { register } = this.demo
    const before = await register.states()
    let seen = 0
    let renewed = 0
    for (const hour of HOURS) {
      this.clock.set(vietnamInstant(day, hour))
      if (hour === HOURS[0]) await this.closeMonth(day)
      await this.app.plan({ onlyIfChanged: true })
      await deliver(this.cli, this.app, this.demo, { silent: true })
      seen += await this.readMessages()
      if (hour === '12:00') renewed = await this.renewCards(day)
    }
    await this.decideRenewals(day)
    const told = await this.visit(day)
    await this.app.sweep()
    const after = await register.states()
    const grown = (state: keyof typeof after): number => (after[state] ?? 0) - (before[state] ?? 0)
    return {
      day,
      sent: await register.sentOn(day),
      seen,
      renewed,
      ended: await register.endingOn(day),
      visits: grown('visit'),
      told,
      expired: grown('expired'),
    }
  }

  /** Looks at what lies in the mailboxes, as each owner would by now. */
  private async readMessages(): Promise<number> {
    const now = this.clock.now()
    const read = (await this.demo.register.unread()).filter(({ contactId, messageId, sentAt }) => {
      const minutes = this.demo.citizens.readsAfterMinutes(contactId, messageId)
      return minutes !== undefined && later(sentAt, minutes * 60_000) <= now
    })
    await this.demo.register.markRead(read.map((message) => message.messageId), now)
    for (const { requestId } of read) {
      await this.app.receive('webchat')({ kind: 'receipt', dedupeKey: `seen ${requestId}`, requestId, outcome: 'seen', occurredAt: now })
    }
    await this.app.applyReports()
    return read.length
  }

  private async decideRenewals(day: Day): Promise<void> {
    for (const { noticeId, cardId, validTo, step } of await this.demo.register.remindedCards(this.lastReminded)) {
      if (BigInt(noticeId) > BigInt(this.lastReminded)) this.lastReminded = noticeId
      if (this.renewing.has(cardId)) continue
      const on = this.demo.citizens.renewsOn(cardId, { offset: Number(step.replace('T', '')) || 0, toldOn: day })
      if (on === undefined) continue
      this.renewing.add(cardId)
      const due = on <= day ? addDays(day, 1) : on
      this.renewals.set(due, [...(this.renewals.get(due) ?? []), { cardId, validTo }])
    }
  }

  private async renewCards(day: Day): Promise<number> {
    const due = this.renewals.get(day) ?? []
    for (const { cardId, validTo } of due) {
      const card = renewedCard(validTo, day, 12)
      await this.demo.register.renew(cardId, card.validFrom, card.validTo, this.clock.now())
    }
    return due.length
  }

  private async closeMonth(day: Day): Promise<void> {
    if (!day.endsWith(RETURN_DAY)) return
    const month = monthOf(day)
    await this.demo.register.closeMonth(month, (personId) => this.demo.citizens.collects(personId, month), this.clock.now())
  }

  private async visit(day: Day): Promise<number> {
    let told = 0
    for (const { noticeId, personId, listedOn } of await this.demo.register.openVisits()) {
      const { outcome, on } = this.demo.citizens.visited(personId, listedOn)
      if (on > day) continue
      await this.demo.register.reportVisit(noticeId, outcome, this.clock.now())
      if (outcome === 'told') told += 1
    }
    return told
  }
}
