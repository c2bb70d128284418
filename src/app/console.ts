/** The officer's console over a register: its pages get their use cases here. */
import type { App } from '../app.ts'
import { NO_COMMUNE, officerActor } from '../domain/officer.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Config } from '../kernel/config.ts'
import { disableAccount, hasAccounts, listAccounts, proofsOf, recoveryCodesLeft, replaceRecoveryCodes, useRecoveryCode, useTotpStep } from '../store/accounts.ts'
import { chooseSessionCommune, endSession, listSessions, readSession, startSession } from '../store/account-sessions.ts'
import { firstBrokenLink, writeAudit } from '../store/audit.ts'
import { listAudit } from '../store/audit-list.ts'
import { waitingTickets } from '../store/console-tickets.ts'
import { listCommunes } from '../store/communes.ts'
import type { Ground } from '../store/ground.ts'
import { acceptInvitation, invite, readInvitation, withdrawInvitations } from '../store/invitations.ts'
import { countTry, forgetTries } from '../store/sign-in-tries.ts'
import { placeNames } from '../store/place-names.ts'
import { listVillages } from '../store/villages.ts'
import type { AccountsPort } from '../web/console/account-routes.ts'
import type { ConsolePort } from '../web/console/console.ts'
import { HOME, TICKETS } from '../web/console/cookies.ts'
import type { GatePort } from '../web/console/gate-routes.ts'
import { join } from '../web/console/join.ts'
import type { Officer } from '../web/console/officer.ts'
import { may } from '../web/console/permissions.ts'
import { newRecoveryCodes } from '../web/console/recovery-codes.ts'
import { newToken, signIn } from '../web/console/sign-in.ts'
import { newSecret } from '../web/console/totp.ts'
import { broadcastsPortOf } from './console-broadcasts.ts'
import { importsPortOf } from './console-imports.ts'
import { machineOf } from './console-machine.ts'
import { peopleOf } from './console-people.ts'
import { reportsOf } from './console-reports.ts'
import { remindersOf } from './console-reminders.ts'
import { ticketsPortOf } from './console-tickets.ts'
import { villagesOf, visitsOf } from './console-villages.ts'
import { todayOf } from './console-today.ts'
import { communeFigures } from './figures.ts'

type Standing = Pick<Ground, 'database' | 'cipher' | 'config'>

export function consoleOf(app: App): ConsolePort {
  const { ground, clock } = app
  const figures = communeFigures(ground, clock)
  return {
    officer: (token) => officerOf(ground, clock, token),
    gate: gateOf(ground, clock),
    accounts: accountsOf(ground, clock),
    badges: async ({ role, scope }) => ({
      ...(may(role, 'tickets.see') && { [TICKETS]: { n: await waitingTickets(ground.database.pool, scope), words: 'câu hỏi chờ trả lời' } }),
    }),
    today: todayOf(app, figures),
    tickets: ticketsPortOf(app),
    reminders: remindersOf(app, figures),
    villages: villagesOf(app),
    visits: visitsOf(app),
    imports: importsPortOf(app),
    people: peopleOf(app),
    reports: reportsOf(app),
    machine: machineOf(app),
    broadcasts: broadcastsPortOf(app),
    audit: {
      list: ({ scope }, beforeId, limit) => listAudit(ground.database.pool, scope, beforeId, limit),
      firstBroken: () => firstBrokenLink(ground.database.pool),
    },
    idle: () => figures.idle(),
  }
}

async function officerOf({ database }: Standing, clock: Clock, token: string): Promise<Officer | undefined> {
  const owner = await readSession(database.pool, token, clock.now())
  if (owner === undefined) return undefined
  const all = await listCommunes(database)
  const mine = owner.communeId === undefined ? all : all.filter(({ id }) => id === owner.communeId)
  const commune = mine.find(({ id }) => id === owner.chosenCommuneId) ?? mine[0]
  const scope = { communeId: commune?.id ?? NO_COMMUNE, villageId: owner.villageId }
  const { village } = owner.villageId === undefined ? { village: undefined } : await placeNames(database.pool, scope)
  return {
    accountId: owner.accountId, sessionId: owner.sessionId, name: owner.name, role: owner.role, scope, commune: commune?.name, village,
    communes: mine.map(({ id, name }) => ({ id, name })), seesAll: owner.communeId === undefined,
  }
}

function gateOf({ database, cipher }: Standing, clock: Clock): GatePort {
  const { pool } = database
  const invited = async (token: string, now: Date) => {
    const found = await readInvitation(pool, cipher, token, now)
    if (found === undefined) return undefined
    const { commune, village } = await placeNames(pool, { communeId: found.communeId ?? NO_COMMUNE, villageId: found.villageId })
    return { role: found.role, name: found.name, totpSecret: found.totpSecret, place: [commune, village].filter((part) => part !== undefined).join(', ') || undefined }
  }
  return {
    invited: (token) => invited(token, clock.now()),
    signIn: signIn({
      clock,
      countTry: (login, now) => countTry(pool, login, now),
      forgetTries: (login) => forgetTries(pool, login),
      proofsOf: (login) => proofsOf(pool, cipher, login),
      useTotpStep: (accountId, step) => useTotpStep(pool, accountId, step),
      useRecoveryCode: (accountId, code, now) => useRecoveryCode(pool, cipher, accountId, code, now),
      startSession: (session, now) => startSession(pool, session, now),
      record: ({ communeId, accountId, action }, now) =>
        writeAudit(pool, [{ communeId: communeId ?? NO_COMMUNE, actor: officerActor(accountId), action, subject: `account:${accountId}` }], now),
    }),
    join: join({
      clock, invited,
      accept: (token, account, now) => acceptInvitation(database, cipher, token, account, now),
      startSession: (session, now) => startSession(pool, session, now),
    }),
    signOut: (session) => endSession(pool, session, clock.now()),
  }
}

function accountsOf({ database, cipher, config }: Standing, clock: Clock): AccountsPort {
  const { pool } = database
  const record = (officer: Officer, action: string, subject: string): Promise<void> =>
    writeAudit(pool, [{ communeId: officer.scope.communeId, actor: officerActor(officer.accountId), action, subject }], clock.now())
  const own = ({ seesAll, scope }: Officer): number | undefined => (seesAll ? undefined : scope.communeId)
  return {
    sessions: (accountId) => listSessions(pool, accountId, clock.now()),
    endSession: (session) => endSession(pool, session, clock.now()),
    recoveryCodesLeft: (accountId) => recoveryCodesLeft(pool, accountId),
    newRecoveryCodes: async (officer) => {
      const codes = newRecoveryCodes()
      await replaceRecoveryCodes(database, cipher, officer.accountId, codes)
      await record(officer, 'account.codes-made', `account:${officer.accountId}`)
      return codes
    },
    accounts: async (officer) => {
      const rows = await listAccounts(pool, own(officer))
      const places = await Promise.all(rows.map((row) => placeNames(pool, { communeId: row.communeId ?? NO_COMMUNE, villageId: row.villageId })))
      return rows.map((row, at) => ({
        id: row.id, name: row.name, login: row.login, role: row.role, lastSeenAt: row.lastSeenAt, closed: row.disabledAt !== undefined,
        place: [places[at]?.commune, places[at]?.village].filter((part) => part !== undefined).join(', ') || undefined,
      }))
    },
    villages: async (communeId) => (await listVillages(database, communeId)).map(({ id, kind, name }) => ({ id, title: `${kind} ${name}`.trim() })),
    invite: async (officer, { name, role, villageId }) => {
      const token = newToken()
      const link = { token, role, villageId, name, communeId: officer.scope.communeId, totpSecret: newSecret(), by: officerActor(officer.accountId) }
      const { expiresAt } = await invite(pool, cipher, link, clock.now())
      await record(officer, 'account.invited', role)
      return { url: joinAddress(webBase(config), token), expiresAt }
    },
    close: async (officer, accountId) => {
      const closed = accountId !== officer.accountId && (await disableAccount(database, { id: accountId, communeId: own(officer) }, clock.now()))
      if (closed) await record(officer, 'account.closed', `account:${accountId}`)
      return closed
    },
    chooseCommune: async (officer, communeId) => {
      const isTheirs = officer.communes.some(({ id }) => id === communeId)
      if (isTheirs) await chooseSessionCommune(pool, officer.sessionId, communeId)
      return isTheirs
    },
  }
}

const joinAddress = (base: string, token: string): string => `${base.replace(/\/+$/, '')}${HOME}/moi/${token}`

/** Where browsers find us, as far as the settings tell. */
export function webBase({ web }: Pick<Config, 'web'>): string {
  if (web.publicUrl !== undefined) return web.publicUrl
  const host = web.host === '0.0.0.0' || web.host === '::' ? '127.0.0.1' : web.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${web.port}`
}

/** A link that makes an admin of the whole installation; one made before under the same name opens nothing any more. */
export async function adminLink({ database, cipher }: Standing, clock: Clock, base: string, by: 'start' | 'cli'): Promise<{ url: string; expiresAt: Date }> {
  const token = newToken()
  const now = clock.now()
  await withdrawInvitations(database.pool, by, now)
  const { expiresAt } = await invite(database.pool, cipher, { token, role: 'admin', communeId: undefined, villageId: undefined, name: '', totpSecret: newSecret(), by }, now)
  await writeAudit(database.pool, [{ communeId: NO_COMMUNE, actor: by, action: 'account.invited', subject: 'admin' }], now)
  return { url: joinAddress(base, token), expiresAt }
}

/** Printed until somebody has used one: nobody can sign in yet. */
export async function firstLink(standing: Standing, clock: Clock, base: string): Promise<string | undefined> {
  if (await hasAccounts(standing.database.pool)) return undefined
  return (await adminLink(standing, clock, base, 'start')).url
}
