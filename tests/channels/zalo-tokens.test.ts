/** The tokens of one account under two processes and one PostgreSQL. Accounts and keys are invented. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AlertEvent } from '../../src/channels/channel.ts'
import { zaloGrant } from '../../src/channels/zalo/grant.ts'
import type { ZaloTokens } from '../../src/channels/zalo/grant.ts'
import { zaloOAuth } from '../../src/channels/zalo/oauth.ts'
import { createZalo } from '../../src/channels/zalo/zalo.ts'
import type { ZaloChannel } from '../../src/channels/zalo/zalo.ts'
import { connectProvider } from '../../src/channels/provider-call.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import type { ZaloConfig } from '../../src/kernel/config.ts'
import { openDatabase } from '../../src/store/database.ts'
import { zaloTokens } from '../../src/store/zalo-tokens.ts'
import { emptyTables, silentLog, testCipher, testDatabase } from '../support/database.ts'
import { startZalo, zaloCode } from '../support/simulators/zalo-simulator.ts'
import type { ZaloSimulator } from '../support/simulators/zalo-simulator.ts'

const START = new Date('2026-10-10T01:00:00.000Z')
const HOUR_MS = 60 * 60 * 1000
const never = new AbortController().signal
const USER = '9007199254740993123'
const keys = { appId: '1000000000000000001', appSecret: 'khoa-ung-dung-bia-dat', oaId: '2000000000000000002', webhookSecret: 'khoa-oa-bia-dat' }
const REDIRECT = 'https://xa.example/hooks/zalo/consent'

const database = await testDatabase()
const stops: (() => Promise<void>)[] = []
beforeEach(() => emptyTables(database))
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

interface World {
  zalo: ZaloSimulator
  clock: SettableClock
  config: ZaloConfig
  alerts: AlertEvent[]
  /** Another process: its own connections, its own channel. */
  process(): { channel: ZaloChannel; tokens: ZaloTokens }
}

async function world(): Promise<World> {
  const clock = new SettableClock(START)
  const zalo = await startZalo({ ...keys, redirectUrl: REDIRECT, clock })
  stops.push(zalo.stop)
  zalo.people.interact(USER)
  const config: ZaloConfig = {
    enabled: true, ...keys, redirectUrl: REDIRECT, codeVerifier: undefined, secretProof: false, perMinute: 100,
    urls: { oauth: zalo.url, oa: zalo.url, zbs: zalo.url },
  }
  const alerts: AlertEvent[] = []
  return {
    zalo, clock, config, alerts,
    process() {
      const own = openDatabase({ url: database.fullUrl, log: silentLog, maxConnections: 4 })
      const tokens = zaloTokens(own, testCipher())
      const channel = createZalo(config, { tokens, clock, log: silentLog, tell: async (alert) => void alerts.push(alert), timing: { answerMs: 10_000, connectMs: 10_000 } })
      stops.push(() => own.close(), async () => channel.stop?.())
      return { channel, tokens }
    },
  }
}

/** As from the console's API Explorer: the account is connected without anybody's consent in a browser. */
async function connect({ zalo, clock }: World, tokens: ZaloTokens): Promise<void> {
  const now = clock.now()
  const pair = zalo.issueTokens()
  await tokens.withLock(keys.oaId, (held) => held.save({ ...pair, rotatedAt: now, accessEndsAt: new Date(now.getTime() + 25 * HOUR_MS) }))
}

const message = (number: number) => ({ to: USER, text: `Tin số ${number}.`, requestId: `n-${number}` })

describe('two processes and one account', () => {
  test('that find the token dead together ask for one new pair, and every message leaves once', async () => {
    const here = await world()
    const [one, other] = [here.process(), here.process()]
    await connect(here, one.tokens)
    here.zalo.killToken()
    // Slow enough for everybody to come to the lock while the first still asks.
    here.zalo.tokenFaults.next({ kind: 'slow', ms: 100 })
    const sends = Array.from({ length: 20 }, (_, number) => (number % 2 === 0 ? one : other).channel.send(message(number), never))
    expect((await Promise.all(sends)).every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(here.zalo.refreshes()).toBe(1)
    expect(here.zalo.ledger.all()).toHaveLength(20)
    expect(new Set(here.zalo.ledger.all().map(({ text }) => text)).size).toBe(20)
    expect(here.alerts).toEqual([])
  })

  test('without the lock they would lose the grant: the loser’s pair is dead', async () => {
    const here = await world()
    const { tokens } = here.process()
    await connect(here, tokens)
    const provider = connectProvider('zalo', here.zalo.url)
    const oauth = zaloOAuth(here.config, provider)
    const { refreshToken } = (await tokens.read(keys.oaId))!
    await oauth.refresh(refreshToken, START)
    await expect(oauth.refresh(refreshToken, START)).rejects.toMatchObject({ detail: { providerCode: '-14020' } })
    provider.close()
  })

  test('the one that was asleep takes the stored token, though its own was refused', async () => {
    const here = await world()
    const [one, other] = [here.process(), here.process()]
    await connect(here, one.tokens)
    const asleep = (await other.tokens.read(keys.oaId))!.accessToken
    here.zalo.killToken()
    await one.channel.send(message(1), never)
    const provider = connectProvider('zalo', here.zalo.url)
    stops.push(async () => provider.close())
    const grant = zaloGrant({ oaId: keys.oaId, oauth: zaloOAuth(here.config, provider), tokens: other.tokens, clock: here.clock, log: silentLog, tell: async () => undefined })
    expect(await grant.instead(asleep)).toBe((await one.tokens.read(keys.oaId))!.accessToken)
    expect(here.zalo.refreshes()).toBe(1)
  })

  test('a late writer who had lost the lock overwrites nothing', async () => {
    const here = await world()
    const { tokens } = here.process()
    await connect(here, tokens)
    const stale = { accessToken: 'cu', refreshToken: 'cu', rotatedAt: START, accessEndsAt: START }
    await tokens.withLock(keys.oaId, async (late) => {
      await late.read()
      // Meanwhile somebody consents anew, as after a cut connection that gave the lock back.
      await database.pool.query('UPDATE zalo_account SET version = version + 1')
      expect(await late.save(stale)).toBe(false)
    })
    expect((await tokens.read(keys.oaId))!.accessToken).not.toBe('cu')
  })

  test('nothing stored can be read without the key, and the pair before is kept', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    const before = (await tokens.read(keys.oaId))!
    here.zalo.killToken()
    await channel.send(message(1), never)
    const { rows } = await database.pool.query<{ tokens_enc: Buffer; previous_enc: Buffer }>('SELECT tokens_enc, previous_enc FROM zalo_account')
    expect(rows[0]!.tokens_enc.toString('latin1')).not.toContain('access-')
    expect(JSON.parse(testCipher().decrypt(rows[0]!.previous_enc))).toEqual({ access: before.accessToken, refresh: before.refreshToken })
  })
})

describe('a refresh', () => {
  test('comes after twenty hours, five before the token dies', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    here.clock.advance(20 * HOUR_MS - 1)
    await channel.send(message(1), never)
    expect(here.zalo.refreshes()).toBe(0)
    here.clock.advance(1)
    await channel.send(message(2), never)
    expect(here.zalo.refreshes()).toBe(1)
    expect(here.zalo.calls.filter((call) => call.endsWith('/cs'))).toHaveLength(2)
  })

  test('that Zalo never got is asked once more', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    here.zalo.killToken()
    here.zalo.tokenFaults.next({ kind: 'reset', accepted: false })
    await channel.send(message(1), never)
    expect(here.zalo.ledger.all()).toHaveLength(1)
    expect(here.alerts).toEqual([])
  })

  test('whose pair was lost on the way is told to a person once, and is not asked for with every message', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    here.zalo.killToken()
    here.zalo.tokenFaults.next({ kind: 'reset', accepted: true })
    for (const number of [1, 2, 3]) {
      await expect(channel.send(message(number), never)).rejects.toMatchObject({ code: 'channel.reconsent-needed', errorClass: 'OPS', ambiguous: false })
    }
    expect(here.alerts).toMatchObject([{ code: 'zalo.connection', said: 'Zalo OA đã mất kết nối với Loa. Hãy chạy loa zalo authorise, rồi quản trị viên của OA mở đường dẫn được in ra và đồng ý lại.' }])
    expect(here.zalo.calls.filter((call) => call.endsWith('/access_token'))).toHaveLength(2)
    expect(here.zalo.ledger.all()).toEqual([])
    expect(await channel.check!(never)).toMatchObject({ ok: false })
    // Somebody consents again, and all is well.
    await connect(here, tokens)
    await channel.send(message(4), never)
    expect(here.zalo.ledger.all()).toHaveLength(1)
  })

  test('that fails in good time leaves the old token in use', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    here.clock.advance(21 * HOUR_MS)
    here.zalo.people.interact(USER)
    here.zalo.tokenFaults.rule(() => zaloCode(-14004))
    await channel.send(message(1), never)
    await channel.send(message(2), never)
    expect(here.zalo.ledger.all()).toHaveLength(2)
    expect(here.alerts).toMatchObject([{ code: 'zalo.connection' }])
  })

  test.each([
    [-14002, 'channel.misconfigured'],
    [-14003, 'channel.misconfigured'],
    [-14004, 'channel.misconfigured'],
    [-14999, 'channel.unauthorised'],
  ])('refused with %i stops the channel with %s', async (code, name) => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    here.zalo.killToken()
    here.zalo.tokenFaults.next(zaloCode(code))
    await expect(channel.send(message(1), never)).rejects.toMatchObject({ code: name, errorClass: 'OPS', ambiguous: false })
  })

  test('is not repeated when a fresh token is refused too: then a person must look', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    here.zalo.faults.rule(() => zaloCode(-216))
    await expect(channel.send(message(1), never)).rejects.toMatchObject({ code: 'channel.unauthorised', errorClass: 'AUTH', ambiguous: false })
    expect(here.zalo.refreshes()).toBe(1)
  })

  test.each([
    ['-220', zaloCode(-220)],
    ['-201 that speaks of the token', zaloCode(-201, 'Access token is invalid')],
    ['HTTP 401', { kind: 'answer', status: 401 } as const],
    ['HTTP 401 with a body', { kind: 'answer', status: 401, json: { error: -216, message: 'x' } } as const],
  ])('follows %s', async (_what, fault) => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    here.zalo.faults.next(fault)
    await channel.send(message(1), never)
    expect([here.zalo.refreshes(), here.zalo.ledger.all().length]).toEqual([1, 1])
  })

  test('is due for an account that is silent, too', async () => {
    const here = await world()
    const { tokens } = here.process()
    await connect(here, tokens)
    here.clock.advance(30 * 24 * HOUR_MS)
    let roundEnded = (): void => undefined
    const oneRound = new Promise<void>((resolve) => (roundEnded = resolve))
    const rest = (_ms: number, signal: AbortSignal): Promise<void> => {
      roundEnded()
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    }
    const monthLater = createZalo(here.config, { tokens, clock: here.clock, log: silentLog, wait: rest })
    await monthLater.start!(async () => undefined)
    await oneRound
    await monthLater.stop!()
    expect(here.zalo.refreshes()).toBe(1)
    expect((await tokens.read(keys.oaId))!.rotatedAt).toEqual(here.clock.now())
  })
})

test('an account that could not be renewed for sixty days is told to a person, in time and once', async () => {
  const here = await world()
  const { tokens } = here.process()
  await connect(here, tokens)
  const provider = connectProvider('zalo', here.zalo.url)
  stops.push(async () => provider.close())
  const told: AlertEvent[] = []
  const grant = zaloGrant({ oaId: keys.oaId, oauth: zaloOAuth(here.config, provider), tokens, clock: here.clock, log: silentLog, tell: async (alert) => void told.push(alert) })
  here.zalo.tokenFaults.rule(() => ({ kind: 'answer', status: 503 }))
  here.clock.advance(60 * 24 * HOUR_MS)
  await grant.keepFresh()
  expect(told.map(({ said }) => said)).toEqual([expect.stringContaining('chưa gia hạn được')])
  here.clock.advance(1)
  await grant.keepFresh()
  await grant.keepFresh()
  expect(told).toHaveLength(2)
  expect(told[1]!.said).toContain('60 ngày')
  here.zalo.tokenFaults.rule(undefined)
  await grant.keepFresh()
  expect((await tokens.read(keys.oaId))!.trouble).toBeUndefined()
})

test('a pair that Zalo gave is kept, though the connection that held the lock was cut meanwhile', async () => {
  const here = await world()
  const { tokens } = here.process()
  await connect(here, tokens)
  const pair = { accessToken: 'moi', refreshToken: 'moi', rotatedAt: START, accessEndsAt: START }
  await tokens.withLock(keys.oaId, async (held) => {
    await held.read()
    const { rowCount } = await database.pool.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = $1 AND pid <> pg_backend_pid()", [0x2a10])
    expect(rowCount).toBe(1)
    expect(await held.save(pair)).toBe(true)
  })
  expect((await tokens.read(keys.oaId))!.refreshToken).toBe('moi')
})

describe('consent', () => {
  async function consent(channel: ZaloChannel, change: (query: Record<string, string>) => Record<string, string> = (query) => query) {
    const answer = await fetch(channel.authoriseUrl()!, { redirect: 'manual' })
    const back = new URL(answer.headers.get('location')!)
    const route = channel.routes!(async () => undefined).find(({ path }) => path === back.pathname)!
    return route.handle({ headers: {}, query: change(Object.fromEntries(back.searchParams)), rawBody: Buffer.alloc(0) })
  }

  test('connects the account, though another process took the second half', async () => {
    const here = await world()
    const [asked, answered] = [here.process(), here.process()]
    await expect(asked.channel.send(message(1), never)).rejects.toMatchObject({ code: 'channel.not-connected', errorClass: 'OPS' })
    const back = new URL((await fetch(asked.channel.authoriseUrl()!, { redirect: 'manual' })).headers.get('location')!)
    const route = answered.channel.routes!(async () => undefined).find(({ path }) => path === back.pathname)!
    const page = await route.handle({ headers: {}, query: Object.fromEntries(back.searchParams), rawBody: Buffer.alloc(0) })
    expect(page.status).toBe(200)
    await asked.channel.send(message(1), never)
    expect(here.zalo.ledger.all()).toHaveLength(1)
    expect(here.zalo.violations).toEqual([])
  })

  test('through an address that is not ours, too old, or for another account connects nothing', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    expect((await consent(channel, (query) => ({ ...query, state: `${query['state']}x` }))).status).toBe(400)
    expect((await consent(channel, (query) => ({ ...query, oa_id: '2000000000000000009' }))).status).toBe(400)
    expect((await consent(channel, ({ code: _none, ...query }) => query)).status).toBe(400)
    expect((await consent(channel, (query) => (here.clock.advance(HOUR_MS), query))).status).toBe(400)
    expect((await consent(channel, (query) => ({ ...query, code: 'khac' }))).status).toBe(502)
    expect(await tokens.read(keys.oaId)).toBeUndefined()
  })

  test('given again mends what was lost', async () => {
    const here = await world()
    const { channel, tokens } = here.process()
    await connect(here, tokens)
    await tokens.markTrouble(keys.oaId, 'channel.reconsent-needed', START)
    expect((await consent(channel)).status).toBe(200)
    expect((await tokens.read(keys.oaId))!.trouble).toBeUndefined()
  })
})
