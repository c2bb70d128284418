/** The real pipeline (PostgreSQL, queue, content) with channels that a test holds in its hand. */
import { createApp } from '../../src/app.ts'
import type { App, AppOptions } from '../../src/app.ts'
import { TEMPLATES } from '../../src/app/templates-dir.ts'
import { SendError } from '../../src/channels/channel.ts'
import type { Channel, OutboundMessage, Sent } from '../../src/channels/channel.ts'
import { loadTemplates } from '../../src/content/create-content.ts'
import type { Templates } from '../../src/content/create-content.ts'
import type { ChannelName, ContactKind } from '../../src/domain/notice-state.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { loadConfig } from '../../src/kernel/config.ts'
import type { Log } from '../../src/kernel/log.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { ensureContact, linkContact } from '../../src/store/contacts.ts'
import type { GroundOptions } from '../../src/store/ground.ts'
import { emptyTables, silentLog } from './database.ts'
import type { TestDatabase } from './database.ts'
import { PATIENCE_MS } from './patience.ts'

export const TEST_KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`

export interface HandHeldChannel extends Channel {
  /** What arrived at the person, in order. */
  readonly received: OutboundMessage[]
  /** Decides the next answers; by default everything is accepted. */
  answer: (message: OutboundMessage) => Sent | SendError | Promise<Sent | SendError>
}

let loaded: Promise<Templates> | undefined
/** Read and checked once for a file's many starts. */
const templates = (): Promise<Templates> => (loaded ??= loadTemplates(TEMPLATES))

/** A busy machine may let a message wait longer than a messenger would. */
export const TEST_GROUND: GroundOptions = { maxConnections: 6, inboundMs: PATIENCE_MS }

/** The message of an ambiguous failure whose request never reached the provider. */
export const LOST = 'lost on the way'

/** A channel that keeps what it is given. With `idempotent`, a repeated request id is received once, as such a provider would. */
export function handHeld(name: ChannelName, options: { reaches?: ContactKind; idempotent?: boolean; perSecond?: number; provider?: string; lookUp?: Channel['lookUp'] } = {}): HandHeldChannel {
  const received: OutboundMessage[] = []
  const seen = new Set<string>()
  const channel: HandHeldChannel = {
    name,
    reaches: options.reaches ?? (name === 'sms' ? 'phone' : name),
    limits: { maxChars: 2_000, perSecond: options.perSecond ?? 10_000, buttons: 0 },
    idempotent: options.idempotent ?? false,
    ...(options.provider === undefined ? {} : { provider: options.provider }),
    ...(options.lookUp === undefined ? {} : { lookUp: options.lookUp }),
    secrets: [],
    received,
    answer: (message) => ({ providerId: `p-${message.requestId}`, outcome: 'accepted' }),
    async send(message) {
      const answer = await channel.answer(message)
      // an ambiguous failure means: it arrived, and the answer was lost; LOST means that it never arrived
      const arrived = !(answer instanceof SendError) || (answer.ambiguous && answer.message !== LOST)
      if (arrived && !(channel.idempotent && seen.has(message.requestId))) received.push(message)
      seen.add(message.requestId)
      if (answer instanceof SendError) throw answer
      return answer
    },
  }
  return channel
}

export interface Pipeline {
  app: App
  clock: SettableClock
  communeId: number
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** Promotes what is due and waits until nothing is queued or being sent. */
  deliver(): Promise<void>
  stop(): Promise<void>
}

export async function startPipeline(database: TestDatabase, channels: readonly Channel[] | NonNullable<AppOptions['channels']>, options: Omit<AppOptions, 'channels'> & { at: string; redisUrl?: string | null; roles?: readonly ('worker' | 'scheduler' | 'bot')[]; keep?: boolean; env?: Readonly<Record<string, string>>; log?: Log }): Promise<Pipeline> {
  // `keep`: Loa starts again over what is there, perhaps with other channels.
  if (options.keep !== true) await emptyTables(database)
  const clock = options.clock instanceof SettableClock ? options.clock : new SettableClock(new Date(options.at))
  const config = loadConfig({
    DATABASE_URL: database.fullUrl,
    LOA_KEYS: TEST_KEYS,
    ...options.env,
    ...(options.redisUrl == null ? {} : { REDIS_URL: options.redisUrl }),
  })
  const app = await createApp(config, options.log ?? silentLog, { random: () => 0.5, ground: TEST_GROUND, templates: await templates(), ...options, clock, channels: typeof channels === 'function' ? channels : () => channels })
  const commune = await ensureCommune(app.ground.database, 'xã Tân Đông')
  await app.start(options.roles ?? ['worker'])
  const sql = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => (await database.pool.query(text, values)).rows as Row[]
  return {
    app, clock, sql,
    communeId: commune.id,
    deliver: async () => {
      await app.promote()
      await untilTrue(async () => (await sql<{ n: number }>("SELECT count(*)::int AS n FROM notice WHERE state IN ('queued', 'sending')"))[0]?.n === 0)
    },
    stop: () => app.stop(),
  }
}

/** Asks again until it is so; fails loudly when it never is. Not a sleep: it ends as soon as the answer is yes. */
export async function untilTrue(ask: () => boolean | Promise<boolean>, withinMs = PATIENCE_MS): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await ask())) {
    if (performance.now() > until) throw new Error(`not true within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export interface NewPerson {
  name?: string
  phone?: string
  telegram?: string
  webchat?: string
  zalo?: string
  cardEnds?: string
  cardGroup?: string
  birth?: string
  allowance?: { group?: string; method?: string; amount?: number; tail?: string }
  poor?: 'poor' | 'near_poor'
  village?: string
}

/** Adds an invented person straight to the register. */
export async function addPerson(pipeline: Pipeline, person: NewPerson): Promise<{ id: string; cardId: string | undefined }> {
  const { sql, communeId, app } = pipeline
  const villageId = person.village === undefined ? null : await addVillage(pipeline, person.village)
  const [row] = await sql<{ id: string }>(
    `INSERT INTO person (commune_id, village_id, full_name, search_key, sort_key, match_key, birth, birth_precision, sex, poor_status)
     VALUES ($1, $2, $3, 'x', 'x', 'x', $4, $5, 'female', $6) RETURNING id`,
    [communeId, villageId, person.name ?? 'Nguyễn Thị Bịa', person.birth ?? '1950-03-02', 'day', person.poor ?? null],
  )
  const id = (row as { id: string }).id
  for (const [kind, address] of [['phone', person.phone], ['telegram', person.telegram], ['webchat', person.webchat], ['zalo', person.zalo]] as const) {
    if (address === undefined) continue
    const contactId = await ensureContact(app.ground.database.pool, app.ground.cipher, { communeId, kind, address })
    await linkContact(app.ground.database.pool, { personId: id, contactId, relation: 'self', source: 'import' })
  }
  const cardId = person.cardEnds === undefined ? undefined : await addCard(pipeline, id, person.cardEnds, person.cardGroup)
  if (person.allowance !== undefined) {
    await sql(`INSERT INTO allowance (commune_id, person_id, category_group, payment_method, amount, account_tail) VALUES ($1, $2, $3, $4, $5, $6)`, [
      communeId, id, person.allowance.group ?? 'elderly', person.allowance.method ?? 'cash', person.allowance.amount ?? 540_000, person.allowance.tail ?? null,
    ])
  }
  return { id, cardId }
}

export async function addCard({ sql, communeId }: Pipeline, personId: string, validTo: string, cardGroup = 'GD'): Promise<string> {
  const [row] = await sql<{ id: string }>(`INSERT INTO card (commune_id, person_id, card_group, valid_to) VALUES ($1, $2, $3, $4) RETURNING id`, [communeId, personId, cardGroup, validTo])
  return (row as { id: string }).id
}

export async function addVillage({ sql, communeId }: Pipeline, name: string): Promise<number> {
  const [row] = await sql<{ id: number }>(
    `INSERT INTO village (commune_id, kind, name, search_key) VALUES ($1, 'Ấp', $2, lower($2)) ON CONFLICT (commune_id, search_key) DO UPDATE SET kind = 'Ấp' RETURNING id`,
    [communeId, name],
  )
  return (row as { id: number }).id
}
