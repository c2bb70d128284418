/**
 * Figures that need the whole register, kept so that no page waits for them: what the next seven days will bring, and
 * whom messages reach. Made again when the day or the register has changed; a page shows the last ones meanwhile.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { addDays, vietnamDay, vietnamInstant } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import type { NoticeState } from '../domain/notice-state.ts'
import type { Scope } from '../domain/officer.ts'
import type { Clock } from '../kernel/clock.ts'
import { planReminders } from '../reminders/plan-reminders.ts'
import { reachByVillage, sentSince } from '../store/console-today.ts'
import type { VillageReach } from '../store/console-today.ts'
import { listCommunes, listRules, planSignature } from '../store/communes.ts'
import { forecast, forecastReach } from '../store/forecast.ts'
import type { ForecastRow, ForecastStore, UnreachedRow } from '../store/forecast.ts'
import type { Ground } from '../store/ground.ts'
import { readSetting, writeSetting } from '../store/settings.ts'

export interface Figures {
  day: Day
  signature: string
  madeAt: number
  planned: ForecastRow[]
  reach: VillageReach[]
}

export interface ComingMonth {
  day: Day
  signature: string
  madeAt: number
  planned: ForecastRow[]
  unreached: UnreachedRow[]
}

export interface Sent {
  day: Day
  states: Partial<Record<NoticeState, number>>
  madeAt: number
}

const DAYS = 7
const MONTH_DAYS = 30
/** By id, in a setting that is read whole: more are only counted by whoever goes to see them. */
const MOST_UNREACHED = 500
/** A page waits no longer than this for fresh ones. */
const WAIT_MS = 80
/** Chats are linked without the register changing. */
const OLD_MS = 15 * 60_000
/** Half a million people make fifty thousand messages a week: not to be counted for every look. */
const SENT_OLD_MS = 60_000

export function communeFigures({ database, log }: Pick<Ground, 'database' | 'log'>, clock: Clock, waitMs = WAIT_MS) {
  const underWay = new Map<string, Promise<unknown>>()

  /** What is kept under this name, made again where it is not fresh; a page waits a moment for that, then takes the old. */
  async function kept<Value extends { madeAt: number }>(name: string, isFresh: (value: Value) => boolean, make: () => Promise<Value>): Promise<Value | undefined> {
    const old = await readSetting<Value>(database, name)
    if (old !== undefined && isFresh(old)) return old
    let making = underWay.get(name) as Promise<Value> | undefined
    if (making === undefined) {
      making = make().then(async (value) => (await writeSetting(database, name, value), value)).finally(() => underWay.delete(name))
      making.catch((err: unknown) => log.warn({ err, name }, 'console: figures could not be made'))
      underWay.set(name, making)
    }
    return Promise.race([making.catch(() => old), pause(waitMs, old, { ref: false })])
  }

  const comingDays = (communeId: number, today: Day): Promise<ForecastRow[]> => forecast(database, today, addDays(today, DAYS), planAhead(communeId, today, DAYS))

  /** Plans these days one after the other, as if each had come. */
  function planAhead(communeId: number, today: Day, days: number): (store: ForecastStore) => Promise<void> {
    return async (store) => {
      const communes = (await listCommunes(database)).filter(({ id }) => id === communeId)
      for (let ahead = 1; ahead <= days; ahead += 1) {
        const then = vietnamInstant(addDays(today, ahead), '00:30')
        const plan = planReminders({
          clock: { now: () => then },
          // Nothing is planned: nothing to tell.
          log: log.child({}, { level: 'silent' }),
          store: {
            ...store,
            communes: async () => communes,
            rules: (id) => listRules(database, id),
            signature: async () => '',
            lastPlanned: async () => undefined,
            rememberPlanned: async () => undefined,
            cancelOutdated: async () => 0,
            scheduleChanges: async () => 0,
          },
        })
        await plan()
      }
    }
  }

  const ageOf = ({ madeAt }: { madeAt: number }): number => clock.now().getTime() - madeAt

  return {
    /** The newest there are; undefined: they are being made for the first time. */
    get: async (communeId: number): Promise<Figures | undefined> => {
      const day = vietnamDay(clock.now())
      const signature = await planSignature(database, communeId)
      return kept<Figures>(`figures:${communeId}`, (one) => one.day === day && one.signature === signature && ageOf(one) < OLD_MS, async () => ({
        day, signature,
        planned: await comingDays(communeId, day),
        reach: await reachByVillage(database.pool, communeId, day),
        madeAt: clock.now().getTime(),
      }))
    },
    /** What the coming month will bring, and whom it would not reach by any of these kinds of address. */
    month: async (communeId: number, kinds: readonly string[]): Promise<ComingMonth | undefined> => {
      const day = vietnamDay(clock.now())
      const signature = `${await planSignature(database, communeId)} ${kinds.join()}`
      return kept<ComingMonth>(`month:${communeId}`, (one) => one.day === day && one.signature === signature && ageOf(one) < OLD_MS, async () => ({
        day, signature, madeAt: clock.now().getTime(),
        ...(await forecastReach(database, { after: day, until: addDays(day, MONTH_DAYS), kinds, most: MOST_UNREACHED }, planAhead(communeId, day, MONTH_DAYS))),
      }))
    },
    /** How what was due in the last week ended. */
    sent: ({ communeId, villageId }: Scope): Promise<Sent | undefined> => {
      const day = vietnamDay(clock.now())
      return kept<Sent>(`sent:${communeId}:${villageId ?? 'all'}`, (one) => one.day === day && ageOf(one) < SENT_OLD_MS, async () => ({
        day, states: await sentSince(database.pool, { communeId, villageId }, addDays(day, -DAYS), day), madeAt: clock.now().getTime(),
      }))
    },
    /** For whoever stops the process: nothing is under way any more. */
    idle: async () => void (await Promise.allSettled(underWay.values())),
  }
}
