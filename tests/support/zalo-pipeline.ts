/** The real pipeline with Zalo switched on by its variables, against the simulator, over real HTTP both ways. All data is invented. */
import { configuredChannels } from '../../src/app/channels.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { webOf } from '../../src/cli/web.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import type { Log } from '../../src/kernel/log.ts'
import type { GroundOptions } from '../../src/store/ground.ts'
import { providerTemplates } from '../../src/store/provider-templates.ts'
import { zaloTokens } from '../../src/store/zalo-tokens.ts'
import type { TestDatabase } from './database.ts'
import { MODELS } from './models.ts'
import { startPipeline } from './pipeline.ts'
import type { Pipeline } from './pipeline.ts'
import { startZalo } from './simulators/zalo-simulator.ts'
import type { ZaloSimulator, ZaloSimulatorOptions } from './simulators/zalo-simulator.ts'
import type { SimulatedTemplate } from './simulators/zalo-zbs-desk.ts'

export const ZALO_KEYS = { appId: '1000000000000000001', appSecret: 'khoa-ung-dung-bia-dat', oaId: '2000000000000000002', webhookSecret: 'khoa-oa-bia-dat' }
export const ZALO_REDIRECT = 'https://xa.example/hooks/zalo/consent'
/** Above 2^53, as they are. */
export const ZALO_USER = '9007199254740993123'

/** One text that Zalo has approved for each of ours that the tests send. */
export const APPROVED: Readonly<Record<string, SimulatedTemplate>> = {
  '300001': { text: 'Thẻ bảo hiểm y tế của {ho_ten} hết hạn ngày {han_the}.', params: [{ name: 'ho_ten', maxLength: 30 }, { name: 'han_the', maxLength: 20 }] },
  '300002': { text: 'Thẻ của {ho_ten} hết hạn ngày {han_the}, chỉ gửi theo số điện thoại.', params: [{ name: 'ho_ten', maxLength: 30 }, { name: 'han_the', maxLength: 20 }], byUser: false },
}

export const zaloEnv = (url: string): Record<string, string> => ({
  LOA_WEBCHAT: '0',
  ZALO_APP_ID: ZALO_KEYS.appId, ZALO_APP_SECRET: ZALO_KEYS.appSecret, ZALO_OA_ID: ZALO_KEYS.oaId, ZALO_OA_SECRET_KEY: ZALO_KEYS.webhookSecret,
  ZALO_REDIRECT_URL: ZALO_REDIRECT, ZALO_PER_MINUTE: '6000',
  ZALO_OAUTH_URL: url, ZALO_OA_URL: url, ZALO_ZBS_URL: url,
})

export interface ZaloPipeline extends Pipeline {
  zalo: ZaloSimulator
  channel: Channel
  /** Another process of the same installation. */
  beside(): Promise<Pipeline>
  /** Where Zalo's webhook is, on Loa's own web server. */
  hook: string
  close(): Promise<void>
}

export interface ZaloPipelineOptions {
  at: string
  /** Beside Zalo, after it. */
  others?: readonly Channel[]
  /** Nobody has given consent yet. */
  unconnected?: true
  /** Our key → the id of the approved text; by default the first is approved and the account has it. */
  templates?: Readonly<Record<string, string>>
  simulator?: Partial<ZaloSimulatorOptions>
  roles?: readonly ('worker' | 'scheduler' | 'bot')[]
  log?: Log
  env?: Readonly<Record<string, string>>
  ground?: GroundOptions
}

const VALUES = { ho_ten: 'name', han_the: 'valid_to' }

export async function startZaloPipeline(database: TestDatabase, options: ZaloPipelineOptions): Promise<ZaloPipeline> {
  const clock = new SettableClock(new Date(options.at))
  // The web server has an address only once it listens, and the simulator wants to know it: its posts go through here.
  const post = { url: 'http://127.0.0.1:9/' }
  const zalo = await startZalo({ ...ZALO_KEYS, redirectUrl: ZALO_REDIRECT, clock, templates: APPROVED, perMinute: 100_000, webhookUrl: () => post.url, ...options.simulator })
  const open = (keep: boolean): Promise<Pipeline> =>
    startPipeline(database, ({ ground, mailbox }) => [...configuredChannels(ground, mailbox, clock), ...(options.others ?? [])], {
      at: options.at, clock, keep, env: { ...zaloEnv(zalo.url), LOA_PORT: '0', LOA_DATA: MODELS, ...options.env }, roles: options.roles ?? ['worker'], ...(options.log && { log: options.log }), ...(options.ground && { ground: options.ground }),
    })
  const pipeline = await open(false)
  const { app } = pipeline
  if (options.unconnected !== true) await connect(pipeline, zalo)
  for (const [key, id] of Object.entries(options.templates ?? { 'card-expiry-ahead': '300001' })) {
    await providerTemplates(database.pool).save({ communeId: pipeline.communeId, channel: 'zalo', key, id, values: VALUES }, 'test', clock.now())
  }
  const web = await webOf(app)
  post.url = `${(await web.start()).url}/hooks/zalo`
  const more: Pipeline[] = []
  const [channel] = app.channels
  if (channel?.name !== 'zalo') throw new Error('Zalo is not the first choice')
  return {
    ...pipeline, zalo, channel,
    get hook() {
      return post.url
    },
    beside: async () => {
      const other = await open(true)
      more.push(other)
      return other
    },
    close: async () => {
      await web.stop()
      for (const other of more) await other.stop()
      await pipeline.stop()
      await zalo.stop()
    },
  }
}

/** As after consent: the pair that Zalo gave lies in the database. */
export async function connect({ app, clock }: Pick<Pipeline, 'app' | 'clock'>, zalo: ZaloSimulator): Promise<void> {
  const rotatedAt = clock.now()
  await zaloTokens(app.ground.database, app.ground.cipher).withLock(ZALO_KEYS.oaId, async (held) => {
    await held.read()
    await held.save({ ...zalo.issueTokens(), rotatedAt, accessEndsAt: new Date(rotatedAt.getTime() + 25 * 60 * 60_000) })
  })
}
