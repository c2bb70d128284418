/** The clock's own work. Each tick asks the database what is due, so a missed or doubled one harms nobody. */
import type { Log } from '../kernel/log.ts'
import { startSchedule } from '../queue/schedule.ts'
import type { Tick } from '../queue/schedule.ts'
import type { App } from '../app.ts'

export function startTicks(
  log: Log,
  work: Pick<App, 'plan' | 'promote' | 'sweep' | 'ask' | 'weigh' | 'keepBoards' | 'followUp'> & { applyReports(): Promise<unknown>; ringUnanswered(): Promise<unknown>; chainAudit(): Promise<unknown>; keepBroadcasts(signal: AbortSignal): Promise<unknown>; forgetOld(signal: AbortSignal): Promise<unknown> },
): () => Promise<void> {
  const stopping = new AbortController()
  const ticks: Tick[] = [
    { name: 'promote', cron: '* * * * * *', run: () => work.promote(stopping.signal) },
    { name: 'reports', cron: '*/5 * * * * *', run: () => work.applyReports() },
    { name: 'broadcasts', cron: '* * * * * *', run: () => work.keepBroadcasts(stopping.signal) },
    { name: 'boards', cron: '*/2 * * * * *', run: () => work.keepBoards() },
    { name: 'tasks', cron: '23 * * * * *', run: () => work.followUp() },
    { name: 'unanswered', cron: '*/10 * * * * *', run: () => work.ringUnanswered() },
    { name: 'audit', cron: '*/5 * * * * *', run: () => work.chainAudit() },
    { name: 'sweep', cron: '*/15 * * * * *', run: () => work.sweep() },
    { name: 'ask', cron: '*/10 * * * * *', run: () => work.ask() },
    { name: 'weigh', cron: '37 * * * * *', run: () => work.weigh() },
    // while nobody is written to
    { name: 'forget', cron: '0 17 3 * * *', run: () => work.forgetOld(stopping.signal) },
    { name: 'plan', cron: '7 * * * * *', run: () => work.plan({ onlyIfChanged: true }) },
  ]
  const running = startSchedule(ticks, log)
  return async () => {
    stopping.abort()
    await running.stop()
  }
}
