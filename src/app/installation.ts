/**
 * What can be looked at, set and imported in an installation without running it: the parts that a command asks for.
 */
import { checkTemplates } from '../content/check-templates.ts'
import { createContent } from '../content/create-content.ts'
import { explain } from '../delivery/explain.ts'
import { slowChannels } from '../delivery/weigh-channels.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { RuleKey } from '../domain/reminder-rules.ts'
import { systemClock } from '../kernel/clock.ts'
import type { Clock } from '../kernel/clock.ts'
import { importRoster } from '../register/import-roster.ts'
import { undoImport } from '../register/undo-import.ts'
import { openAlerts } from '../store/channel-alerts.ts'
import { channelWeights, listChannelStates, recentTries } from '../store/channel-states.ts'
import { changeProfile, editRule, ensureCommune, listCommunes, listRules } from '../store/communes.ts'
import { demoRegister } from '../store/demo-register.ts'
import { demoRooms } from '../store/demo-rooms.ts'
import { demoView } from '../store/demo-view.ts'
import { openGoneReports } from '../store/gone-reports.ts'
import { listBatches } from '../store/import-batches.ts'
import { importStore } from '../store/import-register.ts'
import type { Ground } from '../store/ground.ts'
import { canReadSecrets, communeOverviews, decideAllUnconfirmed, decideUnconfirmed, unconfirmedNotices } from '../store/overview.ts'
import { readNotices } from '../store/notice-context.ts'
import { paymentSchedules } from '../store/payment-schedules.ts'
import { decideFate, readFate } from '../store/person-fate.ts'
import type { FateDecision } from '../store/person-fate.ts'
import { templateOverrides } from '../store/template-overrides.ts'
import { undoImport as undoStoredImport } from '../store/undo-import.ts'
import { findVillage, listVillages } from '../store/villages.ts'
import { openVisits, recordVisit } from '../store/visits.ts'
import { TEMPLATES } from './templates-dir.ts'

export { openGround } from '../store/ground.ts'
export type { Ground } from '../store/ground.ts'
export type { DemoPersonRow, ToldExample, ToldRow } from '../store/demo-view.ts'
export type { DemoRegister, DemoSchedule } from '../store/demo-register.ts'
export type { BatchSummary } from '../store/import-batches.ts'
export type { CommuneRow } from '../store/communes.ts'
export type { ScheduleRow } from '../store/payment-schedules.ts'
export type { CommuneOverview, UnconfirmedNotice } from '../store/overview.ts'
export type { FateDecision, PersonFate } from '../store/person-fate.ts'
export type { GoneReportRow } from '../store/gone-reports.ts'
export type { VisitRow } from '../store/visits.ts'

/** What `status`, `visits` and `doctor` look at. */
export function overviewOf({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, clock: Clock = systemClock) {
  const { pool } = database
  return {
    communes: () => communeOverviews(pool, clock.now()),
    unconfirmed: (limit: number) => unconfirmedNotices(pool, limit),
    visits: (query: { communeId?: number; villageId?: number }) => openVisits(pool, query),
    goneReports: () => openGoneReports(pool),
    restingChannels: async () => (await listChannelStates(pool)).filter((state) => state.resumeAt > clock.now()),
    alerts: (limit: number) => openAlerts(pool, limit),
    slowChannels: () => slowChannels({ clock, weights: () => channelWeights(pool), recentTries: (since, slowMs) => recentTries(pool, since, slowMs) }),
    canReadSecrets: () => canReadSecrets(pool, cipher),
    server: async (): Promise<{ version: string; now: Date }> => {
      const { rows } = await pool.query<{ version: string; now: Date }>("SELECT current_setting('server_version') AS version, clock_timestamp() AS now")
      return rows[0] as { version: string; now: Date }
    },
  }
}

/** Why notices exist, and what a village head is to tell. */
export async function explainerOf({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, clock: Clock = systemClock): Promise<ReturnType<typeof explain>> {
  const content = await createContent({ templatesDir: TEMPLATES, overrides: templateOverrides(database) })
  return explain({ content, clock, read: (ids) => readNotices(database.pool, cipher, ids) })
}

/** What an officer sets for a commune. */
export const settingsOf = ({ database }: Pick<Ground, 'database'>, clock: Clock = systemClock) => ({
  communes: () => listCommunes(database),
  changeProfile: (communeId: number, change: Partial<CommuneProfile>) => changeProfile(database, communeId, change),
  rules: (communeId: number) => listRules(database, communeId),
  editRule: (communeId: number, key: RuleKey, edit: Parameters<typeof editRule>[3]) => editRule(database, communeId, key, edit),
  villages: (communeId: number) => listVillages(database, communeId),
  findVillage: (communeId: number, written: string) => findVillage(database, communeId, written),
  schedules: paymentSchedules(database),
  wording: templateOverrides(database),
  content: () => createContent({ templatesDir: TEMPLATES, overrides: templateOverrides(database) }),
  recordVisit: (visit: Parameters<typeof recordVisit>[1]) => recordVisit(database, visit, clock.now()),
  fateOf: (communeId: number, personId: string) => readFate(database.pool, communeId, personId),
  decideFate: (who: Parameters<typeof decideFate>[1], decision: FateDecision) => decideFate(database, who, decision, clock.now()),
  decideUnconfirmed: (noticeId: string, decision: 'arrived' | 'again') => decideUnconfirmed(database.pool, noticeId, decision, clock.now()),
  decideAllUnconfirmed: (decision: 'arrived' | 'again') => decideAllUnconfirmed(database.pool, decision, clock.now()),
})

/** What keeps a text of templates/ from being sent; asks nothing but the files. */
export const templateProblems = () => checkTemplates(TEMPLATES)

/** What the demo enters in people's place, and shows of them. */
export const demoParts = ({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, communeId: number) => ({
  register: demoRegister(database, cipher, communeId),
  view: demoView(database, cipher, communeId),
  rooms: demoRooms(database, cipher, communeId),
})

// ── the register ─────────────────────────────────────────────────────────────────────────────────────

export const communeNamed = ({ database }: Pick<Ground, 'database'>, name: string, profile: Partial<CommuneProfile> = {}) => ensureCommune(database, name, profile)

export const communesOf = ({ database }: Pick<Ground, 'database'>) => listCommunes(database)

export const importInto = ({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, clock: Clock) => importRoster({ clock, store: importStore(database, cipher) })

export const importsOf = ({ database }: Pick<Ground, 'database'>, clock: Clock) => ({
  list: () => listBatches(database),
  undo: undoImport({ clock, undo: (batchId, now) => undoStoredImport(database, batchId, now) }),
})
