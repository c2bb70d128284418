/**
 * The composition root: builds every part from the configuration, starts in order, stops in reverse. Everything that
 * can fail is built before anything starts, and a failed start takes back what it had begun.
 */
import { earsOf, startAnswering } from './app/bot.ts'
import type { AnswerHere } from './app/bot.ts'
import { broadcastsOf } from './app/broadcasts.ts'
import type { Broadcasts } from './app/broadcasts.ts'
import { configuredChannels } from './app/channels.ts'
import { tasksUnderWay } from './app/groups.ts'
import { TEMPLATES } from './app/templates-dir.ts'
import { startTicks } from './app/ticks.ts'
import { startWorkers } from './app/workers.ts'
import type { Channel } from './channels/channel.ts'
import { createContent } from './content/create-content.ts'
import type { Templates } from './content/create-content.ts'
import type { EditableContent } from './content/content.ts'
import { askProviders } from './delivery/ask-providers.ts'
import { giveWay } from './delivery/give-way.ts'
import { sendJob } from './delivery/delivery-job.ts'
import type { SendLane } from './delivery/delivery-job.ts'
import { promoteDue, ringFor, waysOf } from './delivery/promote.ts'
import { receive } from './delivery/receive.ts'
import { sweep } from './delivery/sweep.ts'
import { weighChannels } from './delivery/weigh-channels.ts'
import type { SweepResult } from './delivery/sweep.ts'
import type { CommuneProfile } from './domain/commune-profile.ts'
import { systemClock } from './kernel/clock.ts'
import type { Clock } from './kernel/clock.ts'
import type { Config, Role } from './kernel/config.ts'
import type { Log } from './kernel/log.ts'
import { soon } from './kernel/soon.ts'
import { openQueue } from './queue/bull.ts'
import type { QueueBackend } from './queue/bull.ts'
import { planReminders } from './reminders/plan-reminders.ts'
import type { PlanResult } from './reminders/plan-reminders.ts'
import { channelWeights, recentTries, weighChannel } from './store/channel-states.ts'
import { lastPlanned, listCommunes, listRules, planSignature, rememberPlanned } from './store/communes.ts'
import { storeAlert } from './store/channel-alerts.ts'
import { chainAudit } from './store/audit.ts'
import { doubtedUntil } from './store/backup/doubt.ts'
import { applyEvents, keepEvent } from './store/channel-events.ts'
import type { Database } from './store/database.ts'
import { openGround } from './store/ground.ts'
import type { Ground, GroundOptions } from './store/ground.ts'
import { dropOpenQuestion, sendAfterAll, takeOpenQuestions } from './store/open-questions.ts'
import { cancelOutdated, planBirthdays, planCardExpiry, planPaymentDay, planScheduleChanges, planUncollected } from './store/plan-notices.ts'
import { promoteNotices } from './store/promote-notices.ts'
import type { Promoted } from './store/promote-notices.ts'
import { sendInsteadOfVisiting } from './store/reopen-visits.ts'
import { applyReceipts, keepReceipt, storeReceipt } from './store/receipts.ts'
import { forgetOld } from './store/retention.ts'
import { escalateSilence, queuedNotices, recoverOrphans } from './store/sweep-notices.ts'
import { templateOverrides } from './store/template-overrides.ts'
import { webchatMailbox } from './store/webchat-mailbox.ts'
import type { WebchatMailbox } from './store/webchat-mailbox.ts'

export interface App {
  ground: Ground
  clock: Clock
  content: EditableContent
  queue: QueueBackend
  channels: readonly Channel[]
  mailbox: WebchatMailbox
  /** Commune of whose web chat this is the address. */
  chatOwner(address: string): Promise<(CommuneProfile & { isRoom: boolean }) | undefined>
  communes(): ReturnType<typeof listCommunes>
  plan(options?: { onlyIfChanged?: boolean }): Promise<PlanResult[]>
  promote(signal?: AbortSignal): Promise<number>
  sweep(): Promise<SweepResult>
  /** Asks providers about sends of which no receipt has told the end. */
  ask(): Promise<number>
  /** Takes part of its share from a channel whose provider is slow, and gives it back. */
  weigh(): Promise<void>
  /** Keeps what a channel reports; what follows from it comes a moment later. */
  receive(channel: Channel['name']): ReturnType<typeof receive>
  /** Applies what was kept: receipts, chats that were blocked, people who turned to us. */
  applyReports(): Promise<void>
  /** For what is queued outside of a promotion: an answer, an officer's word. */
  ring(queued: readonly Promoted[]): Promise<void>
  /** Writes the boards of tasks that have changed. Returns how many. */
  keepBoards(): Promise<number>
  /** Tells, reminds and passes on what open tasks still want. */
  followUp(): Promise<void>
  broadcasts: Broadcasts
  /** Rings for citizens' messages whose bell was lost. */
  ringUnanswered(): Promise<number>
  /** Starts the workers (role worker) and the ticks (role scheduler). */
  start(roles: readonly Role[]): Promise<void>
  /** In reverse: no new work, what is in flight ends, then connections. */
  stop(): Promise<void>
}

export interface AppOptions {
  clock?: Clock
  /** Added to, or instead of, those of the configuration: the demo's and the tests' own. */
  channels?: (parts: { ground: Ground; mailbox: WebchatMailbox; clock: Clock }) => readonly Channel[]
  random?: () => number
  ground?: GroundOptions
  /** What `loadTemplates` has read already: checking every text costs a good part of a start. */
  templates?: Templates
}

export async function createApp(config: Config, log: Log, options: AppOptions = {}): Promise<App> {
  const clock = options.clock ?? systemClock
  const ground = await openGround(config, log, options.ground)
  try {
    return await assemble(ground, clock, options)
  } catch (problem) {
    await ground.close().catch(() => undefined)
    throw problem
  }
}

async function assemble(ground: Ground, clock: Clock, options: AppOptions): Promise<App> {
  const { config, log, database, cipher } = ground
  const { pool } = database
  const doubted = await doubtedUntil(database) // a restore happens while nothing runs
  const content = await createContent({ templatesDir: TEMPLATES, ...(options.templates && { templates: options.templates }), overrides: templateOverrides(database) })
  const mailbox = webchatMailbox(database, cipher, () => clock.now())
  const channels = options.channels?.({ ground, mailbox, clock }) ?? configuredChannels(ground, mailbox, clock)
  const queue = await openQueue({ redisUrl: config.redisUrl, databaseUrl: database.url, prefix: queuePrefix(config, database), log })
  const bell = (channel: Channel['name'], lane: SendLane) => queue.bell(sendJob(channel, lane))

  const ring = (queued: readonly Promoted[]): Promise<void> => ringFor({ channels, bell }, queued)
  const promote = promoteDue({
    clock, channels, bell,
    communes: () => listCommunes(database),
    promote: (request) => promoteNotices(database, { ...request, doubtedUntil: doubted }),
  })
  const plan = planReminders({ clock, log, store: planStore(database) })
  const sweepOnce = sweep({
    clock, log, channels, bell,
    recoverOrphans: (now, providers) => recoverOrphans(database, now, providers),
    queuedNotices: (query) => queuedNotices(pool, query),
    escalateSilence: (now) => escalateSilence(pool, now, doubted),
    applyReceipts: (now) => applyReceipts(database, now),
    depth: (name) => queue.depth(name),
  })
  const weigh = weighChannels({
    clock, log, channels,
    recentTries: (since, slowMs) => recentTries(pool, since, slowMs),
    weights: () => channelWeights(pool),
    weigh: (channel, weight) => weighChannel(pool, channel, weight),
  })
  const ask = askProviders({
    clock, log, channels,
    take: (providers, now, limit) => takeOpenQuestions(pool, providers, now, limit),
    drop: (question) => dropOpenQuestion(pool, question),
    storeReceipt: (receipt, now) => storeReceipt(database, receipt, now),
    sendAfterAll: (question, now) => sendAfterAll(pool, question, now),
  })
  const reports = soon(
    async () => {
      await applyEvents(database, cipher, log)
      await applyReceipts(database, clock.now())
    },
    (err) => log.warn({ err }, 'what channels reported waits for the next look'),
  )
  const applyReports = (): Promise<void> => {
    reports.ask()
    return reports.idle()
  }
  const { inbound } = database
  const way = giveWay()
  let answerHere: AnswerHere = () => false
  const ears = earsOf(ground, clock, queue, (payload) => answerHere(payload))
  const receiveFrom = (channel: Channel['name']) =>
    receive(
      {
        clock,
        keepReceipt: (receipt, now) => keepReceipt(inbound, receipt, now),
        keepEvent: (name, event, now) => keepEvent(inbound, cipher, name, event, now),
        keepAlert: (name, alert) => storeAlert(inbound, name, alert),
        hear: ears.hear,
        applySoon: () => reports.ask(),
      },
      channel,
    )
  const forget = async (signal: AbortSignal): Promise<void> => {
    const gone = await forgetOld(database, clock.now(), config.keepMessagesMonths, signal)
    if (gone !== undefined && Object.keys(gone).length > 0) log.info({ gone }, 'what is kept no longer is gone')
  }
  const { keepBoards, followUp } = tasksUnderWay(ground, clock, channels, content)
  const broadcasts = broadcastsOf(ground, clock, channels, content)
  const stops: (() => Promise<void>)[] = []

  return {
    ground, clock, content, queue, channels, mailbox, plan, promote,
    communes: () => listCommunes(database),
    chatOwner: async (address) => {
      const owner = await mailbox.ownerOf(address)
      const commune = owner && (await listCommunes(database)).find(({ id }) => id === owner.communeId)
      return commune && { ...commune.profile, isRoom: owner.isRoom }
    },
    sweep: sweepOnce,
    ask,
    weigh,
    receive: receiveFrom,
    applyReports,
    ring,
    keepBoards, followUp, broadcasts,
    ringUnanswered: ears.ringUnanswered,
    start: async (roles) => {
      await database.listen()
      if (roles.includes('worker')) stops.push(await startWorkers(ground, clock, channels, content, queue, options.random ?? Math.random, way))
      if (roles.includes('scheduler')) {
        // Channels change only where Loa starts again.
        await sendInsteadOfVisiting(pool, waysOf(channels), clock.now())
        stops.push(startTicks(log, { plan, promote, sweep: sweepOnce, ask, weigh, applyReports, keepBoards, followUp, ringUnanswered: ears.ringUnanswered, keepBroadcasts: broadcasts.keep, chainAudit: () => chainAudit(database), forgetOld: forget }))
      }
      if (roles.includes('bot')) {
        const answering = startAnswering(ground, clock, channels, content, queue, ring, way)
        answerHere = answering.answerHere
        stops.push(answering.stop)
        for (const channel of channels) {
          await channel.start?.(receiveFrom(channel.name))
          if (channel.stop !== undefined) stops.push(() => channel.stop?.() ?? Promise.resolve())
        }
      }
    },
    stop: async () => {
      for (const step of stops.toReversed()) await step()
      await reports.idle()
      await queue.close()
      await ground.close()
    },
  }
}

/** Installations that share a Redis or a database (tests do) must not answer each other's bells. */
function queuePrefix(config: Config, database: Database): string {
  return database.schema === 'public' ? config.queuePrefix : `${config.queuePrefix}_${database.schema}`
}

function planStore(database: Database): Parameters<typeof planReminders>[0]['store'] {
  const { pool } = database
  return {
    communes: () => listCommunes(database),
    rules: (communeId) => listRules(database, communeId),
    signature: (communeId) => planSignature(database, communeId),
    lastPlanned: (communeId) => lastPlanned(database, communeId),
    rememberPlanned: (communeId, planned) => rememberPlanned(database, communeId, planned),
    cancelOutdated: (communeId, now) => cancelOutdated(pool, communeId, now),
    cardExpiry: (rule, steps, silentGroups) => planCardExpiry(database, rule, steps, silentGroups),
    paymentDay: (rule, steps, methods) => planPaymentDay(pool, rule, steps, methods),
    scheduleChanges: (rule, window) => planScheduleChanges(pool, rule, window),
    uncollected: (rule, steps, months) => planUncollected(pool, rule, steps, months),
    birthdays: (rule, steps, births, audience) => planBirthdays(pool, rule, steps, births, audience),
  }
}
