/**
 * node-cron's one door. A schedule only ticks: what is due is asked of the database, so a tick may be missed, late or
 * doubled. A tick that is still running when the next one comes is not started twice.
 */
import { schedule } from 'node-cron'
import type { Log } from '../kernel/log.ts'

export interface Tick {
  name: string
  /** Six fields: second minute hour day month weekday, in Vietnam time. */
  cron: string
  run(): Promise<unknown>
}

export interface RunningSchedule {
  stop(): Promise<void>
}

export function startSchedule(ticks: readonly Tick[], log: Log): RunningSchedule {
  const running = new Map<string, Promise<unknown>>()
  const tasks = ticks.map((tick) => {
    const once = (): void => {
      if (running.has(tick.name)) return
      const run = tick
        .run()
        .catch((err: unknown) => log.error({ err, tick: tick.name }, 'a tick failed; the next one tries again'))
        .finally(() => running.delete(tick.name))
      running.set(tick.name, run)
    }
    return schedule(tick.cron, once, { timezone: 'Asia/Ho_Chi_Minh', name: tick.name, suppressMissedWarning: true })
  })
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.stop()))
      await Promise.all(running.values())
    },
  }
}
