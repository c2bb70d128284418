/** What is known about a message of a room: who speaks, for which villages, and which tasks it may be about. */
import { later, vietnamDay } from '../domain/calendar.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import { kindOfContact } from './contacts.ts'
import type { Queryable } from './database.ts'
import { inOffice, sameHolder } from './office-holders.ts'
import { TASK_COLUMNS, taskOf, wordsIndex } from './tasks.ts'
import type { TaskRow } from './tasks.ts'

export interface SceneScope {
  communeId: number
  contactId: string
  channel: ChannelName
}

export interface SceneRequest {
  from: string | undefined
  words: string
  numbers: readonly number[]
  replyTo: string | undefined
  heldId: string | undefined
}

export interface RoomRow {
  id: string
  kind: 'committee' | 'village' | 'private'
  isGroup: boolean
  villageId: number | undefined
}

interface SpeakerRow {
  office: 'head' | 'deputy' | 'officer' | 'committee'
  name_enc: Buffer
  village_id: number | null
}

/** A head's telephone is an own chat by SMS, without a code: the officer wrote it down. */
export async function openRoom(client: Queryable, contactId: string): Promise<RoomRow | undefined> {
  const { rows } = await client.query<{ id: string; kind: RoomRow['kind']; is_group: boolean; village_id: number | null }>(
    `SELECT id, kind, is_group, village_id FROM (
       SELECT id, kind, is_group, village_id, 0 AS rank FROM room WHERE contact_id = $1 AND ended_at IS NULL
       UNION ALL SELECT 0::bigint, 'private', false, NULL::int, 1 FROM office_holder WHERE phone_contact_id = $1 AND ended_at IS NULL
     ) found ORDER BY rank LIMIT 1`, [contactId])
  const [row] = rows
  return row && { id: row.id, kind: row.kind, isGroup: row.is_group, villageId: row.village_id ?? undefined }
}

/** Of those open for a village the newest; nobody answers the thirtieth before. */
const MOST_TASKS = 30
const SAID_LATELY_MS = 5 * 60_000
/** Thôn 2 before Thôn 10, Đ after D. */
const BY_NAME = new Intl.Collator('vi', { numeric: true })
const COMMITTEE = 'Ban chỉ đạo'

export async function readScene(client: Queryable, cipher: Cipher, scope: SceneScope, request: SceneRequest, now: Date) {
  // One message of a commune's rooms at a time: numbers follow each other, and the same words in two groups meet.
  await client.query("SELECT pg_advisory_xact_lock(hashtext('loa-task'), $1)", [scope.communeId])
  const room = await openRoom(client, scope.contactId)
  const speaker = room && (await speakerOf(client, cipher, scope, room, request.from, now))
  const villages = await sceneVillages(client, scope.communeId)
  const quoted = request.replyTo === undefined ? undefined : await quotedTask(client, scope, request.replyTo)
  const index = wordsIndex(cipher, request.words)
  const { rows } = await client.query<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM task t WHERE t.commune_id = $1 AND (t.number = ANY($2::int[]) OR t.text_idx = $3 AND t.state IN ('open', 'asked')
       OR t.state = 'open' AND t.id IN (SELECT x.task_id FROM task_target x WHERE x.village_id = ANY($4::int[]))) ORDER BY t.number DESC LIMIT $5`,
    [scope.communeId, [...request.numbers, ...(quoted === undefined ? [] : [quoted.number])], index, speaker?.villageIds ?? [], MOST_TASKS])
  const { rows: [counts] } = await client.query<{ next: number; said: number }>(
    `SELECT (SELECT coalesce(max(number), 0) + 1 FROM task WHERE commune_id = $1)::int AS next,
       (SELECT count(*) FROM notice WHERE recipient = 'contact:' || $2::bigint AND kind = 'reply' AND created_at > $3)::int AS said`, [scope.communeId, scope.contactId, later(now, -SAID_LATELY_MS)])
  return {
    room, speaker, villages, quoted,
    nextNumber: counts?.next ?? 1,
    saidLately: counts?.said ?? 0,
    held: request.heldId === undefined ? undefined : await heldMessage(client, cipher, scope.contactId, request.heldId),
    tasks: rows.map((row) => ({
      ...taskOf(row, cipher), sameWords: row.text_idx.equals(index),
    })).map((task) => ({ ...task, targets: task.targets.map((target) => ({ ...target, confirmed: target.confirmedAt !== undefined, answered: target.answeredAt !== undefined || target.doneAt !== undefined })) })),
  }
}

/** In an own chat whoever writes is its owner; in a group everybody is somebody else, and known by an own chat or as a member. */
async function speakerOf(client: Queryable, cipher: Cipher, scope: SceneScope, room: RoomRow, from: string | undefined, now: Date) {
  const kind = kindOfContact(scope.channel)
  const { rows } = await client.query<SpeakerRow>(
    `SELECT h.office, h.name_enc, h.village_id FROM contact ct
     JOIN office_holder o ON o.phone_contact_id = ct.id OR o.id IN (SELECT r.holder_id FROM room r WHERE r.contact_id = ct.id AND r.kind = 'private' AND r.ended_at IS NULL)
     JOIN office_holder h ON ${sameHolder('o', 'h')}
     WHERE (ct.id = $5 OR ct.kind = $1 AND ct.address_idx = $2) AND o.commune_id = $3 AND ${inOffice('h', '$4')} ORDER BY h.id`,
    [kind, from === undefined ? null : cipher.blindIndex(kind, from), scope.communeId, vietnamDay(now), from === undefined ? scope.contactId : null])
  const known = room.kind === 'committee' ? (rows.find(({ office }) => office === 'officer' || office === 'committee') ?? rows[0]) : rows[0]
  if (known !== undefined) {
    const own = rows.filter(({ office }) => office === 'head' || office === 'deputy').flatMap(({ village_id: id }) => id ?? [])
    return { office: known.office, name: cipher.decrypt(known.name_enc), villageIds: [...new Set(own)] }
  }
  if (room.kind === 'private') return undefined
  const isMember = from === undefined || (await client.query('SELECT FROM room_member WHERE room_id = $1 AND member_idx = $2', [room.id, cipher.blindIndex('room-member', from)])).rowCount === 1
  if (!isMember) return undefined
  return room.kind === 'committee'
    ? { office: 'committee' as const, name: COMMITTEE, villageIds: [] }
    : { office: 'head' as const, name: '', villageIds: room.villageId === undefined ? [] : [room.villageId] }
}

/** Villages of today. A unit that was merged is another name of what it went into. */
export async function sceneVillages(client: Queryable, communeId: number) {
  const { rows } = await client.query<{ id: number; name: string; label: string; aliases: string[] }>(
    `SELECT v.id, v.name, trim(v.kind || ' ' || v.name) AS label,
       v.aliases || ARRAY(SELECT unnest(ARRAY[p.name, trim(p.kind || ' ' || p.name)] || p.aliases) FROM village p WHERE p.successor_id = v.id) AS aliases
     FROM village v WHERE v.commune_id = $1 AND v.valid_to IS NULL`, [communeId])
  return rows.toSorted((one, other) => BY_NAME.compare(one.name, other.name))
}

async function quotedTask(client: Queryable, { channel, contactId }: SceneScope, providerId: string): Promise<{ number: number; villageId: number | undefined } | undefined> {
  const { rows } = await client.query<{ number: number; village: number | null }>(
    `SELECT t.number, (n.params ->> 'village')::int AS village FROM attempt a JOIN notice n ON n.id = a.notice_id JOIN task t ON t.id = (n.params ->> 'task')::bigint
     WHERE a.channel = $1 AND a.provider_id = $2 AND n.contact_id = $3 ORDER BY a.id DESC LIMIT 1`, [channel, providerId, contactId])
  return rows[0] && { number: rows[0].number, villageId: rows[0].village ?? undefined }
}

async function heldMessage(client: Queryable, cipher: Cipher, contactId: string, id: string): Promise<{ text: string } | undefined> {
  const { rows } = await client.query<{ body_enc: Buffer }>('SELECT body_enc FROM inbound_message WHERE id = $1 AND contact_id = $2', [id, contactId])
  return rows[0] && { text: (JSON.parse(cipher.decrypt(rows[0].body_enc)) as { text: string }).text }
}

/** Own chats of the officers: where a question goes that no village head can answer. */
export async function officerChats(client: Queryable, communeId: number, today: string): Promise<string[]> {
  const { rows } = await client.query<{ contact_id: string }>(
    `SELECT DISTINCT r.contact_id FROM room r JOIN office_holder h ON h.id = r.holder_id
     WHERE h.commune_id = $1 AND h.office = 'officer' AND r.kind = 'private' AND r.ended_at IS NULL AND ${inOffice('h', '$2')}`, [communeId, today])
  return rows.map((row) => row.contact_id)
}
