/** The officer's console: all its pages, behind one door. */
import type { FastifyInstance } from 'fastify'
import type { RenderPage } from '../page.ts'
import { accountRoutes } from './account-routes.ts'
import type { AccountsPort } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import type { AuditPort } from './audit-routes.ts'
import { broadcastRoutes } from './broadcast-routes.ts'
import type { BroadcastsPort } from './broadcast-routes.ts'
import { BROADCASTS, HOME, PEOPLE, REMINDERS, TICKETS, VILLAGES } from './cookies.ts'
import type { NavEntry } from './frame.ts'
import { gateRoutes } from './gate-routes.ts'
import type { GatePort } from './gate-routes.ts'
import { importRoutes } from './import-routes.ts'
import type { ImportsPort } from './import-routes.ts'
import { MACHINE, machineRoutes } from './machine-routes.ts'
import type { MachinePort } from './machine-routes.ts'
import { mountRoutes } from './mount.ts'
import type { Officer } from './officer.ts'
import { peopleRoutes } from './people-routes.ts'
import type { PeoplePort } from './people-routes.ts'
import { REPORTS, reportRoutes } from './report-routes.ts'
import type { ReportPort } from './report-routes.ts'
import { reminderRoutes } from './reminder-routes.ts'
import type { RemindersPort } from './reminder-routes.ts'
import type { OfficerRoute, OpenRoute } from './route.ts'
import { ticketRoutes } from './ticket-routes.ts'
import type { TicketsPort } from './ticket-routes.ts'
import { villageRoutes } from './village-routes.ts'
import type { VillagesPort } from './village-routes.ts'
import { visitRoutes } from './visit-routes.ts'
import type { VisitsPort } from './visit-routes.ts'
import { todayRoutes } from './today-routes.ts'
import type { TodayPort } from './today-routes.ts'

export interface ConsolePort {
  /** Who holds this cookie, where it still opens something. */
  officer(token: string): Promise<Officer | undefined>
  gate: GatePort
  accounts: AccountsPort
  /** What waits for this officer, by the address of its page. */
  badges(officer: Officer): Promise<Readonly<Record<string, NavEntry['badge']>>>
  today: TodayPort
  tickets: TicketsPort
  reminders: RemindersPort
  villages: VillagesPort
  visits: VisitsPort
  imports: ImportsPort
  people: PeoplePort
  reports: ReportPort
  machine: MachinePort
  broadcasts: BroadcastsPort
  audit: AuditPort
  /** Resolves when nothing that a page began is under way. */
  idle(): Promise<void>
}

export const NAV: readonly NavEntry[] = [
  { path: HOME, title: 'Hôm nay', may: 'today.see' },
  { path: TICKETS, title: 'Trao đổi', may: 'tickets.see' },
  { path: REMINDERS, title: 'Nhắc việc', may: 'reminders.see' },
  { path: `${HOME}/nhap`, title: 'Nhập danh sách', may: 'imports.see' },
  { path: VILLAGES, title: 'Thôn, ấp', may: 'villages.see' },
  { path: PEOPLE, title: 'Người dân', may: 'people.see' },
  { path: BROADCASTS, title: 'Thông báo', may: 'broadcasts.see' },
  { path: REPORTS, title: 'Báo cáo', may: 'reports.see' },
  { path: `${HOME}/luu-vet`, title: 'Sổ lưu vết', may: 'audit.see' },
  { path: MACHINE, title: 'Máy', may: 'machine.see' },
]

/** Every address there is: what the tests walk is what is mounted. */
export function consoleRoutes(port: Omit<ConsolePort, 'officer' | 'badges' | 'idle'>, https: boolean): (OfficerRoute | OpenRoute)[] {
  const { open, signedIn } = gateRoutes(port.gate, https)
  return [
    ...open,
    ...signedIn,
    ...todayRoutes(port.today),
    ...ticketRoutes(port.tickets),
    ...reminderRoutes(port.reminders),
    ...visitRoutes(port.visits),
    ...villageRoutes(port.villages),
    ...importRoutes(port.imports),
    ...peopleRoutes(port.people),
    ...broadcastRoutes(port.broadcasts),
    ...reportRoutes(port.reports),
    ...auditRoutes(port.audit),
    ...machineRoutes(port.machine),
    ...accountRoutes(port.accounts),
  ]
}

export function mountConsole(app: FastifyInstance, { port, render, https }: { port: ConsolePort; render: RenderPage; https: boolean }): void {
  app.addHook('onClose', () => port.idle())
  mountRoutes(app, consoleRoutes(port, https), { render, https, nav: NAV, badges: (officer) => port.badges(officer), officer: (token) => port.officer(token) })
}
