/** The demo's committee, village heads and officer: chats of the web page, made rooms by a code as everywhere. */
import { randomBytes } from 'node:crypto'
import type { Cipher } from './cipher.ts'
import { ensureContact } from './contacts.ts'
import type { Database } from './database.ts'
import { bindRoom } from './room-codes.ts'

export interface DemoRoomRow {
  id: string
  kind: 'committee' | 'private'
  /** undefined: it is the committee's. */
  holder: { name: string; office: 'head' | 'deputy' | 'officer' | 'committee'; village: string | undefined } | undefined
  address: string
  /** Oldest first, the newest few. */
  letters: { id: string; direction: 'out' | 'in'; text: string; sentAt: Date }[]
}

export function demoRooms({ pool, transaction }: Pick<Database, 'pool' | 'transaction'>, cipher: Cipher, communeId: number) {
  return {
    /** Somebody opens a chat and sends the code there. */
    async enter(code: string, sender: string, now: Date): Promise<void> {
      await transaction(async (client) => {
        const contactId = await ensureContact(client, cipher, { communeId, kind: 'webchat', address: randomBytes(18).toString('base64url') })
        await bindRoom(client, cipher, { contactId, from: undefined, isGroup: false, code, sender }, now)
      })
    },

    /** The committee first, then who was written to last. */
    async list(): Promise<DemoRoomRow[]> {
      const { rows } = await pool.query<RoomRow>(ROOMS, [communeId])
      const { rows: said } = await pool.query<LetterRow>(LETTERS, [rows.map((row) => row.contact_id)])
      return rows.map((row) => ({
        id: row.id, kind: row.kind, address: cipher.decrypt(row.address_enc),
        holder: row.name_enc === null || row.office === null ? undefined : { name: cipher.decrypt(row.name_enc), office: row.office, village: row.village ?? undefined },
        letters: said.filter((one) => one.contact_id === row.contact_id).map((one) => ({ id: one.id, direction: one.direction, sentAt: one.sent_at, text: textOf(cipher.decrypt(one.body_enc)) })),
      }))
    },
  }
}

const textOf = (body: string): string => (JSON.parse(body) as { text: string }).text

interface RoomRow {
  id: string
  kind: DemoRoomRow['kind']
  contact_id: string
  address_enc: Buffer
  name_enc: Buffer | null
  office: 'head' | 'deputy' | 'officer' | 'committee' | null
  village: string | null
}

interface LetterRow {
  id: string
  contact_id: string
  direction: 'out' | 'in'
  body_enc: Buffer
  sent_at: Date
}

const ROOMS = `
SELECT r.id, r.kind, r.contact_id, c.address_enc, h.name_enc, h.office, nullif(trim(v.kind || ' ' || v.name), '') AS village
FROM room r JOIN contact c ON c.id = r.contact_id
LEFT JOIN office_holder h ON h.id = r.holder_id LEFT JOIN village v ON v.id = h.village_id
WHERE r.commune_id = $1 AND r.ended_at IS NULL AND c.kind = 'webchat'
ORDER BY r.kind <> 'committee', coalesce(h.office = 'officer', false) DESC,
  (SELECT max(w.id) FROM webchat_message w WHERE w.contact_id = r.contact_id) DESC NULLS LAST, v.id, r.id`

const LETTERS = `
SELECT m.* FROM unnest($1::bigint[]) AS u(contact_id)
JOIN LATERAL (SELECT id, contact_id, direction, body_enc, sent_at FROM webchat_message w WHERE w.contact_id = u.contact_id ORDER BY w.id DESC LIMIT 3) m ON true
ORDER BY m.id`
