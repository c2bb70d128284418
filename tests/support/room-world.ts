/** A commune with its committee's group and its village heads, set up the way an officer does it. All data is invented. */
import { roomsOf } from '../../src/app/rooms.ts'
import type { Channel, MessageEvent, OutboundMessage } from '../../src/channels/channel.ts'
import type { ChannelName } from '../../src/domain/notice-state.ts'
import { addVillage, handHeld, untilTrue } from './pipeline.ts'
import type { HandHeldChannel, Pipeline } from './pipeline.ts'

export interface Spoken {
  button?: string
  replyTo?: string
  attachments?: MessageEvent['attachments']
  from?: string
  payload?: string
}

/** A messenger that has buttons and can change what it has sent; what lies in each chat, as it stands now. */
export function editableChannel(name: ChannelName): HandHeldChannel & { lies(chat: string): string[] } {
  const held = handHeld(name)
  const sendOn = held.send
  const lying: { id: string; to: string; text: string }[] = []
  const send: Channel['send'] = async (message, signal) => {
    const sent = await sendOn(message, signal)
    lying.push({ id: sent.providerId, to: message.to, text: message.text })
    return sent
  }
  const edit: Channel['edit'] = async ({ text }, providerId) => {
    const one = lying.find(({ id }) => id === providerId)
    if (one !== undefined) one.text = text
    return { providerId, outcome: 'delivered' }
  }
  return Object.assign(held, { limits: { ...held.limits, buttons: 8 }, send, edit, lies: (chat: string) => lying.filter(({ to }) => to === chat).map(({ text }) => text) })
}

/** Something is said in the messenger itself; resolves once it lies with us. `n` is another for each. */
export type Hear = (pipeline: Pipeline, chat: string, text: string, spoken: Spoken, n: number) => Promise<void>

export function roomWorld(pipeline: Pipeline, name: ChannelName, alreadyHeard = 0, hear?: Hear) {
  const { app, clock, communeId, sql } = pipeline
  const rooms = roomsOf(app.ground, clock)
  const villages = new Map<string, number>()
  let heard = alreadyHeard

  /** Everything that was said is answered, everything that is due has left, and boards show it. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await untilTrue(async () => (await sql<{ n: number }>("SELECT count(*)::int AS n FROM inbound_message WHERE state = 'waiting'"))[0]?.n === 0)
      await pipeline.deliver()
      await app.keepBoards()
    }
    await pipeline.deliver()
  }

  async function say(chat: string, text: string, spoken: Spoken = {}): Promise<void> {
    heard += 1
    if (hear !== undefined) {
      await hear(pipeline, chat, text, spoken, heard)
      return settle()
    }
    const { button, replyTo, attachments, from, payload } = spoken
    await app.receive(name)({
      kind: 'message', dedupeKey: `said-${name}-${heard}`, chat, from: from ?? chat, isGroup: from !== undefined, text, occurredAt: clock.now(),
      ...(button === undefined ? {} : { buttonData: button }), ...(replyTo === undefined ? {} : { replyTo }), ...(attachments === undefined ? {} : { attachments }), ...(payload === undefined ? {} : { startPayload: payload }),
    })
    await settle()
  }

  return {
    rooms, say, settle,
    /** For a world over what is there already: messages go on being counted. */
    heard: () => heard,
    village: async (village: string): Promise<number> => {
      const id = await addVillage(pipeline, village)
      villages.set(village, id)
      return id
    },
    /** Binds a group: whoever sends the code is a member. */
    bindGroup: async (kind: 'committee' | 'village', chat: string, from: string, village?: string): Promise<void> => {
      const { code } = await rooms.makeCode({ communeId, kind, villageId: village === undefined ? undefined : villages.get(village), holderId: undefined, by: 'thử' })
      await say(chat, `#ma ${code}`, { from })
    },
    /** A head, and where given their own chat. */
    head: async (village: string, who: { name: string; chat?: string; phone?: string; office?: 'head' | 'deputy' | 'officer' }): Promise<string> => {
      const holderId = await rooms.addHolder({
        communeId, office: who.office ?? 'head', villageId: villages.get(village), name: who.name, phone: who.phone, personId: undefined, termFrom: '2026-07-01', termTo: undefined, by: 'thử',
      })
      if (who.chat !== undefined) {
        const { code } = await rooms.makeCode({ communeId, kind: 'private', villageId: undefined, holderId, by: 'thử' })
        await say(who.chat, `#ma ${code}`)
      }
      return holderId
    },
  }
}

export const textsTo = (received: readonly OutboundMessage[], chat: string): string[] => received.filter(({ to }) => to === chat).map(({ text }) => text)
