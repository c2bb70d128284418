/** Everything that a message of a room reads and changes, in the transaction of its turn. */
import { vietnamDay } from '../domain/calendar.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { villageAddresses } from './group-addresses.ts'
import { insertRelays } from './relay-notices.ts'
import type { RelayRow } from './relay-notices.ts'
import { bindRoom } from './room-codes.ts'
import { officerChats, openRoom, readScene } from './room-scene.ts'
import type { SceneRequest } from './room-scene.ts'
import { insertReport, insertTask, markTargets, setTaskState, TASK_COLUMNS, taskOf } from './tasks.ts'
import type { NewTaskRow, TaskRow } from './tasks.ts'
import { answerTicketIn } from './tickets.ts'
import { openVisits, recordVisitIn } from './visits.ts'
import type { VisitReport } from './visits.ts'

export interface DeskScope {
  communeId: number
  /** Who writes, as the commune is called: "UBND xã Tân Đông". */
  sender: string
  contactId: string
  channel: ChannelName
  inboundId: string
  isRoom: boolean
}

const MOST_LISTED = 15
const TICKET_ANSWER_MS = 24 * 3_600_000

export function roomDesk(client: Queryable, cipher: Cipher, scope: DeskScope, now: Date) {
  const { communeId, contactId } = scope
  const today = vietnamDay(now)
  const record = (action: string, subject: string) => writeAudit(client, [{ communeId, actor: `chat:${contactId}`, action, subject }], now)
  const out = outDesk(client, cipher, { communeId, sender: scope.sender, villages: [] }, now)
  return {
    ...out,
    isRoom: scope.isRoom,
    async scene(request: SceneRequest) {
      const scene = await readScene(client, cipher, scope, request, now)
      out.villages.push(...scene.villages)
      return scene
    },
    async bind(code: string, from: string | undefined, isGroup: boolean) {
      const bound = await bindRoom(client, cipher, { contactId, from, isGroup, code, sender: scope.sender }, now)
      await record(bound.kind === 'refused' ? 'room.code-refused' : 'room.bound', `contact:${contactId}`)
      return bound
    },
    async give(task: Omit<NewTaskRow, 'communeId' | 'open' | 'roomId' | 'words'>, open: boolean, words: string) {
      const room = await openRoom(client, contactId)
      const id = await insertTask(client, cipher, { ...task, communeId, open, words, roomId: room?.id ?? '0' }, now)
      await record('task.given', `task:${id}`)
      return id
    },
    setState: async (number: number, state: 'open' | 'dropped' | 'closed') => {
      await setTaskState(client, communeId, number, state, now)
      await record(`task.${state}`, `task-number:${number}`)
    },
    mark: (number: number, villageIds: readonly number[], as: 'confirmed' | 'done') => markTargets(client, communeId, number, villageIds, as, now),
    report: (report: { number: number | undefined; villageId: number; figures: Readonly<Record<string, number>>; text: string }) =>
      insertReport(client, cipher, { ...report, communeId, inboundId: scope.inboundId }, now),
    async committeeChats(number: number | undefined): Promise<string[]> {
      const { rows } = await client.query<{ contact_id: string }>(
        `SELECT r.contact_id FROM room r WHERE r.commune_id = $1 AND r.ended_at IS NULL AND r.contact_id <> $3
           AND (r.id = (SELECT t.room_id FROM task t WHERE t.commune_id = $1 AND t.number = $2) OR $2 IS NULL AND r.kind = 'committee')`, [communeId, number ?? null, contactId])
      return rows.map((row) => row.contact_id)
    },
    async openTicket({ topic, facts }: { topic: string; facts: string }): Promise<string> {
      const { rows } = await client.query<{ id: string }>(
        'INSERT INTO ticket (commune_id, contact_id, topic, urgent, facts_enc, opened_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id',
        [communeId, contactId, topic, topic === 'village-issue', cipher.encrypt(facts), now])
      return (rows[0] as { id: string }).id
    },
    officerChats: () => officerChats(client, communeId, today),
    answerTicket: (ticketId: string, text: string) => answerTicketIn(client, cipher, communeId, { ticketId, text, by: `chat:${contactId}`, forMs: TICKET_ANSWER_MS }, now),
    async visits(villageIds: readonly number[]) {
      const lists = await Promise.all(villageIds.map((villageId) => openVisits(client, { communeId, villageId })))
      return lists.flat()
    },
    async visited(personId: string, villageIds: readonly number[], outcome: VisitReport['outcome']): Promise<boolean> {
      for (const villageId of villageIds) {
        const due = await openVisits(client, { communeId, villageId })
        if (due.some((one) => one.personId === personId)) return (await recordVisitIn(client, { communeId, personId, outcome, by: `chat:${contactId}` }, now)).length > 0
      }
      return false
    },
    async openTasks() {
      const room = await openRoom(client, contactId)
      const { rows } = await client.query<TaskRow>(
        `SELECT ${TASK_COLUMNS} FROM task t WHERE t.commune_id = $1 AND t.state = 'open' AND ($2 = 'committee' OR EXISTS (
           SELECT FROM task_target x WHERE x.task_id = t.id AND (x.village_id = $3 OR x.notice_id IN (SELECT n.id FROM notice n WHERE n.recipient = 'contact:' || $4::bigint)))) ORDER BY t.number DESC LIMIT $5`,
        [communeId, room?.kind ?? '', room?.villageId ?? null, contactId, MOST_LISTED])
      return rows.map((row) => taskOf(row, cipher))
    },
  }
}

/** What sending a task out needs, in a turn or in a follow-up. */
export function outDesk(client: Queryable, cipher: Cipher, scope: { communeId: number; sender: string; villages: { id: number; name: string; label: string; aliases: readonly string[] }[] }, now: Date) {
  const { communeId } = scope
  return {
    ...scope,
    addresses: (villageIds: readonly number[]) => villageAddresses(client, communeId, villageIds, vietnamDay(now)),
    async alreadyTold(taskId: string, contactIds: readonly string[]): Promise<string[]> {
      const { rows } = await client.query<{ contact_id: string }>(
        "SELECT contact_id FROM notice WHERE recipient = ANY($2::text[]) AND reason_key = 'task:' || $1::bigint", [taskId, contactIds.map((id) => `contact:${id}`)])
      return rows.map((row) => row.contact_id)
    },
    relay: async (relays: readonly RelayRow[]): Promise<void> => void (await insertRelays(client, cipher, communeId, relays, now)),
    async noteNotice(taskId: string, villageIds: readonly number[], toldAt: string | undefined): Promise<void> {
      await client.query(
        `UPDATE task_target SET notice_id = (SELECT id FROM notice WHERE recipient = 'contact:' || $3::bigint AND reason_key = 'task:' || $1::bigint), told_at = NULL, seen_at = NULL
         WHERE task_id = $1 AND village_id = ANY($2::int[])`, [taskId, villageIds, toldAt ?? null])
    },
  }
}
