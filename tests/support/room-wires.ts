/**
 * The messengers of a committee and its village heads, each over its real adapter: telegram-test-api, the Zalo simulator with
 * its webhook, and our own web chat. All people and groups are invented.
 */
import { webOf } from '../../src/cli/web.ts'
import type { WebServer } from '../../src/web/server.ts'
import type { SettableClock } from '../../src/kernel/clock.ts'
import { ensureContact } from '../../src/store/contacts.ts'
import { untilTrue } from './pipeline.ts'
import type { Pipeline } from './pipeline.ts'
import type { Hear } from './room-world.ts'
import { startTelegram } from './simulators/telegram-simulator.ts'
import { zaloEvents } from './simulators/zalo-events.ts'
import { startZalo } from './simulators/zalo-simulator.ts'
import { connect, ZALO_KEYS, ZALO_REDIRECT, zaloEnv } from './zalo-pipeline.ts'

export interface RoomWire {
  /** Switches the messenger on, as an installation does it. */
  env: Readonly<Record<string, string>>
  /** The address of the committee's chat. */
  group: string
  /** A message that lies in a chat can be changed there. */
  edits: boolean
  hear: Hear
  /** Our words in a chat as they stand now, oldest first. */
  lies(pipeline: Pipeline, chat: string): Promise<readonly string[]>
  /** Once Loa runs; `again`: over what is there. */
  startWeb(pipeline: Pipeline, chats: readonly string[], again: boolean): Promise<void>
  /** Before Loa stops. */
  stopWeb(): Promise<void>
  stop(): Promise<void>
}

const nothing = async (): Promise<void> => undefined
const TOKEN = '4242:BIA-DAT-hoan-toan'

export async function telegramWire(clock: SettableClock): Promise<RoomWire> {
  const telegram = await startTelegram(TOKEN)
  const inbound = async ({ sql }: Pipeline): Promise<number> => (await sql<{ n: number }>('SELECT count(*)::int AS n FROM inbound_message'))[0]?.n ?? 0
  return {
    env: { LOA_WEBCHAT: '0', TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.url },
    group: '-100300',
    edits: true,
    async hear(pipeline, chat, text, { from = chat, button }, n) {
      const before = await inbound(pipeline)
      const where = { id: Number(chat), type: chat.startsWith('-') ? 'group' : 'private' }
      const who = { id: Number(from), is_bot: false, first_name: 'Bịa' }
      telegram.happen(button === undefined
        ? { message: { message_id: 10_000 + n, date: clock.now().getTime() / 1_000, chat: where, from: who, text } }
        : { callback_query: { id: String(n), from: who, message: { chat: where }, data: button } })
      await untilTrue(async () => (await inbound(pipeline)) > before)
    },
    lies: async (_pipeline, chat) => telegram.server.storage.botMessages.filter(({ message }) => String(message.chat_id) === chat).map(({ message }) => message.text),
    startWeb: nothing,
    stopWeb: nothing,
    async stop() {
      await telegram.stop()
      if (telegram.violations.length > 0) throw new Error(telegram.violations.join('\n'))
    },
  }
}

export async function zaloWire(clock: SettableClock): Promise<RoomWire> {
  const groupId = '300300300'
  const hook = { url: 'http://127.0.0.1:9/' }
  const zalo = await startZalo({ ...ZALO_KEYS, redirectUrl: ZALO_REDIRECT, clock, perMinute: 100_000, webhookUrl: () => hook.url })
  zalo.groups.set(groupId, { id: groupId, name: 'Ban chỉ đạo', members: new Set(['900001']), disabled: false })
  let web: WebServer | undefined
  return {
    env: { ...zaloEnv(zalo.url), LOA_PORT: '0' },
    group: `group:${groupId}`,
    edits: false,
    async hear(_pipeline, chat, text, { from, button }, n) {
      // A press comes back as a text that nobody sees.
      const message = { msg_id: `noi-${n}`, text: button === undefined ? text : `#loa:${button}` }
      if (from === undefined) zalo.people.interact(chat)
      const event = from === undefined ? zaloEvents.text(zalo.facts(), chat, message) : zaloEvents.groupText(zalo.facts(), from, chat.replace('group:', ''), message)
      if (!(await zalo.post(event))) throw new Error('the webhook did not take what was said')
    },
    lies: async (_pipeline, chat) => zalo.ledger.of(chat).map(({ text }) => text),
    async startWeb(pipeline, _chats, again) {
      if (!again) await connect(pipeline, zalo)
      web = await webOf(pipeline.app)
      hook.url = `${(await web.start()).url}/hooks/zalo`
    },
    async stopWeb() {
      await web?.stop()
      web = undefined
    },
    async stop() {
      await zalo.stop()
      if (zalo.violations.length > 0) throw new Error(zalo.violations.join('\n'))
    },
  }
}

export async function webchatWire(clock: SettableClock): Promise<RoomWire> {
  return {
    env: {},
    // A page of the committee's own, open to whoever holds its address.
    group: 'ban-chi-dao-bia-dat-0000001',
    edits: true,
    hear: ({ app }, chat, text, { button }, n) =>
      app.receive('webchat')({ kind: 'message', dedupeKey: `noi-${n}`, from: chat, chat, isGroup: false, text, occurredAt: clock.now(), ...(button === undefined ? {} : { buttonData: button }) }),
    lies: async ({ app }, chat) => (await app.mailbox.read(chat)).filter(({ direction }) => direction === 'out').map(({ text }) => text),
    async startWeb({ app, communeId }, chats, again) {
      // Its addresses are handed out by us.
      if (!again) for (const address of chats) await ensureContact(app.ground.database.pool, app.ground.cipher, { communeId, kind: 'webchat', address })
    },
    stopWeb: nothing,
    stop: nothing,
  }
}
