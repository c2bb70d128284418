/** What an officer sees and sets of the Official Account, without running Loa: its consent, its state, its approved texts. */
import { SendError } from '../channels/channel.ts'
import { failureSaid } from '../channels/zalo/account.ts'
import type { ZaloOverview } from '../channels/zalo/account.ts'
import { CONSENT_SAID } from '../channels/zalo/consent.ts'
import type { ReturnedConsent } from '../channels/zalo/consent.ts'
import { troubleSaid } from '../channels/zalo/grant.ts'
import { systemClock } from '../kernel/clock.ts'
import type { Clock } from '../kernel/clock.ts'
import { markAlertsSeen, openAlerts } from '../store/channel-alerts.ts'
import type { Ground } from '../store/ground.ts'
import { providerTemplates } from '../store/provider-templates.ts'
import type { ProviderTemplateRow } from '../store/provider-templates.ts'
import { zaloTokens } from '../store/zalo-tokens.ts'
import { zaloAccount } from './channels.ts'

export type { ZaloOverview } from '../channels/zalo/account.ts'
export type { ProviderTemplateRow } from '../store/provider-templates.ts'

/** Either what was asked, or why it cannot be had, for the officer. */
export type Asked<T> = { ok: true; value: T } | { ok: false; said: string }

export interface ZaloConnection {
  rotatedAt: Date
  accessEndsAt: Date
  /** What an admin must do. */
  trouble: string | undefined
  messageApi: 'v2' | 'v3'
}

export interface ApprovedTemplate {
  status: string
  parameters: readonly { name: string; required: boolean; maxLength: number | undefined }[]
  dongByPhone: number | undefined
  dongByUser: number | undefined
}

const ALERTS = 20

/** undefined where the configuration names no account. */
export function zaloDesk(ground: Ground, clock: Clock = systemClock) {
  const { config, database, cipher } = ground
  const account = zaloAccount(ground, clock)
  if (account === undefined || !config.zalo.enabled) return undefined
  const { oaId } = config.zalo
  const { pool } = database
  const templates = providerTemplates(pool)

  return {
    oaId,
    async connection(): Promise<ZaloConnection | undefined> {
      const stored = await zaloTokens(database, cipher).read(oaId)
      if (stored === undefined) return undefined
      const { rotatedAt, accessEndsAt, trouble, messageApi } = stored
      return { rotatedAt, accessEndsAt, trouble: trouble === undefined ? undefined : troubleSaid(trouble), messageApi }
    },
    overview: (signal: AbortSignal): Promise<Asked<ZaloOverview>> => asked(account.overview(signal)),
    template: (id: string, signal: AbortSignal): Promise<Asked<ApprovedTemplate>> =>
      asked(
        account.describeTemplate(id, signal).then(({ status, listParams, price_sdt: dongByPhone, price_uid: dongByUser }) => ({
          status, dongByPhone, dongByUser,
          parameters: listParams.map(({ name, require, acceptNull, maxLength }) => ({ name, required: require && !acceptNull, maxLength })),
        })),
      ),
    alerts: async () => (await openAlerts(pool, ALERTS)).filter(({ channel }) => channel === 'zalo'),
    markSeen: () => markAlertsSeen(pool, 'zalo', clock.now()),
    /** undefined without ZALO_REDIRECT_URL. */
    authoriseUrl: () => account.authoriseUrl(),
    async takeConsent(returned: ReturnedConsent): Promise<{ ok: boolean; said: string }> {
      const outcome = await account.takeConsent(returned)
      return { ok: outcome === 'connected', said: CONSENT_SAID[outcome] }
    },
    adopt: (refreshToken: string): Promise<Asked<void>> => asked(account.adopt(refreshToken)),
    templates: {
      list: (communeId: number) => templates.list(communeId, 'zalo'),
      save: (row: Omit<ProviderTemplateRow, 'channel'>) => templates.save({ ...row, channel: 'zalo' }, 'cli', clock.now()),
      remove: (communeId: number, key: string) => templates.remove({ communeId, channel: 'zalo', key }),
    },
    close: async () => account.stop?.(),
  }
}

export type ZaloDesk = NonNullable<ReturnType<typeof zaloDesk>>

async function asked<T>(question: Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, value: await question }
  } catch (problem) {
    if (problem instanceof SendError) return { ok: false, said: failureSaid(problem) }
    throw problem
  }
}
