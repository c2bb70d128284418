/** What a turn leaves behind: the message is answered, the conversation stands where it stands, replies are notices. */
import type { PoolClient } from 'pg'
import { later } from '../domain/calendar.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { AuditEntry } from './audit.ts'
import type { Cipher } from './cipher.ts'
import { linkContact } from './contacts.ts'
import { inOnePacket } from './database.ts'
import type { Queryable } from './database.ts'
import { storeSmsCode } from './link-codes.ts'
import type { Promoted } from './promote-notices.ts'
import { reportInChat } from './gone-reports.ts'
import { pageOnDuty } from './page-on-duty.ts'
import { insertReplies } from './reply-notices.ts'
import type { SavedReply } from './reply-notices.ts'
import { openTicket } from './tickets.ts'

export interface SavedTurn {
  state: string | undefined
  misses: number
  intents: readonly string[]
  replies: readonly SavedReply[]
  actions: readonly SavedAction[]
}

export type SavedAction =
  | { kind: 'link'; people: readonly { personId: string; relation: string }[]; by: string }
  | { kind: 'set-relation'; personId: string; relation: string }
  | { kind: 'unlink'; personIds: readonly string[]; why: 'asked' | 'wrong-number' }
  | { kind: 'send-code'; phone: string; code: string; text: string; forMs: number }
  | { kind: 'opt-out'; personIds: readonly string[] }
  | { kind: 'opt-in'; personIds: readonly string[] }
  | { kind: 'ticket'; topic: string; urgent?: true; personId?: string; facts: string; page?: string }
  | { kind: 'report-death'; personId: string }
  | { kind: 'add-to-ticket' }
  | { kind: 'told-about'; personId: string }

export interface TurnScope {
  contactId: string
  communeId: number
  message: { id: string; channel: ChannelName }
  openTicketId: string | undefined
}

/** Who did it, and in which message, is the turn's. */
type Recorded = Pick<AuditEntry, 'action' | 'personId'>

/** A reply that could not leave by then answers a question that nobody remembers. */
const REPLY_FOR_MS = 24 * 3_600_000

export async function saveTurn(client: PoolClient, cipher: Cipher, scope: TurnScope, turn: SavedTurn, now: Date): Promise<Promoted[]> {
  const queued: Promoted[] = []
  const audit: Recorded[] = []
  for (const action of turn.actions) queued.push(...(await carryOut(client, cipher, scope, action, now, audit)))
  const replies = turn.replies.map((reply, index) => ({ ...reply, contactId: scope.contactId, channel: scope.message.channel, reasonKey: `reply:${scope.message.id}:${index + 1}`, kind: 'reply' }))
  const [rung] = await inOnePacket(client, () => Promise.all([
    insertReplies(client, cipher, scope.communeId, replies, now, REPLY_FOR_MS),
    client.query({
      name: 'end-turn', text: END,
      values: [
        scope.contactId, scope.message.id, now, turn.intents, turn.state === undefined ? null : cipher.encrypt(turn.state), turn.misses,
        scope.communeId, `chat:${scope.contactId}`, `inbound:${scope.message.id}`, audit.map(({ action }) => action), audit.map(({ personId }) => personId ?? null),
      ],
    }),
  ]))
  return [...queued, ...rung]
}

const END = `
WITH answered AS (UPDATE inbound_message SET state = 'handled', handled_at = $3, intents = $4 WHERE id = $2),
recorded AS (
  INSERT INTO audit (commune_id, at, actor, action, person_id, subject)
  SELECT $7, $3, $8, u.action, u.person_id, $9 FROM unnest($10::text[], $11::bigint[]) AS u(action, person_id))
UPDATE conversation SET state_enc = $5, misses = $6, updated_at = $3 WHERE contact_id = $1`

async function carryOut(client: Queryable, cipher: Cipher, scope: TurnScope, action: SavedAction, now: Date, audit: Recorded[]): Promise<Promoted[]> {
  const record = (what: string, personId?: string): void => void audit.push({ action: what, personId })
  switch (action.kind) {
    case 'link':
      for (const { personId, relation } of action.people) {
        await linkContact(client, { personId, contactId: scope.contactId, relation, source: action.by === 'officer' ? 'officer' : 'linked' })
        record(`link.made.${action.by}`, personId)
      }
      // A chat of nobody may have been put with another commune's; its people say where it belongs.
      await client.query(
        `UPDATE contact c SET verified_at = $2, commune_id = coalesce((SELECT p.commune_id FROM person p WHERE p.id = $3
           AND NOT EXISTS (SELECT FROM contact o WHERE o.commune_id = p.commune_id AND o.kind = c.kind AND o.address_idx = c.address_idx AND o.id <> c.id)), c.commune_id) WHERE c.id = $1`,
        [scope.contactId, now, action.people[0]?.personId ?? null],
      )
      return []
    case 'set-relation':
      await client.query('UPDATE person_contact SET relation = $3 WHERE contact_id = $1 AND person_id = $2', [scope.contactId, action.personId, action.relation])
      record('link.relation', action.personId)
      return []
    case 'unlink':
      await client.query('UPDATE person_contact SET removed_at = $3 WHERE contact_id = $1 AND person_id = ANY($2::bigint[]) AND removed_at IS NULL', [scope.contactId, action.personIds, now])
      action.personIds.forEach((personId) => record(action.why === 'asked' ? 'link.removed' : 'link.wrong-number', personId))
      return []
    case 'send-code':
      record('link.code-asked')
      return sendCode(client, cipher, scope, action, now)
    case 'opt-out':
      await client.query('UPDATE person SET opted_out_at = $2, updated_at = $2 WHERE id = ANY($1::bigint[]) AND opted_out_at IS NULL', [action.personIds, now])
      action.personIds.forEach((personId) => record('person.opted-out', personId))
      return []
    case 'opt-in':
      await client.query('UPDATE person SET opted_out_at = NULL, updated_at = $2 WHERE id = ANY($1::bigint[])', [action.personIds, now])
      action.personIds.forEach((personId) => record('person.opted-in', personId))
      return []
    case 'ticket': {
      const { topic, urgent, personId, facts, page } = action
      const ticketId = await openTicket(client, cipher, { communeId: scope.communeId, contactId: scope.contactId, personId, topic, urgent: urgent === true, facts }, now)
      return page === undefined ? [] : pageOnDuty(client, cipher, { communeId: scope.communeId, ticketId, text: page }, now)
    }
    case 'report-death':
      await reportInChat(client, { communeId: scope.communeId, personId: action.personId }, now)
      record('person.death-told', action.personId)
      return []
    case 'add-to-ticket':
      await client.query("UPDATE ticket SET state = 'open', updated_at = $2 WHERE id = $1 AND state <> 'closed'", [scope.openTicketId ?? null, now])
      return []
    case 'told-about':
      record('person.answered', action.personId)
      return []
  }
}

async function sendCode(client: Queryable, cipher: Cipher, scope: TurnScope, action: Extract<SavedAction, { kind: 'send-code' }>, now: Date): Promise<Promoted[]> {
  const { phone, code, text, forMs } = action
  const stored = await storeSmsCode(client, cipher, { communeId: scope.communeId, chatId: scope.contactId, phone, code, expiresAt: later(now, forMs) }, now)
  if (stored.contactId === undefined) return []
  const notice = { text, buttons: [], lane: 'reply' as const, templates: 'answer-link-code', contactId: stored.contactId, channel: 'sms' as const, reasonKey: `link-code:${stored.codeId}`, kind: 'reply' }
  return insertReplies(client, cipher, scope.communeId, [notice], now, forMs)
}
