import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app.ts'
import { consoleOf } from '../app/console.ts'
import { metricsOf } from '../app/metrics.ts'
import { later } from '../domain/calendar.ts'
import type { DemoPort } from '../web/demo/demo-routes.ts'
import { createWebServer } from '../web/server.ts'
import type { WebServer } from '../web/server.ts'
import { chatName } from '../web/webchat/chat-key.ts'

/** An open chat page asks the database this often; another process may have written the message. */
const LOOK_EVERY_MS = 1_000
const READY_MS = 2_000
const A_MINUTE_MS = 60_000
const AN_HOUR_MS = 3_600_000
/** More than anybody types; presses of buttons count too. */
const MOST_A_MINUTE = 20
/** New chats of strangers in one commune: a busy day has some dozens, a script thousands. */
const MOST_BEGUN_AN_HOUR = 300

/** The web server over a running app: webhooks of the channels, health, the web chat, the officer's console, and the demo's page where there is one. */
export function webOf(app: App, demo?: DemoPort): Promise<WebServer> {
  const { config, log } = app.ground
  return createWebServer({
    host: config.web.host,
    port: config.web.port,
    publicUrl: config.web.publicUrl,
    log,
    routes: app.channels.flatMap((channel) => channel.routes?.(app.receive(channel.name)) ?? []),
    health: {
      live: () => true,
      ready: async () => {
        const parts = { database: await answers(app.ground.database.pool.query('SELECT 1')), queue: await answers(app.queue.ping()) }
        return { ok: parts.database && parts.queue, parts }
      },
    },
    metrics: metricsOf(app),
    webchat: {
      framedBy: config.webchat.enabled ? config.webchat.framedBy : [],
      open: (address) => app.chatOwner(address),
      read: (address, afterId) => app.mailbox.read(address, afterId),
      changed: (address, known) => app.mailbox.changed(address, known),
      markSeen: async (address, upToId) => {
        for (const requestId of await app.mailbox.markSeen(address, upToId)) {
          await app.receive('webchat')({ kind: 'receipt', dedupeKey: `seen ${requestId}`, requestId, outcome: 'seen', occurredAt: app.clock.now() })
        }
      },
      write: async (address, { key, text, pressed }) => {
        const now = app.clock.now()
        if ((await app.mailbox.writtenSince(address, later(now, -A_MINUTE_MS))) >= MOST_A_MINUTE) return 'too-many'
        await app.receive('webchat')({
          // Whoever guessed another's key could swallow a message with it.
          kind: 'message', dedupeKey: `${chatName(address)}:${key}`, from: address, chat: address, isGroup: false, text, occurredAt: now,
          ...(pressed !== undefined && { buttonData: pressed }),
        })
        return 'taken'
      },
      communes: async () => (await app.communes()).map(({ id, profile: { sender, contact } }) => ({ id, sender, contact })),
      begin: async (communeId) => (await app.mailbox.begin(communeId, { most: MOST_BEGUN_AN_HOUR, since: later(app.clock.now(), -AN_HOUR_MS) })) ?? 'too-many',
      async *changes(_address, signal) {
        for (;;) {
          await pause(LOOK_EVERY_MS, undefined, { signal })
          yield undefined
        }
      },
    },
    console: consoleOf(app),
    ...(demo === undefined ? {} : { demo }),
  })
}

const answers = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([work.then(() => true, () => false), pause(READY_MS, false, { ref: false })])
