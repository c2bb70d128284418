/** The figures of this process and of what it stands on, for whoever watches machines. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { App } from '../app.ts'
import { SEND_LANES, sendQueue } from '../delivery/delivery-job.ts'
import { later, vietnamDay } from '../domain/calendar.ts'
import { NOTICE_STATES } from '../domain/notice-state.ts'
import { installationFigures } from '../store/installation-figures.ts'
import { channelWeights, recentTries } from '../store/channel-states.ts'
import type { Metric, MetricsPort } from '../web/metrics.ts'

const RECENT_MS = 10 * 60_000
const SLOW_MS = 5_000
/** Several watchers, or an impatient one, cost one look. */
const KEEP_MS = 5_000

export function metricsOf(app: App): MetricsPort {
  const lag = monitorEventLoopDelay({ resolution: 20 })
  lag.enable()
  let kept: { at: number; figures: Promise<Metric[]> } | undefined
  return {
    token: app.ground.config.web.metricsToken,
    read: async () => {
      const at = performance.now()
      if (kept === undefined || at - kept.at > KEEP_MS) kept = { at, figures: figuresOf(app) }
      return [...(await kept.figures), ...processFigures(lag)]
    },
  }
}

async function figuresOf({ ground, clock, channels, queue }: App): Promise<Metric[]> {
  const { pool } = ground.database
  const now = clock.now()
  const [database, waiting] = await Promise.all([
    Promise.all([installationFigures(pool, now, vietnamDay(now)), channelWeights(pool), recentTries(pool, later(now, -RECENT_MS), SLOW_MS)]).catch(() => undefined),
    Promise.all(channels.flatMap(({ name }) => SEND_LANES.map(async (lane) => ({ labels: { channel: name, lane }, value: await queue.depth(sendQueue(name, lane)) })))).catch(() => undefined),
  ])
  const metrics: Metric[] = [
    { name: 'loa_up', help: 'Whether this part answers.', type: 'gauge', values: [{ labels: { part: 'database' }, value: Number(database !== undefined) }, { labels: { part: 'queue' }, value: Number(waiting !== undefined) }] },
    { name: 'loa_queue_depth', help: 'Jobs waiting or running.', type: 'gauge', values: waiting ?? [] },
  ]
  if (database === undefined) return metrics
  const [figures, weights, tries] = database
  const plain = (name: string, help: string, value: number): Metric => ({ name, help, type: 'gauge', values: [{ value }] })
  return [
    ...metrics,
    { name: 'loa_notices', help: 'Notices due yesterday and today, by state.', type: 'gauge', values: NOTICE_STATES.map((state) => ({ labels: { state }, value: figures.notices.find((one) => one.state === state)?.n ?? 0 })) },
    plain('loa_notices_unconfirmed', 'Notices that wait for a decision of a person.', figures.unconfirmed),
    plain('loa_oldest_queued_seconds', 'How long the oldest queued notice has waited for a worker.', figures.dueSeconds),
    plain('loa_inbound_waiting', 'Messages of citizens that have no answer yet.', figures.unanswered),
    plain('loa_audit_unchained', 'Audit records that have no place in the chain yet.', figures.unchained),
    { name: 'loa_tickets_open', help: 'Questions of citizens that wait for an officer.', type: 'gauge', values: [true, false].map((urgent) => ({ labels: { urgent: String(urgent) }, value: figures.tickets.find((one) => one.urgent === urgent)?.n ?? 0 })) },
    { name: 'loa_channel_resting', help: 'Whether the channel rests until a person acts.', type: 'gauge', values: channels.map(({ name }) => ({ labels: { channel: name }, value: Number(figures.resting.includes(name)) })) },
    { name: 'loa_channel_weight', help: 'Of 100 notices that could also go another way, so many stay.', type: 'gauge', values: channels.map(({ name }) => ({ labels: { channel: name }, value: weights.get(name) ?? 100 })) },
    {
      name: 'loa_channel_tries', help: 'Tries of the last ten minutes; troubled: slow, unanswered or refused.', type: 'gauge',
      values: tries.flatMap(({ channel, tries: all, troubled }) => [{ labels: { channel, result: 'troubled' }, value: troubled }, { labels: { channel, result: 'good' }, value: all - troubled }]),
    },
  ]
}

function processFigures(lag: ReturnType<typeof monitorEventLoopDelay>): Metric[] {
  const { user, system } = process.cpuUsage()
  const p99 = lag.percentile(99) / 1e9
  lag.reset()
  return [
    { name: 'process_cpu_seconds_total', help: 'CPU time of this process.', type: 'counter', values: [{ value: (user + system) / 1e6 }] },
    { name: 'process_resident_memory_bytes', help: 'Memory of this process.', type: 'gauge', values: [{ value: process.memoryUsage.rss() }] },
    { name: 'process_uptime_seconds', help: 'How long this process has run.', type: 'gauge', values: [{ value: process.uptime() }] },
    { name: 'nodejs_eventloop_lag_p99_seconds', help: 'How late this process came to its work since the last look.', type: 'gauge', values: [{ value: Number.isFinite(p99) ? p99 : 0 }] },
  ]
}
