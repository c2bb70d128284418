/**
 * One turn of one chat, in one transaction: the chat is locked, its oldest unanswered message taken, and everything that
 * the answer changes is committed with it. Each bell takes one message, so as many bells as messages answer them all, in
 * their order, and a second bell for the same message finds the next one or nothing. People wait for this: what can be read
 * together is read in one trip.
 */
import type { PoolClient } from 'pg'
import { vietnamDay } from '../domain/calendar.ts'
import { communeProfile } from '../domain/commune-profile.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { PersonRecord, ScheduleRecord } from '../domain/person-record.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'
import type { InboundBody } from './inbound-messages.ts'
import { peopleOfPhone, redeemCode } from './link-codes.ts'
import type { Link } from './link-codes.ts'
import { callBack } from './page-on-duty.ts'
import { readPeople, readPeopleOf } from './person-records.ts'
import type { Promoted } from './promote-notices.ts'
import { roomDesk } from './room-desk.ts'
import { saveTurn } from './save-turn.ts'
import type { SavedTurn } from './save-turn.ts'

export interface TurnMessage {
  id: string
  channel: ChannelName
  isGroup: boolean
  body: InboundBody
  occurredAt: Date
}

export interface OpenTurn {
  contactId: string
  message: TurnMessage
  commune: { id: number; name: string; profile: CommuneProfile }
  /** As it was written; undefined: nothing is open. */
  state: string | undefined
  misses: number
  paused: boolean
  openTicket: { id: string; topic: string } | undefined
  people: readonly PersonRecord[]
  villages: readonly { name: string; aliases: readonly string[] }[]
  villageSchedule(name: string): Promise<(ScheduleRecord & { village: string }) | undefined>
  redeem(code: string): Promise<{ kind: 'accepted'; people: readonly PersonRecord[]; by: 'code' | 'officer' } | { kind: 'refused' } | { kind: 'too-many' }>
  peopleOfPhone(phone: string): Promise<readonly PersonRecord[]>
  /** +84…, where whoever writes can be rung; undefined: nobody knows. */
  callBack(): Promise<string | undefined>
  /** For a chat that stands for the committee, a village or its head. */
  room: ReturnType<typeof roomDesk>
  /** What is to be rung for, once this is committed. */
  save(turn: SavedTurn): Promise<readonly Promoted[]>
}

interface Row {
  id: string
  channel: ChannelName
  is_group: boolean
  body_enc: Buffer
  occurred_at: Date
  state_enc: Buffer | null
  misses: number
  paused_until: Date | null
  commune_id: number
  commune_name: string
  profile: Partial<CommuneProfile>
  ticket_id: string | null
  ticket_topic: string | null
  villages: { name: string; aliases: string[] }[] | null
  is_room: boolean
}

const NEXT = `
SELECT m.id, m.channel, m.is_group, m.body_enc, m.occurred_at, v.state_enc, v.misses, v.paused_until,
  ct.commune_id, cm.name AS commune_name, cm.profile, t.id AS ticket_id, t.topic AS ticket_topic,
  (SELECT jsonb_agg(jsonb_build_object('name', w.name, 'aliases', w.aliases)) FROM village w WHERE w.commune_id = ct.commune_id) AS villages,
  EXISTS (SELECT FROM room r WHERE r.contact_id = m.contact_id AND r.ended_at IS NULL)
    OR EXISTS (SELECT FROM office_holder h WHERE h.phone_contact_id = m.contact_id AND h.ended_at IS NULL) AS is_room
FROM inbound_message m
JOIN conversation v ON v.contact_id = m.contact_id
JOIN contact ct ON ct.id = m.contact_id
JOIN commune cm ON cm.id = ct.commune_id
LEFT JOIN LATERAL (SELECT id, topic FROM ticket WHERE contact_id = m.contact_id AND state <> 'closed' ORDER BY urgent DESC, id DESC LIMIT 1) t ON true
WHERE m.contact_id = $1 AND m.state = 'waiting' ORDER BY m.id LIMIT 1`

/** undefined: nothing of this chat waits. `onTaken` is told the message first, whatever breaks then. */
export function inTurn<Result>(
  database: Database, cipher: Cipher, contactId: string, now: Date, onTaken: (messageId: string) => void, work: (turn: OpenTurn) => Promise<Result>,
): Promise<Result | undefined> {
  const read = async (client: PoolClient) => Promise.all([
    client.query<Row>({ name: 'next-message', text: NEXT, values: [contactId] }),
    readPeopleOf(client, cipher, contactId, vietnamDay(now)),
  ])
  return database.turn(contactId, read, async (client, [{ rows: [row] }, people]) => {
    if (row === undefined) return undefined
    onTaken(row.id)
    return work(openTurn(client, cipher, contactId, row, row.is_group ? [] : people, now))
  })
}

function openTurn(client: PoolClient, cipher: Cipher, contactId: string, row: Row, people: readonly PersonRecord[], now: Date): OpenTurn {
  const today = vietnamDay(now)
  const peopleOf = (links: readonly Link[]): Promise<PersonRecord[]> => readPeople(client, cipher, links, today)
  const message = { id: row.id, channel: row.channel, isGroup: row.is_group, body: JSON.parse(cipher.decrypt(row.body_enc)) as InboundBody, occurredAt: row.occurred_at }
  const profile = communeProfile(row.commune_name, row.profile)
  return {
    contactId, message,
    commune: { id: row.commune_id, name: row.commune_name, profile },
    state: readState(row.state_enc, cipher),
    misses: row.misses,
    paused: row.paused_until !== null && row.paused_until > now,
    openTicket: row.ticket_id === null ? undefined : { id: row.ticket_id, topic: row.ticket_topic ?? '' },
    people,
    villages: row.villages ?? [],
    villageSchedule: (name) => villageSchedule(client, row.commune_id, name, today),
    redeem: async (code) => {
      const redeemed = await redeemCode(client, cipher, { chatId: contactId, code }, now)
      if (redeemed.kind !== 'accepted') return redeemed
      return { kind: 'accepted', by: redeemed.by, people: await peopleOf(redeemed.links) }
    },
    peopleOfPhone: async (phone) => peopleOf(await peopleOfPhone(client, cipher, row.commune_id, phone)),
    callBack: () => callBack(client, cipher, contactId),
    room: roomDesk(client, cipher, { communeId: row.commune_id, sender: profile.sender, contactId, channel: row.channel, inboundId: row.id, isRoom: row.is_room }, now),
    save: (turn) => saveTurn(client, cipher, { contactId, communeId: row.commune_id, message, openTicketId: row.ticket_id ?? undefined }, turn, now),
  }
}

/** A state under a key that is gone is a state that cannot be read, and no reason not to answer. */
function readState(sealed: Buffer | null, cipher: Cipher): string | undefined {
  if (sealed === null) return undefined
  try {
    return cipher.decrypt(sealed)
  } catch {
    return ''
  }
}

export async function villageNames(pool: Queryable, communeId: number): Promise<{ name: string; aliases: string[] }[]> {
  const { rows } = await pool.query<{ name: string; aliases: string[] }>({ name: 'village-names', text: 'SELECT name, aliases FROM village WHERE commune_id = $1', values: [communeId] })
  return rows
}

/** The day on the village's wall: cash and for everybody before what is only for accounts. */
export async function villageSchedule(pool: Queryable, communeId: number, village: string, today: string): Promise<(ScheduleRecord & { village: string }) | undefined> {
  const { rows } = await pool.query<{ month: string; method: string | null; place: string; pays_on: string; from_time: string; confirmed: boolean; village: string }>(
    `SELECT to_char(s.month, 'YYYY-MM') AS month, s.method, s.place, s.pays_on, s.from_time, s.confirmed, trim(v.kind || ' ' || v.name) AS village
     FROM village v JOIN payment_schedule s ON s.commune_id = v.commune_id AND (s.village_id = v.id OR s.village_id IS NULL)
     WHERE v.commune_id = $1 AND v.name = $2 AND s.cancelled_at IS NULL AND s.pays_on >= $3 AND coalesce(s.method, 'cash') = 'cash'
     ORDER BY s.pays_on, s.village_id NULLS LAST LIMIT 1`,
    [communeId, village, today],
  )
  const [row] = rows
  return row && { month: row.month, method: row.method ?? undefined, place: row.place, paysOn: row.pays_on, fromTime: row.from_time, confirmed: row.confirmed, village: row.village }
}
