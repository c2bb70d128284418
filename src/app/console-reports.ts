/** A commune's figures for its officers. */
import type { App } from '../app.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { officerActor } from '../domain/officer.ts'
import { writeAudit } from '../store/audit.ts'
import { monthReport } from '../store/reports.ts'
import type { ReportPort } from '../web/console/report-routes.ts'

export function reportsOf({ ground, clock }: Pick<App, 'ground' | 'clock'>): ReportPort {
  const { pool } = ground.database
  const today = () => vietnamDay(clock.now())
  return {
    today,
    read: ({ scope }, month) => monthReport(pool, scope, month, today()),
    taken: ({ scope, accountId }, month) => writeAudit(pool, [{ communeId: scope.communeId, actor: officerActor(accountId), action: 'report.taken', subject: month }], clock.now()),
  }
}
